/**
 * One reading of Salt's event queue, as the database answers the questions of
 * queries.ts. Ids and counts are PostgreSQL's integers; times are the database's.
 */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Listening = v.object({
    pid: count,
    /** "" for a connection through the database's own socket. */
    address: v.string(),
    /** Seconds since the connection was opened. */
    age: v.number(),
});

const Transaction = v.object({
    pid: count,
    address: v.string(),
    /** What the session calls itself: anybody may have chosen it. */
    application: v.string(),
    /** active, idle in transaction, … */
    state: v.nullable(v.string()),
    /** Seconds since the transaction began. */
    age: v.nullable(v.number()),
    /** It holds more than a reader's lock. */
    writes: v.boolean(),
    /** Sessions it waits for, null while it does not wait for a lock. */
    blockedBy: v.nullable(v.array(count)),
});

const Front = v.object({
    queue: v.number(),
    count,
    first: count,
    last: count,
    /** Of the oldest event; null in queue 0, which is of no minion. */
    minion: v.nullable(v.string()),
});

const Counted = v.object({ queue: v.number(), count, first: count, last: count });

const milliseconds = v.pipe(v.number(), v.minValue(0));

export const BaseAnswer = v.object({
    /** Milliseconds since the epoch. */
    at: v.number(),
    /** The table is there. */
    table: v.boolean(),
    /** Last id given out, null before the first one. */
    sequence: v.nullable(count),
    /** Rows since statistics began; PostgreSQL 15 and newer tell up to some seconds late. */
    inserted: v.nullable(count),
    deleted: v.nullable(count),
    /** PostgreSQL's estimate of the rows there are. */
    live: v.nullable(count),
    listeners: v.array(Listening),
    transactions: v.array(Transaction),
    /** What it took in the database. */
    ms: milliseconds,
});
export const FrontAnswer = v.object({ queues: v.array(Front), ms: milliseconds });
export const CountsAnswer = v.object({ queues: v.array(Counted), ms: milliseconds });
export const BusiestAnswer = v.array(v.object({ minion: v.nullable(v.string()), count }));

export type Listening = v.InferOutput<typeof Listening>;
export type Transaction = v.InferOutput<typeof Transaction>;
export type QueueFront = v.InferOutput<typeof Front>;
export type QueueCount = v.InferOutput<typeof Counted>;
export type Busiest = v.InferOutput<typeof BusiestAnswer>[number];

/** Why the table itself told nothing, while PostgreSQL answered. */
export type Refused = "locked" | "too-slow" | "error";

export interface Reading {
    readonly base: v.InferOutput<typeof BaseAnswer>;
    /** The oldest events (at most `frontRows`), by queue. */
    readonly front: v.InferOutput<typeof FrontAnswer> | { readonly refused: Refused };
    /** Every event, by queue; null where that was not asked. */
    readonly counts: v.InferOutput<typeof CountsAnswer> | { readonly refused: Refused } | null;
}

/** SQLSTATE of a statement that failed, in our words. */
export function refusal(sqlState: string): Refused {
    if (sqlState === "55P03") return "locked";
    return sqlState === "57014" ? "too-slow" : "error";
}
