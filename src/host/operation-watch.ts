/**
 * The operation as it is found on the host: running or rolling back by PID 1's
 * own account of its units, otherwise the last one by the journal.
 *
 * A failed unit stays in memory with the exit status of every step; one that
 * ended well is gone at once and only the journal knows of it. The recovery
 * unit's file on disk, with neither of the two running, means that the host went
 * down in the middle.
 */
import {
    operationLabel,
    operationsFromJournal,
    OPERATION_UNIT,
    RECOVER_UNIT,
    ROLLBACK_UNIT,
    titled,
    wasArmed,
    type JournalFields,
} from "../uyuni/operation-record.js";
import { gaveUp, outcomeOf } from "../uyuni/forward-record.js";
import type { Operation, StepState } from "../uyuni/host-state.js";
import { goesOnPastFailures, isForward } from "../uyuni/plan.js";
import { fuller } from "../uyuni/step-marks.js";
import { journalWritten, readMarks, readUnitRecords } from "./journal.js";
import { bytesAsText, number, text, type UnitProperties } from "./systemd-properties.js";

const RECORDS = 400;
const EXITED = 1;
const TIMED_OUT = 124;

/** The units that an operation consists of, as last seen; undefined: not in memory. */
export interface OperationUnits {
    readonly operation: UnitProperties | undefined;
    readonly rollback: UnitProperties | undefined;
    readonly recovery: UnitProperties | undefined;
}

function labelFields(unit: UnitProperties): JournalFields {
    const fields: Record<string, string> = {};
    const extra = unit["LogExtraFields"];
    for (const item of Array.isArray(extra) ? extra : []) {
        const line = bytesAsText(item);
        const equals = line.indexOf("=");
        if (equals > 0) fields[line.slice(0, equals)] = line.slice(equals + 1);
    }
    return fields;
}

function numbers(row: unknown): number[] {
    return Array.isArray(row) ? row.map((item: unknown) => (typeof item === "number" ? item : 0)) : [];
}

/**
 * States of the steps from the ExecStart entries (a(sasbttttuii)), which are a
 * mark and a step in turn. After a daemon-reload the times of earlier entries
 * read 0, so one before another that has begun is done.
 */
function stepStates(unit: UnitProperties, kind: string): StepState[] {
    const rows: unknown = unit["ExecStart"];
    const entries = Array.isArray(rows) ? rows.map(numbers) : [];
    const activating = text(unit, "ActiveState") === "activating";
    const forward = isForward(kind);
    const last = entries.findLastIndex((entry) => (entry[3] ?? 0) > 0);
    const states = entries.map((entry, index): StepState => {
        const [, , , started = 0, , ended = 0, , , code = 0, status = 0] = entry;
        const times = { startedAt: Math.floor(started / 1000), endedAt: Math.floor(ended / 1000) };
        const exit = { exitStatus: status, signalled: code !== EXITED && code !== 0 };
        if (index > last) return { ...times, ...exit, status: "waiting" };
        if (forward && ended > 0) return { ...times, ...outcomeOf(exit) };
        if (index < last) return { ...times, ...exit, status: goesOnPastFailures(kind) ? "ran" : "done" };
        if (ended === 0 || ended < started)
            return { ...times, ...exit, status: activating ? "running" : "failed" };
        // The last step to have ended: the unit goes on after it, or it is why the unit failed.
        return {
            ...times,
            ...exit,
            status: activating || succeeded(rows, index, status) ? "done" : "failed",
        };
    });
    return states.filter((_state, index) => index % 2 === 1);
}

/** Whether a step's end was no failure: see operation-start.ts for what 124 means. */
function succeeded(rows: unknown, index: number, status: number): boolean {
    const row: unknown = Array.isArray(rows) ? rows[index] : null;
    const mayFail = Array.isArray(row) && row[2] === true;
    return status === 0 || status === TIMED_OUT || mayFail;
}

function isRunning(unit: UnitProperties | undefined): unit is UnitProperties {
    const state = unit === undefined ? "" : text(unit, "ActiveState");
    return state === "activating" || state === "deactivating" || state === "active";
}

