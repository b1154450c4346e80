/** The history of operations, from what they wrote into the journal and nothing else. */
import type { Operation } from "./host-state.js";
import { OPERATION_UNIT, operationsFromJournal, type JournalFields } from "./operation-record.js";
import { parseReference } from "./reference.js";

/** An image that ran when an operation had made sure that it was well. */
export interface RanImage {
    /** As it was configured then. */
    readonly reference: string;
    /** The same repository with the digest that ran. */
    readonly pinned: string;
    readonly digest: string;
}

export interface HistoryEntry {
    readonly operation: Operation;
    /** Each once; empty when none ran, or the journal does not tell. */
    readonly images: readonly RanImage[];
}

/** Perl-compatible pattern of the lines that are needed beside PID 1's, for `journalctl --grep`. */
export const noteOrMark =
    "^([0-9a-f]{12} (step|undo) [0-9]+:|ExecStart=\\{)|^running( healthy)? image [^ ]+ sha256:[0-9a-f]{64}$";

/** What `wellTemplate` (listener-check.ts) prints of a container that is well; null for any other line. */
export function parseRanImage(line: string): RanImage | null {
    const [, text, digest] =
        /^running(?: healthy)? image ([^ ]+) (sha256:[0-9a-f]{64})$/.exec(line.trimEnd()) ?? [];
    if (text === undefined || digest === undefined) return null;
    const parsed = parseReference(text);
    if ("error" in parsed) return null;
    return { reference: text, pinned: `${parsed.ok.name}@${digest}`, digest };
}

/**
 * Operations, the newest first.
 *
 * @param records PID 1's lines about the operation's units, and lines that fit `noteOrMark`, each in order
 */
export function historyFromJournal(records: readonly JournalFields[]): readonly HistoryEntry[] {
    const images = new Map<string, Map<string, RanImage>>();
    for (const fields of records) {
        const id = fields["COCKPIT_UYUNI_OPERATION"];
        // The roll-back prints the log of the failed container, which may say anything.
        if (id === undefined || fields["_SYSTEMD_UNIT"] !== OPERATION_UNIT) continue;
        const image = parseRanImage(fields["MESSAGE"] ?? "");
        if (image === null) continue;
        const found = images.get(id) ?? new Map<string, RanImage>();
        images.set(id, found.set(`${image.reference} ${image.digest}`, image));
    }
    return operationsFromJournal(records).map((operation) => ({
        operation,
        images: [...(images.get(operation.id)?.values() ?? [])],
    }));
}
