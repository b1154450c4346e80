/** Runs journalctl to read entries that fit a query. */
import cockpit from "cockpit";
import type { Closeable, JournalEntry, LogPage, LogQuery } from "./host.js";
import type { JournalFilter } from "./journal-filter.js";
import { entriesOf, ENTRY_FIELDS, JOURNAL_ENVIRONMENT, leavesOutEvents, matches } from "./journal-lines.js";
import { LineDecoder } from "./line-decoder.js";
import { asHostError, exitStatus, within } from "./problem.js";

/** A rare text in a large journal takes its time. */
const PAGE_SECONDS = 120;

/** Microseconds since the epoch as systemd.time(7) takes them. */
function stamp(time: number): string {
    return `@${Math.floor(time / 1e6)}.${String(Math.floor(time % 1e6)).padStart(6, "0")}`;
}

export interface Reading extends Closeable {
    /** Resolves when there is no more, and when it was closed. Rejects with HostError. */
    readonly end: Promise<void>;
}

/** Entries as one journalctl prints them, as many at once as it wrote at once. `onEntries` says whether more are wanted. */
export function readEntries(
    query: LogQuery,
    filter: JournalFilter,
    range: readonly string[],
    onEntries: (entries: readonly JournalEntry[]) => boolean,
): Reading {
    const argv = [
        "journalctl",
        "--quiet",
        // Without it, what is longer than 4096 bytes comes as null.
        "--all",
        "--output=json",
        ENTRY_FIELDS,
        ...range,
        ...filter.args,
        ...matches(query),
    ];
    const process = cockpit.spawn(argv, { superuser: "try", err: "message", environ: JOURNAL_ENVIRONMENT });
    const decoder = new LineDecoder();
    let closed = false;
    const close = () => {
        closed = true;
        process.close("terminated");
    };
    const running = process.stream((chunk) => {
        if (closed) return;
        const entries = entriesOf(decoder.push(chunk), query).filter((entry) => filter.fits(entry));
        if (entries.length > 0 && !onEntries(entries)) close();
    });
    const ended = async (): Promise<void> => {
        try {
            await running;
        } catch (reason) {
            // How journalctl --grep ends when nothing fits.
            const nothing = filter.greps && exitStatus(reason) === 1;
            if (!closed && !nothing) throw asHostError(reason);
        }
    };
    return { end: ended(), close };
}

/** Arguments for the time that a query asks for. */
export function timesOf({ since, until }: Pick<LogQuery, "since" | "until">): string[] {
    const from = since === undefined ? [] : [`--since=${stamp(since)}`];
    return until === undefined ? from : [...from, `--until=${stamp(until)}`];
}

/** At most `count` entries that are older than `cursor` (null: the newest of all). Rejects with HostError. */
export async function readBackwards(
    query: LogQuery,
    filter: JournalFilter,
    cursor: string | null,
    count: number,
): Promise<LogPage> {
    // journalctl refuses --since together with a cursor, so that bound is watched here.
    const { since = 0 } = query;
    const range = cursor === null ? timesOf(query) : [`--after-cursor=${cursor}`];
    // A filter of our own lets through only some of the lines that it gets.
    const lines = filter.own || leavesOutEvents(query) ? [] : [`--lines=${count}`];
    const found: JournalEntry[] = [];
    const reading = readEntries(query, filter, ["--reverse", ...lines, ...range], (entries) => {
        for (const entry of entries) {
            if (entry.time < since || found.length === count) return false;
            found.push(entry);
        }
        return found.length < count;
    });
    try {
        await within(PAGE_SECONDS, reading.end);
    } finally {
        reading.close();
    }
    return { entries: found.reverse(), more: found.length === count };
}

/** Where the whole journal ends now; null when this user sees nothing of it. Rejects with HostError. */
export async function lastCursor(): Promise<string | null> {
    return (await outermost(["--lines=1"]))?.cursor ?? null;
}

/** The first entry of the whole journal that this user sees; null when there is none. Rejects with HostError. */
export function firstEntry(): Promise<JournalEntry | null> {
    return outermost([]);
}

async function outermost(range: readonly string[]): Promise<JournalEntry | null> {
    const argv = ["journalctl", "--quiet", "--output=json", "--output-fields=_PID", ...range];
    const process = cockpit.spawn(argv, { superuser: "try", err: "message", environ: JOURNAL_ENVIRONMENT });
    const decoder = new LineDecoder();
    const found: JournalEntry[] = [];
    const running = process.stream((chunk) => {
        found.push(...entriesOf(decoder.push(chunk)).slice(0, 1));
        if (found.length > 0) process.close("terminated");
    });
    try {
        await within(30, running);
    } catch (reason) {
        process.close("terminated");
        if (found.length === 0) throw asHostError(reason);
    }
    return found[0] ?? null;
}
