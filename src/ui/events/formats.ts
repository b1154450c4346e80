/** Numbers of events in the user's language. */
import type { NumberFormats } from "../../uyuni/events/words.js";
import { language } from "../../host/page.js";
import { count, duration } from "../time.js";

/** Events a second: one digit after the point while they are few. */
export function rate(perSecond: number): string {
    const digits = perSecond < 100 ? 1 : 0;
    return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(perSecond);
}

/** For an axis, where a million has no room. */
export function shortCount(value: number): string {
    if (value < 1_000_000) return count(value);
    return new Intl.NumberFormat(language(), { notation: "compact", maximumFractionDigits: 2 }).format(value);
}

/** Hours and minutes, with seconds where they matter. */
export function clock(time: number, withSeconds = false): string {
    return new Intl.DateTimeFormat(language(), {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        ...(withSeconds && { second: "2-digit" }),
    }).format(time);
}

export const formats: NumberFormats = { count, rate, duration };
