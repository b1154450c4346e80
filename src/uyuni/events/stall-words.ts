/** Why a queue stands still, and what to do about it. */
import { message, type Message } from "../message.js";
import type { StallCause, Verdict } from "./verdict.js";
import { consumerName, eventName, sessionName, type NumberFormats } from "./words.js";

export function stallMeaning(
    { queue, queues, seconds }: Extract<Verdict, { kind: "stalled" }>,
    formats: NumberFormats,
    span: (seconds: number) => string,
): Message {
    if (queue === null) return message("The whole table of events has been locked for $0.", span(seconds));
    if (queues > 1)
        return message(
            "$0 queues do not move; queue $1 has not moved for $2. Its oldest event is $3.",
            formats.count(queues),
            String(queue.queue),
            span(seconds),
            eventName(queue.first, queue.minion),
        );
    return message(
        "Queue $0 has not moved for $1. Its oldest event is $2.",
        String(queue.queue),
        span(seconds),
        eventName(queue.first, queue.minion),
    );
}

export function stallAction(cause: StallCause, span: (seconds: number) => string): Message {
    switch (cause.kind) {
        case "locked":
            return cause.by === null
                ? message("A lock on the table holds it up. Find the session that holds it, and end that.")
                : message(
                      "The database session $0 holds a lock since $1. Find out what it does, and end it.",
                      sessionName(cause.by),
                      span(cause.by.age ?? 0),
                  );
        case "held":
            return message(
                "The database session $0 has had a transaction open for $1, and may hold the event. Find out what it does, and end it.",
                sessionName(cause.by),
                span(cause.by.age ?? 0),
            );
        case "working":
            return message(
                "$0 has been at work on a transaction for $1. If that does not end, look at its log and restart it: the event stays in the table.",
                consumerName(cause.consumer),
                span(cause.by.age ?? 0),
            );
        case "unknown":
            return message("Look at the log of the event processor for that event, and restart it.");
    }
}
