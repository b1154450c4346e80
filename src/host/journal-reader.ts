/**
 * A part of the journal for a page: its newest entries, each new one as it is
 * written, and older ones when they are asked for.
 *
 * The protocol: one journalctl prints the newest entries that fit, in reverse;
 * another follows from the newest of them on (--after-cursor), so that nothing
 * is lost or told twice in between. Where nothing fits, following begins at the
 * end of the whole journal, which was read before. When the follower dies, the
 * next one begins after the last entry that was told. Older entries come from
 * the oldest cursor on, in reverse: --after-cursor means "before" then.
 */
import cockpit from "cockpit";
import { Backoff } from "./backoff.js";
import type { JournalEntry, LogListener, LogPage, LogQuery, LogReader } from "./host.js";
import { filterOf, type JournalFilter } from "./journal-filter.js";
import { lastCursor, readBackwards, readEntries, type Reading } from "./journal-reading.js";
import { asHostError, HostError } from "./problem.js";

/** New entries that arrive within it are told together. */
const BATCH_MS = 20;

export class JournalReader implements LogReader {
    #filter: JournalFilter | null = null;
    #oldest: string | null = null;
    #newest: string | null = null;
    #more = true;
    #older: Promise<LogPage> | null = null;
    #follower: Reading | null = null;
    #arrived: JournalEntry[] = [];
    #batch = 0;
    #backoff = new Backoff();
    #closed = false;

    /** Reads `count` entries, and follows. */
    constructor(
        private readonly query: LogQuery,
        private readonly count: number,
        private readonly listener: LogListener,
    ) {
        void this.#begin();
    }

    close(): void {
        this.#closed = true;
        this.#backoff.close();
        window.clearTimeout(this.#batch);
        this.#follower?.close();
    }

    /** Calls while one is answered get its answer. */
    older(count: number): Promise<LogPage> {
        this.#older ??= this.#readOlder(count).finally(() => {
            this.#older = null;
        });
        return this.#older;
    }

    async #readOlder(count: number): Promise<LogPage> {
        if (this.#filter === null || this.#oldest === null || !this.#more)
            return { entries: [], more: false };
        const page = await readBackwards(this.query, this.#filter, this.#oldest, count);
        this.#oldest = page.entries[0]?.cursor ?? this.#oldest;
        this.#more = page.more;
        return page;
    }

    async #begin(): Promise<void> {
        try {
            const filter = await filterOf(this.query);
            const end = await lastCursor();
            const page = await readBackwards(this.query, filter, null, this.count);
            if (this.#closed) return;
            this.#filter = filter;
            this.#oldest = page.entries[0]?.cursor ?? null;
            this.#newest = page.entries.at(-1)?.cursor ?? end;
            this.#more = page.more;
            this.#backoff.succeeded();
            this.listener.first(page);
            if (this.query.until === undefined) this.#follow(filter);
        } catch (reason) {
            this.#lost(asHostError(reason), () => void this.#begin());
        }
    }

    #follow(filter: JournalFilter): void {
        // An empty journal has no place to begin after.
        const from = this.#newest === null ? [] : [`--after-cursor=${this.#newest}`];
        const follower = readEntries(this.query, filter, ["--follow", "--no-tail", ...from], (entries) => {
            this.#backoff.succeeded();
            this.#newest = entries.at(-1)?.cursor ?? this.#newest;
            // What was first told with nothing has its oldest entry only now.
            this.#oldest ??= entries[0]?.cursor ?? null;
            this.#arrived.push(...entries);
            if (this.#batch === 0)
                this.#batch = window.setTimeout(() => {
                    this.#tell();
                }, BATCH_MS);
            return true;
        });
        this.#follower = follower;
        void this.#followAgain(filter, follower);
    }

    async #followAgain(filter: JournalFilter, follower: Reading): Promise<void> {
        const error = await follower.end.then(
            () => new HostError("disconnected", cockpit.message("disconnected")),
            asHostError,
        );
        this.#lost(error, () => {
            this.#follow(filter);
        });
    }

    #tell(): void {
        this.#batch = 0;
        const entries = this.#arrived;
        this.#arrived = [];
        this.listener.newer(entries);
    }

    #lost(error: HostError, again: () => void): void {
        if (this.#closed) return;
        this.listener.problem(error);
        this.#backoff.again(again);
    }
}
