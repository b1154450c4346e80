/** Which lines are wanted, as the page's address says it: `prio`, `text`, `last`, or `since` and `until`. */
import type { LogQuery } from "../../../host/host.js";

/** In the order of their urgency; also the names in the address, and those of journalctl. */
export const priorities = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;
export type Priority = (typeof priorities)[number];

const HOUR = 3600e6;
/** Microseconds. */
export const spans = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const;
export type Span = keyof typeof spans;

export interface LogFilters {
    /** The least urgent that is wanted; null: all. */
    readonly priority: Priority | null;
    readonly text: string;
    readonly last: Span | null;
    /** Local times as `<input type="datetime-local">` has them, "" for none. */
    readonly since: string;
    readonly until: string;
}

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;

function localTime(text: string | undefined): string {
    return text !== undefined && LOCAL_TIME.test(text) && !Number.isNaN(Date.parse(text)) ? text : "";
}

function isSpan(text: string): text is Span {
    return Object.hasOwn(spans, text);
}

export function filtersOf(options: Readonly<Record<string, string>>): LogFilters {
    const { prio = "", text = "", last = "", since, until } = options;
    return {
        priority: priorities.find((name) => name === prio) ?? null,
        text,
        last: isSpan(last) ? last : null,
        since: localTime(since),
        until: localTime(until),
    };
}

/** The part of the address that says it; what is not asked for is not in it. */
export function optionsOf({ priority, ...others }: LogFilters): Record<string, string> {
    const all = Object.entries({ prio: priority ?? "", ...others });
    return Object.fromEntries(
        all.flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, value]])),
    );
}

/** @param now milliseconds since the epoch */
export function queryOf(
    { priority, text, last, since, until }: LogFilters,
    unit: string,
    container: string,
    now: number,
): LogQuery {
    const from =
        last === null ? (since === "" ? undefined : Date.parse(since) * 1000) : now * 1000 - spans[last];
    const to = last === null && until !== "" ? Date.parse(until) * 1000 : undefined;
    return {
        unit,
        container,
        ...(priority !== null && { priority: priorities.indexOf(priority) }),
        ...(text !== "" && { text }),
        ...(from !== undefined && { since: from }),
        ...(to !== undefined && { until: to }),
    };
}

/** `milliseconds` since the epoch as a local time. */
export function asLocalTime(milliseconds: number): string {
    const date = new Date(milliseconds);
    const local = new Date(milliseconds - date.getTimezoneOffset() * 60_000);
    return local.toISOString().slice(0, 16);
}
