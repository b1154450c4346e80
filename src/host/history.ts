/** Reading the history of operations from the journal. Needs root. */
import { historyFromJournal, type HistoryEntry } from "../uyuni/history.js";
import { OPERATION_UNIT, RECOVER_UNIT, ROLLBACK_UNIT } from "../uyuni/operation-record.js";
import { readOperationLines, readUnitRecords } from "./journal.js";

export interface History {
    /** The newest first. */
    readonly entries: readonly HistoryEntry[];
    /** There may be older ones. */
    readonly more: boolean;
}

/** PID 1 writes about ten lines for an operation. */
const LINES = 10;

/** About the last `operations` operations that the journal holds. Rejects with HostError. */
export async function readHistory(operations: number): Promise<History> {
    const limit = operations * LINES;
    const records = await readUnitRecords([OPERATION_UNIT, ROLLBACK_UNIT, RECOVER_UNIT], limit);
    const [oldest] = records;
    if (oldest === undefined) return { entries: [], more: false };
    const since = Number(oldest["__REALTIME_TIMESTAMP"] ?? "0") / 1000;
    const entries = historyFromJournal([...records, ...(await readOperationLines(since))]);
    const more = records.length >= limit;
    // Of the oldest one, some lines may be missing then.
    return { entries: more ? entries.slice(0, -1) : entries, more };
}