function hasFailed(unit: UnitProperties | undefined): unit is UnitProperties {
    return unit !== undefined && text(unit, "ActiveState") === "failed";
}

/** What PID 1 holds of an operation; null when it holds nothing. */
export function operationInMemory(units: OperationUnits): Operation | null {
    const { operation, rollback, recovery } = units;
    const main = isRunning(operation) || hasFailed(operation) ? operation : undefined;
    const back = isRunning(rollback) || hasFailed(rollback) ? rollback : undefined;
    const source = main ?? back;
    if (source === undefined) return null;
    const label = operationLabel(labelFields(source));
    if (label === null) return null;
    const forward = isForward(label.kind);
    const steps = titled(label.steps, main === undefined ? [] : stepStates(main, label.kind));
    const undoing = isRunning(rollback) || isRunning(recovery);
    const begun = steps.some(({ status }) => status !== "waiting");
    const phase: Operation["phase"] = undoing
        ? "rolling-back"
        : isRunning(operation)
          ? "running"
          : forward
            ? !goesOnPastFailures(label.kind) && gaveUp(steps)
                ? "incomplete"
                : "cut-off"
            : back !== undefined
              ? "rollback-failed"
              : !begun
                ? "unknown"
                : wasArmed(steps)
                  ? // Its roll-back is about to begin; it reloads systemd, and with that the steps are forgotten here.
                    "rolling-back"
                  : "failed";
    return {
        id: label.id,
        kind: label.kind,
        service: label.service,
        services: label.services,
        title: label.title,
        user: label.user,
        startedAt: Math.floor(number(source, "InactiveExitTimestamp") / 1000),
        endedAt: Math.floor(number(source, "InactiveEnterTimestamp") / 1000),
        phase,
        cancelled: false,
        refused: false,
        steps,
        rollback: titled(label.rollback, back === undefined ? [] : stepStates(back, "")),
    };
}

/**
 * The last operation that the journal holds; null when it holds none. Needs root. Rejects with HostError.
 *
 * PID 1 tells the bus that a unit has ended while the journal has not taken in its last lines yet: an operation
 * without an end is one that was cut off only if it has none when everything is written.
 *
 * @param justEnded a unit of it ended a moment ago
 */
export async function lastOperation(recoveryFile: boolean, justEnded: boolean): Promise<Operation | null> {
    const last = await readLast(recoveryFile);
    if (!justEnded || last?.endedAt !== 0) return last;
    try {
        await journalWritten();
    } catch (reason) {
        console.warn("It is not known whether the journal is written", reason);
        return last;
    }
    return readLast(recoveryFile);
}

async function readLast(recoveryFile: boolean): Promise<Operation | null> {
    const records = await readUnitRecords([OPERATION_UNIT, ROLLBACK_UNIT, RECOVER_UNIT], RECORDS);
    const [newest] = operationsFromJournal(records);
    if (newest === undefined) return null;
    const [last = newest] = operationsFromJournal([...records, ...(await readMarks(newest.id))]).filter(
        ({ id }) => id === newest.id,
    );
    return recoveryFile && last.phase === "unknown" ? { ...last, phase: "interrupted" } : last;
}

/**
 * Both accounts of one operation. The journal alone knows that it was cancelled;
 * once it is over, it knows best how; and of the steps the fuller account counts.
 */
export function joined(inMemory: Operation, fromJournal: Operation | null): Operation {
    if (fromJournal?.id !== inMemory.id) return inMemory;
    // A roll-back that seems to be about to begin may have been skipped: there was nothing to roll back.
    const begun =
        inMemory.phase === "running" || inMemory.rollback.some(({ status }) => status !== "waiting");
    const over = !begun && (fromJournal.phase === "failed" || fromJournal.phase === "succeeded");
    const going = !over && (inMemory.phase === "running" || inMemory.phase === "rolling-back");
    const steps = fuller(inMemory.steps, fromJournal.steps);
    const rollback = fuller(inMemory.rollback, fromJournal.rollback);
    if (!going) return { ...fromJournal, steps, rollback };
    return {
        ...inMemory,
        startedAt: fromJournal.startedAt,
        cancelled: fromJournal.cancelled,
        steps,
        rollback,
    };
}
