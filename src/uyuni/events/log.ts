/**
 * What the readings of the last hour add up to: the curve of the backlog, and
 * since when each queue's oldest event has been the oldest.
 */
import type { ContainerState } from "../host-state.js";
import { containerAt } from "./addresses.js";
import { frontRows, limits } from "./queries.js";
import type { EventPoint } from "./rates.js";
import type { Listening, Reading, Refused, Transaction } from "./reading.js";

/** Keeps an hour of one reading every two seconds. */
export const keptPoints = 1800;
const keptMs = 60 * 60 * 1000;
/** Between readings that lie further apart nothing is known. */
const gapMs = 30_000;
/** Counting may take this share of the time: a count that took 50 ms comes again after 12.5 s. */
const countingShare = 0.004;

export interface QueueState {
    readonly queue: number;
    /** Events waiting, null where only the oldest of all were looked at. */
    readonly count: number | null;
    /** Id of its oldest event. */
    readonly first: number;
    /** Id of its newest event, null where that was not looked at. */
    readonly last: number | null;
    /** Of the oldest event, null if it has none or that is not known. */
    readonly minion: string | null;
    /** Since when `first` has been its oldest event, as far as was seen: milliseconds since the epoch. */
    readonly since: number;
    /** It has had another oldest event before, or none, since somebody looks. */
    readonly moved: boolean;
    /** When it was last seen to be so; later readings may not have come to this queue. */
    readonly seen: number;
}

export interface EventLog {
    /** Oldest first. */
    readonly points: readonly EventPoint[];
    /** Those with waiting events, as they were last seen. */
    readonly queues: readonly QueueState[];
    readonly listeners: readonly Listening[];
    /** Addresses that listened at the reading before, too. */
    readonly settled: readonly string[];
    /** Sessions among the listeners that were seen to be a container's, now or before. */
    readonly contained: readonly number[];
    /** On the table, the longest first. */
    readonly transactions: readonly Transaction[];
    /** Why the table itself could not be read the last time, and since when; null when it could. */
    readonly refused: { readonly why: Refused; readonly since: number } | null;
    /** The database has no such table. */
    readonly noTable: boolean;
    /** The oldest events that were read are all there are. */
    readonly complete: boolean;
    /** The last time that all events were counted. */
    readonly counted: Counted | null;
    /** The last time that they were to be counted. */
    readonly attempt: Attempt | null;
    /** The last reading took this long in the database, counting left out. */
    readonly ms: number;
    readonly time: number;
}

interface Counted {
    readonly time: number;
    readonly total: number;
    readonly inserted: number;
    readonly deleted: number;
}

interface Attempt {
    readonly time: number;
    /** What it cost the database. */
    readonly ms: number;
    /** Why nothing came of it, null when something did. */
    readonly refused: Refused | null;
}

export const emptyLog: EventLog = {
    points: [],
    queues: [],
    listeners: [],
    settled: [],
    contained: [],
    transactions: [],
    refused: null,
    noTable: false,
    complete: true,
    counted: null,
    attempt: null,
    ms: 0,
    time: 0,
};

/** Whether all events are to be counted with the next reading. */
export function wantsCounts({ complete, attempt, time }: EventLog): boolean {
    if (complete) return false;
    return attempt === null || time - attempt.time >= attempt.ms / countingShare;
}

