/** What becomes of Salt's events while no event processor runs, for the question before it is stopped or taken away. */
import type { ContainerState } from "../host-state.js";
import { message, type Message } from "../message.js";
import { consumers } from "./consumers.js";
import type { EventLog } from "./log.js";
import { consumerName, type NumberFormats } from "./words.js";

/** Sentences, the weightiest first; empty while nothing was read yet. */
export function whileStopped(
    log: EventLog,
    containers: readonly ContainerState[],
    formats: Pick<NumberFormats, "count">,
): readonly Message[] {
    const last = log.points.at(-1);
    if (last === undefined) return [];
    const waiting = message(
        "$0 events wait at present. They stay in the database, and are processed in their order afterwards.",
        formats.count(last.waiting),
    );
    const others = consumers(log, containers).filter(({ kind }) => kind !== "processor");
    if (others.some(({ kind }) => kind === "server"))
        return [
            message(
                "The server itself takes events in Tomcat, as a stock server image does: it goes on processing them.",
            ),
            waiting,
        ];
    if (others.length > 0)
        return [message("$0 takes events, too, and goes on.", others.map(consumerName).join(", ")), waiting];
    return [
        message(
            "Nobody else takes events: the server does not process them itself, so more and more wait until the event processor is started again.",
        ),
        waiting,
    ];
}
