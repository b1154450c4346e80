/** How fast events come and go. */

/** One point of the curves. */
export interface EventPoint {
    /** Milliseconds since the epoch, by the database's clock. */
    readonly time: number;
    readonly waiting: number;
    /** Counted, not estimated. */
    readonly exact: boolean;
    /** Events ever inserted, and rows ever deleted: only differences of them mean anything. */
    readonly inserted: number;
    readonly deleted: number;
    /** Somebody listened over the network. */
    readonly isConsumed: boolean;
    /** The counters began anew since the point before, or it lies too far back: no rate leads across. */
    readonly gap: boolean;
}

/** Events a second. */
export interface Rates {
    readonly in: number;
    readonly out: number;
    /** How fast the backlog grows; below 0 it shrinks. */
    readonly growth: number;
    /** Seconds that were looked at. */
    readonly seconds: number;
}

/** Rates between two points; null where no time lies between them or a counter went backwards. */
export function rates(before: EventPoint, after: EventPoint): Rates | null {
    const seconds = (after.time - before.time) / 1000;
    const came = after.inserted - before.inserted;
    const deleted = after.deleted - before.deleted;
    if (seconds <= 0 || came < 0 || deleted < 0) return null;
    // PostgreSQL tells of deleted rows late, so what was counted is the better witness.
    const grown = before.exact && after.exact ? after.waiting - before.waiting : came - deleted;
    const out = Math.max(0, came - grown) / seconds;
    return { in: came / seconds, out, growth: grown / seconds, seconds };
}

/** Rates over the last `seconds` of `points`, or as much of them as there is; null with fewer than two points without a gap. */
export function ratesOver(points: readonly EventPoint[], seconds: number): Rates | null {
    const last = points.at(-1);
    if (!last) return null;
    let first = last;
    for (let index = points.length - 1; index > 0; index--) {
        const before = points[index - 1];
        if (points[index]?.gap !== false || !before || last.time - before.time > seconds * 1000) break;
        first = before;
    }
    return rates(first, last);
}

/** The point `index` with the rates of the ten seconds before it, for curves and tables. */
export function ratesAt(points: readonly EventPoint[], index: number): Rates | null {
    return ratesOver(points.slice(Math.max(0, index - 12), index + 1), 10);
}
