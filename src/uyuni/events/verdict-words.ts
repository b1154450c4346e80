/** The verdict as sentences: what it is in two or three words, what that means, and the first thing to do. */
import { message, type Message } from "../message.js";
import type { Consumer } from "./consumers.js";
import { stallAction, stallMeaning } from "./stall-words.js";
import type { Verdict } from "./verdict.js";
import { consumerName, type NumberFormats } from "./words.js";

export type { NumberFormats } from "./words.js";

export type VerdictTone = "good" | "busy" | "warning" | "bad" | "off" | "unknown";

export interface VerdictWords {
    readonly tone: VerdictTone;
    /** Short enough for a table's cell. */
    readonly word: Message;
    readonly meaning: Message;
    /** null where nothing is to be done. */
    readonly action: Message | null;
}

export function verdictWords(verdict: Verdict, formats: NumberFormats): VerdictWords {
    const span = (seconds: number) => formats.duration(Math.round(seconds) * 1000);
    switch (verdict.kind) {
        case "measuring":
            return {
                tone: "busy",
                word: message("Measuring"),
                meaning: message("It takes some seconds to see how fast events come and go."),
                action: null,
            };
        case "not-known":
            return {
                tone: "unknown",
                word: message("Not known"),
                meaning: message("The database was not asked."),
                action:
                    verdict.why.reason === "no-access"
                        ? message("Turn on administrative access in the top bar of Cockpit.")
                        : null,
            };
        case "no-table":
            return {
                tone: "bad",
                word: message("No table of events"),
                meaning: message("This database has no table of Salt's events."),
                action: message(
                    "See whether the database's name in the configuration is that of Uyuni's database.",
                ),
            };
        case "unreachable":
            return {
                tone: "bad",
                word: message("Database unreachable"),
                meaning: message("The database does not answer, so that no event can be processed either."),
                action: message("Look at the state and the log of the database."),
            };
        case "several-consumers":
            return severalConsumers(verdict.consumers, verdict.tomcat);
        case "not-listening":
            return notListening(verdict, formats);
        case "starting":
            return {
                tone: "busy",
                word: message("Starting"),
                meaning: message(
                    "The event processor has been started, and does not listen yet. $0 events wait in the database, and nothing is lost.",
                    formats.count(verdict.waiting),
                ),
                action: null,
            };
        case "stopping":
            return {
                tone: "busy",
                word: message("Stopping"),
                meaning: message(
                    "The event processor is being stopped. $0 events wait in the database, and nothing is lost.",
                    formats.count(verdict.waiting),
                ),
                action: null,
            };
        case "stalled":
            return {
                tone: "bad",
                word: message("Stalled"),
                meaning: stallMeaning(verdict, formats, span),
                action: stallAction(verdict.cause, span),
            };
        case "falling-behind":
            return {
                tone: "warning",
                word: message("Falling behind"),
                meaning: message(
                    "$0 events come and $1 are processed a second. $2 wait; at this rate they are twice as many in $3.",
                    formats.rate(verdict.rates.in),
                    formats.rate(verdict.rates.out),
                    formats.count(verdict.waiting),
                    span(verdict.doublesIn),
                ),
                action: message(
                    "See which clients send the most, and whether the host has processor time left. Nothing is lost: events wait in the database.",
                ),
            };
        case "catching-up":
            return {
                tone: "busy",
                word: message("Catching up"),
                meaning: message(
                    "$0 events come and $1 are processed a second. $2 wait; at this rate they are gone in $3.",
                    formats.rate(verdict.rates.in),
                    formats.rate(verdict.rates.out),
                    formats.count(verdict.waiting),
                    span(verdict.goneIn),
                ),
                action: null,
            };
        case "standing":
            return {
                tone: "warning",
                word: message("Not catching up"),
                meaning: message(
                    "$0 events come and $1 are processed a second. $2 wait, and do not become fewer.",
                    formats.rate(verdict.rates.in),
                    formats.rate(verdict.rates.out),
                    formats.count(verdict.waiting),
                ),
                action: message(
                    "See which clients send the most, and whether the host has processor time left.",
                ),
            };
        case "keeping-up":
            return {
                tone: "good",
                word: message("Keeping up"),
                meaning: message(
                    "$0 events come and $1 are processed a second, by $2.",
                    formats.rate(verdict.rates.in),
                    formats.rate(verdict.rates.out),
                    consumerName(verdict.consumer),
                ),
                action: null,
            };
        case "no-events":
            return {
                tone: "off",
                word: message("No events"),
                meaning: message(
                    "Salt has sent no event for $0, and none waits. $1 listens.",
                    span(verdict.seconds),
                    consumerName(verdict.consumer),
                ),
                action: message("If clients are at work, see whether the Salt master runs in the server."),
            };
    }
}

function severalConsumers(consumers: readonly Consumer[], tomcat: boolean): VerdictWords {
    const meaning = tomcat
        ? message(
              "Events are taken by $0. The server itself takes events in Tomcat, as a stock server image does: the order of a client's events is no longer guaranteed.",
              consumers.map(consumerName).join(", "),
          )
        : message(
              "Events are taken by $0: the order of a client's events is no longer guaranteed.",
              consumers.map(consumerName).join(", "),
          );
    const other = consumers.find(({ kind }) => kind !== "processor" && kind !== "server");
    return { tone: "bad", word: message("More than one consumer"), meaning, action: wayOut(other) };
}

function wayOut(other: Consumer | undefined): Message {
    if (other === undefined)
        return message(
            "Stop and disable the event processor, or use a server image that does not process events itself.",
        );
    if (other.unit !== "") return message("Stop and disable $0.", other.unit);
    return other.kind === "address"
        ? message("Find out what connects to the database from $0, and end it.", other.address)
        : message("Stop and remove the container $0 with podman.", other.name);
}

function notListening(
    { status, waiting, instead, operating }: Extract<Verdict, { kind: "not-listening" }>,
    formats: NumberFormats,
): VerdictWords {
    const word = message("Not listening");
    if (instead)
        return {
            tone: "bad",
            word,
            meaning: message(
                "The event processor does not listen. $0 takes the events instead.",
                consumerName(instead),
            ),
            action:
                instead.kind === "server"
                    ? message(
                          "Use a server image that does not process events itself, or stop and disable the event processor.",
                      )
                    : wayOut(instead),
        };
    if (operating)
        return {
            tone: "busy",
            word,
            meaning: message(
                "An operation is at work on the event processor, and nobody listens for events. $0 wait in the database, and nothing is lost.",
                formats.count(waiting),
            ),
            action: message("Wait: if it does not listen in time, the operation puts the old state back."),
        };
    if (status === "running" || status === "starting" || status === "stopping")
        return {
            tone: "bad",
            word,
            meaning: message(
                "The event processor runs, but nobody listens for events. $0 wait in the database.",
                formats.count(waiting),
            ),
            action: message(
                "Look at its log: it may not reach the database, or may not log in. Then restart it.",
            ),
        };
    return {
        tone: status === "failed" ? "bad" : "warning",
        word,
        meaning: message(
            "No event processor runs, and nobody else takes events. $0 wait in the database, and nothing is lost.",
            formats.count(waiting),
        ),
        action:
            status === "not-set-up"
                ? message("Set up the event processor, unless the server processes events itself.")
                : message("Start the event processor."),
    };
}
