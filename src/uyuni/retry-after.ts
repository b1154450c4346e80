/** For how long a registry that had too many requests wants to be left alone: its Retry-After (RFC 9110, 10.2.3). */

const HTTP_DATE = /^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;

/** What a Retry-After is: what is neither seconds nor a date says nothing. */
export function retryPause(retryAfter: string): "none" | "seconds" | "date" {
    if (/^[0-9]{1,9}$/.test(retryAfter)) return "seconds";
    return HTTP_DATE.test(retryAfter) && !Number.isNaN(Date.parse(retryAfter)) ? "date" : "none";
}

/** Where a registry does not say. */
const PAUSE_MS = 60_000;
/** Registries count by hours; what is longer, or already over, is not meant like this. */
const SHORTEST_MS = 1000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

/** Milliseconds from `now` (milliseconds since the epoch) for which it is not asked. */
export function pauseLength(retryAfter: string, now: number): number {
    const kind = retryPause(retryAfter);
    const wanted =
        kind === "seconds"
            ? Number(retryAfter) * 1000
            : kind === "date"
              ? Date.parse(retryAfter) - now
              : PAUSE_MS;
    return Math.min(Math.max(wanted, SHORTEST_MS), LONGEST_MS);
}
