/** Times, durations, sizes and numbers as people write them in the user's language. */
import { language } from "../host/page.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intl's formats are slow to make, and every row uses the same ones. */
function perLanguage<T>(make: (locale: string) => T): () => T {
    let made: { locale: string; format: T } | undefined;
    return () => {
        const locale = language();
        if (made?.locale !== locale) made = { locale, format: make(locale) };
        return made.format;
    };
}

const relative = perLanguage((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
const absolute = perLanguage(
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" }),
);
const logLine = perLanguage(
    (locale) =>
        new Intl.DateTimeFormat(locale, {
            month: "short",
            day: "2-digit",
            hour: "2-digit",
            minute: "2-digit",
            second: "2-digit",
            hourCycle: "h23",
        }),
);
const pair = perLanguage((locale) => new Intl.ListFormat(locale, { type: "unit", style: "narrow" }));
const enumeration = perLanguage((locale) => new Intl.ListFormat(locale, { type: "conjunction" }));
const share = perLanguage((locale) => new Intl.NumberFormat(locale, { style: "percent" }));
const plain = perLanguage((locale) => new Intl.NumberFormat(locale));

function inUnit(unit: string, digits = 0): (value: number) => string {
    const format = perLanguage(
        (locale) =>
            new Intl.NumberFormat(locale, {
                style: "unit",
                unit,
                unitDisplay: "short",
                maximumFractionDigits: digits,
            }),
    );
    return (value) => format().format(value);
}

const milliseconds = inUnit("millisecond");
const tenths = inUnit("second", 1);
const seconds = inUnit("second");
const minutes = inUnit("minute");
const hours = inUnit("hour");
const sizes = [
    inUnit("byte"),
    inUnit("kilobyte"),
    inUnit("megabyte"),
    inUnit("gigabyte", 1),
    inUnit("terabyte", 2),
];

/** "5 minutes ago", "yesterday"; `time` and `now` in milliseconds since the epoch. */
export function relativeTime(time: number, now: number): string {
    const past = Math.max(0, now - time);
    if (past < MINUTE) return relative().format(-Math.floor(past / SECOND), "second");
    if (past < HOUR) return relative().format(-Math.floor(past / MINUTE), "minute");
    if (past < DAY) return relative().format(-Math.floor(past / HOUR), "hour");
    return relative().format(-Math.floor(past / DAY), "day");
}

/** Milliseconds after which relativeTime() has to be written again. */
export function relativeTimeStep(time: number, now: number): number {
    const past = now - time;
    if (past < MINUTE) return SECOND;
    return past < HOUR ? 10 * SECOND : MINUTE;
}

export function absoluteTime(time: number): string {
    return absolute().format(time);
}

/** Short day and time to the second, for lines of a log. */
export function logTime(time: number): string {
    return logLine().format(time);
}

/** "350 ms", "12 sec", "3 min 20 sec"; milliseconds. */
export function duration(length: number): string {
    if (length < SECOND) return milliseconds(Math.max(0, Math.round(length)));
    if (length < 10 * SECOND) return tenths(length / SECOND);
    if (length < MINUTE) return seconds(Math.round(length / SECOND));
    if (length < HOUR) {
        return pair().format([
            minutes(Math.floor(length / MINUTE)),
            seconds(Math.floor((length % MINUTE) / SECOND)),
        ]);
    }
    return pair().format([hours(Math.floor(length / HOUR)), minutes(Math.floor((length % HOUR) / MINUTE))]);
}

/** Bytes in steps of 1000, as podman counts them. */
export function bytes(size: number): string {
    let value = size;
    let step = 0;
    while (value >= 1000 && step < sizes.length - 1) {
        value /= 1000;
        step++;
    }
    return sizes[step]?.(value) ?? count(value);
}

export function percent(part: number): string {
    return share().format(part);
}

export function count(value: number): string {
    return plain().format(value);
}

/** "a, b and c" */
export function list(items: readonly string[]): string {
    return enumeration().format(items);
}
