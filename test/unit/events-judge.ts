/** Verdicts on logs, and their words, on a host with some containers. */
import type { EventLog } from "../../src/uyuni/events/log.js";
import { verdict, type Verdict, type VerdictInput } from "../../src/uyuni/events/verdict.js";
import { verdictWords } from "../../src/uyuni/events/verdict-words.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { every2s, fullFront, PROCESSOR_ADDRESS, queue, SERVER_ADDRESS, START } from "./events-sample.js";
import { container, image } from "./sample-host.js";

export const containers = [
    container("uyuni-server", { networks: [{ name: "uyuni", address: SERVER_ADDRESS }] }),
    container("uyuni-salt-event-processor-0", {
        networks: [{ name: "uyuni", address: PROCESSOR_ADDRESS }],
        unit: "uyuni-event-processor@0.service",
        image,
    }),
    container("by-hand", { networks: [{ name: "uyuni", address: "10.89.0.9" }], image }),
    container("uyuni-salt-event-processor-1", {
        networks: [{ name: "uyuni", address: "10.89.0.10" }],
        unit: "uyuni-event-processor@1.service",
        image,
    }),
];

export function judge(log: EventLog, changes: Partial<VerdictInput> = {}): Verdict {
    return verdict({
        log,
        problem: null,
        processor: { status: "running", since: START - 3_600_000, operating: false },
        containers,
        ...changes,
    });
}

export const formats = {
    count: String,
    rate: (value: number) => value.toFixed(1),
    duration: (length: number) => `${length / 1000} s`,
};

export function said(one: Verdict): string {
    const { word, meaning, action } = verdictWords(one, formats);
    return [word, meaning, ...(action === null ? [] : [action])].map(inEnglish).join(" | ");
}

/** Fifty a second come; `out` of them are processed a second, of a backlog of `waiting`. */
export function busy(seconds: number, waiting: number, out: number): EventLog {
    return every2s(seconds, (at) => ({
        inserted: 100_000 + at * 50,
        deleted: 100_000 - waiting + at * out,
        base: { live: waiting + at * (50 - out) },
        front:
            waiting === 0
                ? { queues: [queue(1, at * 50, 20)], ms: 1 }
                : fullFront({ 1: 1000 + at * out, 2: 1001 + at * out }),
    }));
}