/** @param containers those of the host at the time of the reading */
export function addReading(
    log: EventLog,
    { base, front, counts }: Reading,
    containers: readonly ContainerState[] = [],
): EventLog {
    const refused = "refused" in front ? front.refused : null;
    const seen = "refused" in front ? null : front;
    const all = counts !== null && !("refused" in counts) ? counts : null;
    const inserted = base.sequence ?? base.inserted ?? 0;
    const deleted = base.deleted ?? 0;
    const inFront = seen === null ? 0 : total(seen.queues);
    const complete = seen !== null && inFront < frontRows;
    const exact = complete ? inFront : all === null ? null : total(all.queues);
    const counted = exact === null ? log.counted : { time: base.at, total: exact, inserted, deleted };
    const last = log.points.at(-1);
    const point: EventPoint = {
        time: base.at,
        waiting: exact ?? Math.max(inFront, estimate(counted, inserted, deleted) ?? base.live ?? 0),
        exact: exact !== null,
        inserted,
        deleted,
        isConsumed: base.listeners.some(({ address }) => address !== ""),
        gap:
            last !== undefined &&
            (base.at - last.time > gapMs || inserted < last.inserted || deleted < last.deleted),
    };
    return {
        points: [...log.points, point].filter(({ time }) => time > base.at - keptMs).slice(-keptPoints),
        queues: queuesNow(log, seen?.queues ?? null, complete, all?.queues ?? null, base.at),
        listeners: base.listeners,
        settled: log.listeners.map(({ address }) => address),
        contained: base.listeners
            .filter(
                ({ pid, address }) =>
                    containerAt(address, containers) !== null || log.contained.includes(pid),
            )
            .map(({ pid }) => pid),
        transactions: base.transactions,
        refused: refused === null ? null : { why: refused, since: log.refused?.since ?? base.at },
        noTable: !base.table,
        complete: seen === null ? log.complete : complete,
        counted,
        attempt: complete ? null : counts === null ? log.attempt : attempted(counts, base.at),
        ms: base.ms + (seen?.ms ?? 0),
        time: base.at,
    };
}

/** A refusal for a lock comes soon, and another one is not expected to have used up its time either. */
function attempted(counts: NonNullable<Reading["counts"]>, time: number): Attempt {
    if (!("refused" in counts)) return { time, ms: counts.ms, refused: null };
    const { refused } = counts;
    return { time, ms: refused === "too-slow" ? limits.counts : limits.lock, refused };
}

function total(queues: readonly { readonly count: number }[]): number {
    return queues.reduce((sum, { count }) => sum + count, 0);
}

/** What was counted last, and what came and went since; null where that does not lead anywhere. */
function estimate(counted: Counted | null, inserted: number, deleted: number): number | null {
    if (counted === null || inserted < counted.inserted || deleted < counted.deleted) return null;
    return Math.max(0, counted.total + (inserted - counted.inserted) - (deleted - counted.deleted));
}

type Seen = readonly {
    readonly queue: number;
    readonly count: number;
    readonly first: number;
    readonly last: number;
    readonly minion?: string | null;
}[];

function queuesNow(
    log: EventLog,
    front: Seen | null,
    complete: boolean,
    counts: Seen | null,
    now: number,
): readonly QueueState[] {
    // The table could not be read: whether anything has moved is not known, and what was seen still stands.
    if (front === null && counts === null) return log.queues;
    const before = new Map(log.queues.map((queue) => [queue.queue, queue]));
    const states = new Map<number, QueueState>();
    const put = (seen: Seen[number], whole: boolean) => {
        const old = before.get(seen.queue);
        const same = old?.first === seen.first;
        const newer = states.get(seen.queue);
        states.set(seen.queue, {
            queue: seen.queue,
            count: whole ? seen.count : (newer?.count ?? old?.count ?? null),
            first: seen.first,
            last: whole ? seen.last : (newer?.last ?? null),
            minion: seen.minion ?? newer?.minion ?? (same ? old.minion : null),
            since: same ? old.since : now,
            // When all events were seen, a queue that was not among them had none.
            moved: same ? old.moved : old !== undefined || (log.complete && log.points.length > 0),
            seen: now,
        });
    };
    for (const seen of counts ?? []) put(seen, true);
    for (const seen of front ?? []) put(seen, complete);
    // A queue beyond the oldest events has not been looked at.
    if (!complete && counts === null)
        for (const old of log.queues) if (!states.has(old.queue)) states.set(old.queue, old);
    return [...states.values()].sort((one, other) => one.queue - other.queue);
}
