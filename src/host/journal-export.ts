/** The journal as a whole: everything of it that fits a query, and how far back it reaches. */
import * as v from "valibot";
import type { JournalEntry, JournalReach, LogExport, LogQuery } from "./host.js";
import { filterOf } from "./journal-filter.js";
import { firstEntry, readEntries, timesOf } from "./journal-reading.js";
import { podmanRequest } from "./podman-socket.js";
import { outputOrNull, readText } from "./read-files.js";

/** Tells every entry that fits, the oldest first, as they are read; nothing is kept. */
export function exportJournal(
    query: LogQuery,
    onEntries: (entries: readonly JournalEntry[]) => void,
): LogExport {
    const stop = new AbortController();
    return {
        done: run(query, onEntries, stop.signal),
        close: () => {
            stop.abort();
        },
    };
}

async function run(
    query: LogQuery,
    onEntries: (entries: readonly JournalEntry[]) => void,
    stop: AbortSignal,
): Promise<number> {
    const filter = await filterOf(query);
    if (stop.aborted) return 0;
    let count = 0;
    const reading = readEntries(query, filter, timesOf(query), (entries) => {
        count += entries.length;
        onEntries(entries);
        return true;
    });
    stop.addEventListener("abort", () => {
        reading.close();
    });
    await reading.end;
    return count;
}

const JOURNALS = { persistent: "/var/log/journal", volatile: "/run/log/journal" };

const Container = v.object({ HostConfig: v.object({ LogConfig: v.object({ Type: v.string() }) }) });

/** Rejects with HostError. */
export async function readJournalReach({ container }: LogQuery): Promise<JournalReach> {
    const machine = (await readText("/etc/machine-id"))?.trim() ?? "";
    const journal = (directory: string) => `${directory}/${machine}/system.journal`;
    const [persistent, first, driver] = await Promise.all([
        passes(["-e", journal(JOURNALS.persistent)]),
        firstEntry(),
        container === undefined ? null : logDriver(container),
    ]);
    const storage = persistent ? "persistent" : "volatile";
    return {
        oldest: first?.time ?? null,
        storage,
        partial: !(await passes(["-r", journal(JOURNALS[storage])])),
        driver,
    };
}

/** Null when there is no such container, or nobody may ask podman. */
async function logDriver(container: string): Promise<string | null> {
    try {
        const answer = await podmanRequest("GET", `/containers/${encodeURIComponent(container)}/json`);
        return v.parse(Container, answer).HostConfig.LogConfig.Type;
    } catch {
        return null;
    }
}

/** test(1), as far as this user may look. */
async function passes(condition: readonly string[]): Promise<boolean> {
    return (await outputOrNull(["test", ...condition], 15, "try")) !== null;
}
