/** Lines of a log as rows, of which any window can be asked for; the oldest go when there are too many. */
import type { JournalEntry } from "../../../host/host.js";
import type { Piece } from "./ansi.js";
import { rowCount, wrap } from "./wrap.js";

/** Entries that are kept. */
export const KEPT = 100_000;

export interface LogLayout {
    /** Of the text. */
    readonly columns: number;
    /** Time and source have a row of their own above the text. */
    readonly stacked: boolean;
}

export interface LogRow {
    readonly key: string;
    readonly entry: JournalEntry;
    /** The first row of its entry. */
    readonly first: boolean;
    /** null: the row of time and source. */
    readonly pieces: readonly Piece[] | null;
}

/** What the buffer holds at one moment. */
export interface LogContent {
    readonly entries: number;
    readonly rows: number;
    /** Rows that came at the top, less those that went there, since the beginning. */
    readonly shift: number;
    /** Older entries went, and cannot be read again. */
    readonly dropped: boolean;
    window(first: number, count: number): readonly LogRow[];
}

export class LogBuffer {
    #entries: JournalEntry[] = [];
    /** How many rows each entry has. */
    #counts: number[] = [];
    /** Row after the last one of each entry. */
    #ends: number[] = [];
    #layout: LogLayout = { columns: 100, stacked: false };
    #shift = 0;
    #dropped = false;

    /** @param prefixOf what stands before the text of an entry */
    constructor(private readonly prefixOf: (entry: JournalEntry) => string) {}

    get rows(): number {
        return this.#ends.at(-1) ?? 0;
    }

    /** Reads what is held now. */
    get content(): LogContent {
        return {
            entries: this.#entries.length,
            rows: this.rows,
            shift: this.#shift,
            dropped: this.#dropped,
            window: (first, count) => this.#window(first, count),
        };
    }

    get entries(): readonly JournalEntry[] {
        return this.#entries;
    }

    clear(): void {
        this.#entries = [];
        this.#counts = [];
        this.#ends = [];
        this.#shift = 0;
        this.#dropped = false;
    }

    /** Breaks the rows anew. */
    setLayout(layout: LogLayout): void {
        if (layout.columns === this.#layout.columns && layout.stacked === this.#layout.stacked) return;
        this.#layout = layout;
        this.#counts = this.#entries.map((entry) => this.#rowsOf(entry));
        this.#add();
    }

    append(entries: readonly JournalEntry[]): void {
        let end = this.rows;
        for (const entry of entries) {
            const count = this.#rowsOf(entry);
            end += count;
            this.#entries.push(entry);
            this.#counts.push(count);
            this.#ends.push(end);
        }
        if (this.#entries.length > KEPT) this.#drop(this.#entries.length - KEPT);
    }

    /** Puts older entries before the others. */
    prepend(entries: readonly JournalEntry[]): void {
        const before = this.rows;
        const room = KEPT - this.#entries.length;
        const taken = entries.slice(Math.max(0, entries.length - room));
        this.#entries = [...taken, ...this.#entries];
        this.#counts = [...taken.map((entry) => this.#rowsOf(entry)), ...this.#counts];
        this.#add();
        this.#shift += this.rows - before;
    }

    /** A tenth at once, since every row moves with it. */
    #drop(most: number): void {
        const count = Math.max(most, KEPT / 10);
        this.#shift -= this.#ends[count - 1] ?? 0;
        this.#entries = this.#entries.slice(count);
        this.#counts = this.#counts.slice(count);
        this.#dropped = true;
        this.#add();
    }

    #add(): void {
        let end = 0;
        this.#ends = this.#counts.map((count) => (end += count));
    }

    #rowsOf(entry: JournalEntry): number {
        const { columns, stacked } = this.#layout;
        return rowCount(this.prefixOf(entry), entry.text, columns) + (stacked ? 1 : 0);
    }

    #window(first: number, count: number): readonly LogRow[] {
        const { columns, stacked } = this.#layout;
        const rows: LogRow[] = [];
        const last = Math.min(first + count, this.rows);
        let index = this.#entryAt(first);
        for (let entry = this.#entries[index]; entry !== undefined; entry = this.#entries[++index]) {
            const start = this.#ends[index - 1] ?? 0;
            if (start >= last) break;
            const parts = [...(stacked ? [null] : []), ...wrap(this.prefixOf(entry), entry.text, columns)];
            for (const [part, pieces] of parts.entries())
                if (start + part >= first && start + part < last)
                    rows.push({ key: `${entry.cursor} ${part}`, entry, first: part === 0, pieces });
        }
        return rows;
    }

    /** Index of the entry that has a row. */
    #entryAt(row: number): number {
        let low = 0;
        let high = this.#ends.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if ((this.#ends[middle] ?? 0) <= row) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
