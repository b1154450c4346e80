/** How long it took, after the processor was started, until it had processed an event. */
import type { EventPoint } from "./rates.js";

export type AfterStart =
    /** Nobody looked at the time, or nothing was there to be processed. */
    | { readonly kind: "not-seen" }
    | { readonly kind: "waiting"; readonly seconds: number }
    /** Seen between two readings, so it is late by at most the time between them. */
    | { readonly kind: "processed"; readonly seconds: number };

/** The reading before the start may be this old. */
const beforeMs = 15_000;

/**
 * The times are upper bounds: events that went away since a reading at which
 * nobody listened, or which was made after the start, are the new process's.
 *
 * @param startedAt when the unit became active, milliseconds since the epoch
 */
export function afterStart(points: readonly EventPoint[], startedAt: number): AfterStart {
    const index = points.findLastIndex(({ time }) => time <= startedAt);
    const before = points[index];
    const last = points.at(-1);
    if (!before || !last || startedAt - before.time > beforeMs) return { kind: "not-seen" };
    const first = before.isConsumed ? index + 1 : index;
    const base = points[first];
    if (!base) return { kind: "waiting", seconds: 0 };
    for (const point of points.slice(first + 1)) {
        if (point.gap) return { kind: "not-seen" };
        if (processed(base, point) > 0)
            return { kind: "processed", seconds: (point.time - startedAt) / 1000 };
    }
    if (last.waiting === 0) return { kind: "not-seen" };
    return { kind: "waiting", seconds: (last.time - startedAt) / 1000 };
}

/** Events that went away between two points. */
function processed(before: EventPoint, after: EventPoint): number {
    if (!before.exact || !after.exact) return after.deleted - before.deleted;
    return after.inserted - before.inserted - (after.waiting - before.waiting);
}
