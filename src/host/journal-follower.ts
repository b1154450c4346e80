/**
 * Follows the journal through journalctl. When it ends (journald or the bridge went, the access changed), another one
 * begins at the last entry that was told: that entry comes again, is left out, and says that the journal can be read.
 */
import cockpit from "cockpit";
import { Backoff } from "./backoff.js";
import type { Closeable, JournalEntry, JournalQuery } from "./host.js";
import { entriesOf, ENTRY_FIELDS, JOURNAL_ENVIRONMENT, matches } from "./journal-lines.js";
import { timesOf } from "./journal-reading.js";
import { LineDecoder } from "./line-decoder.js";
import { asHostError, HostError } from "./problem.js";

/** Ends one journalctl that follows. */
type End = () => void;

/**
 * Entries come in order, as many at once as journalctl wrote at once; an empty list says that the journal can be read
 * again, or that all up to `until` was told. `onProblem` gets why it cannot: that is tried again by itself.
 */
export function followJournal(
    query: JournalQuery,
    onEntries: (entries: readonly JournalEntry[]) => void,
    onProblem: (error: HostError) => void,
): Closeable {
    const backoff = new Backoff();
    let last: string | null = null;
    let end: End;
    const follow = () => {
        const begin = last;
        let isFirst = begin !== null;
        end = run(
            query,
            begin === null ? [`--lines=${query.lines}`] : ["--no-tail", `--cursor=${begin}`],
            (entries) => {
                backoff.succeeded();
                last = entries.at(-1)?.cursor ?? last;
                const isKnown = isFirst && entries[0]?.cursor === begin;
                isFirst = false;
                onEntries(isKnown ? entries.slice(1) : entries);
            },
            (error) => {
                onProblem(error);
                backoff.again(follow);
            },
        );
    };
    follow();
    return {
        close: () => {
            backoff.close();
            end();
        },
    };
}

function run(
    query: JournalQuery,
    from: readonly string[],
    onEntries: (entries: readonly JournalEntry[]) => void,
    onEnd: (error: HostError) => void,
): End {
    const argv = [
        ...["journalctl", "--quiet", ...(query.until === undefined ? ["--follow"] : timesOf(query))],
        // Without it, what is longer than 4096 bytes comes as null.
        ...["--all", "--output=json", ENTRY_FIELDS],
        ...from,
        ...matches(query),
    ];
    const process = cockpit.spawn(argv, { superuser: "try", err: "message", environ: JOURNAL_ENVIRONMENT });
    const lines = new LineDecoder();
    let closed = false;
    const ended = (error: HostError) => {
        if (!closed) onEnd(error);
    };
    process
        .stream((chunk) => {
            if (closed) return;
            const entries = entriesOf(lines.push(chunk), query);
            if (entries.length > 0) onEntries(entries);
        })
        .then(
            () => {
                if (query.until === undefined)
                    ended(new HostError("disconnected", cockpit.message("disconnected")));
                else if (!closed) onEntries([]);
            },
            (reason: unknown) => {
                ended(asHostError(reason));
            },
        );
    return () => {
        closed = true;
        process.close();
    };
}
