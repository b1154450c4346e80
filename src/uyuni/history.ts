/** The history of operations, from what they wrote into the journal and nothing else. */
import type { Operation } from "./host-state.js";
import { OPERATION_UNIT, operationsFromJournal, type JournalFields } from "./operation-record.js";
import { parseRanImage, type RanImage } from "./ran-image.js";

export interface HistoryEntry {
    readonly operation: Operation;
    /** That ran when it had made sure that they were well; each once, empty when none ran or the journal does not tell. */
    readonly images: readonly RanImage[];
    /** That ran before, and that no older entry tells of. */
    readonly before: readonly RanImage[];
}

/** Perl-compatible pattern of the lines that are needed beside PID 1's, for `journalctl --grep`. */
export const noteOrMark =
    "^([0-9a-f]{12} (step|undo) [0-9]+:|ExecStart=\\{)|^running( healthy)? image [^ ]+ sha256:[0-9a-f]{64}$";

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
    const operations = operationsFromJournal(records);
    const ran = (operation: Operation) => [...(images.get(operation.id)?.values() ?? [])];
    return operations.map((operation, index) => {
        const older = operations.slice(index + 1).filter(({ service }) => service === operation.service);
        const told = new Set(
            older.flatMap((one) => [...ran(one), ...(one.replaced ?? [])]).map(({ digest }) => digest),
        );
        return {
            operation,
            images: ran(operation),
            before: (operation.replaced ?? []).filter(({ digest }) => !told.has(digest)),
        };
    });
}
