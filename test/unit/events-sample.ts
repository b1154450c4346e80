/** Readings of an event queue, and logs that come of them. */
import { addReading, emptyLog, type EventLog } from "../../src/uyuni/events/log.js";
import { frontRows } from "../../src/uyuni/events/queries.js";
import type { Listening, QueueFront, Reading, Transaction } from "../../src/uyuni/events/reading.js";

export const START = 1_700_000_000_000;
export const PROCESSOR_ADDRESS = "10.89.0.7";
export const SERVER_ADDRESS = "10.89.0.5";

export function listening(address = PROCESSOR_ADDRESS, age = 3600, pid = 100): Listening {
    return { pid, address, age };
}

export function transaction(changes: Partial<Transaction> = {}): Transaction {
    return {
        pid: 200,
        address: "",
        application: "psql",
        state: "idle in transaction",
        age: 60,
        writes: true,
        blockedBy: null,
        ...changes,
    };
}

export function queue(number: number, first: number, count = 1, minion: string | null = null): QueueFront {
    return { queue: number, count, first, last: first + count - 1, minion };
}

export interface Moment {
    /** Seconds since START. */
    readonly at: number;
    readonly inserted?: number;
    readonly deleted?: number;
    readonly queues?: readonly QueueFront[];
    readonly listeners?: readonly Listening[];
    readonly base?: Partial<Reading["base"]>;
    readonly front?: Reading["front"];
    readonly counts?: Reading["counts"];
}

export function moment({ at, inserted = 1000, deleted = 1000, queues = [], ...rest }: Moment): Reading {
    return {
        base: {
            at: START + at * 1000,
            table: true,
            sequence: inserted,
            inserted,
            deleted,
            live: inserted - deleted,
            listeners: [...(rest.listeners ?? [listening()])],
            transactions: [],
            ms: 1,
            ...rest.base,
        },
        front: rest.front ?? { queues: [...queues], ms: 1 },
        counts: rest.counts ?? null,
    };
}

/** The oldest events of so many that they are not all: `heads` by queue. */
export function fullFront(heads: Readonly<Record<number, number>>): Reading["front"] {
    const queues = Object.entries(heads).map(([number, first], index) =>
        queue(Number(number), first, index === 0 ? frontRows - Object.keys(heads).length + 1 : 1),
    );
    return { queues, ms: 2 };
}

export function logOf(moments: readonly Moment[]): EventLog {
    return moments.reduce((log, one) => addReading(log, moment(one)), emptyLog);
}

/** A reading every two seconds for `seconds`, made by `make` from the seconds gone by. */
export function every2s(seconds: number, make: (at: number) => Omit<Moment, "at">): EventLog {
    const moments = Array.from({ length: Math.floor(seconds / 2) + 1 }, (_, index) => index * 2);
    return logOf(moments.map((at) => ({ at, ...make(at) })));
}
