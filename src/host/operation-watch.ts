/**
 * The operation as it is found on the host: running or rolling back by PID 1's
 * own account of its units, otherwise the last one by the journal.
 *
 * A failed unit stays in memory with the exit status of every step; one that
 * ended well is gone at once and only the journal knows of it.
 */
import { PREFIX } from "../uyuni/operation-label.js";
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
import { goesOnPastFailures, isForward, PUT_AWAY } from "../uyuni/plan.js";
import { unitDirectory } from "../uyuni/services.js";
import { fuller } from "../uyuni/step-marks.js";
import { readMarks, readUnitRecords } from "./journal.js";
import { runAsRoot } from "./root.js";
import { bytesAsText, hasJob, number, text, type UnitProperties } from "./systemd-properties.js";

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

/** Whether a unit runs, or is about to: systemd has a job for it. */
function isRunning(unit: UnitProperties | undefined): unit is UnitProperties {
    if (unit === undefined) return false;
    const state = text(unit, "ActiveState");
    return state === "activating" || state === "deactivating" || state === "active" || hasJob(unit);
}

function hasFailed(unit: UnitProperties | undefined): unit is UnitProperties {
    return unit !== undefined && text(unit, "ActiveState") === "failed";
}

/** Whether anything of an operation runs, its recovery included. */
export function isLive({ operation, rollback, recovery }: OperationUnits): boolean {
    return [operation, rollback, recovery].some(isRunning);
}

/** The operation that the recovery unit rolls back at this moment: the id is all that it knows of it. */
export function recoveredId({ recovery }: OperationUnits): string | null {
    return isRunning(recovery) ? (labelFields(recovery)[`${PREFIX}OPERATION`] ?? null) : null;
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
    // One that failed has left all as it was, and what it was about is of interest still.
    if (label.kind === PUT_AWAY && !isRunning(operation)) return null;
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
 * The last operation that the journal holds, as it is written there; null: it holds none. One that was to give up the
 * roll-back of another and did not is passed over, since all is as that other one left it. Rejects with HostError.
 */
export async function lastOperation(): Promise<Operation | null> {
    const records = await readUnitRecords([OPERATION_UNIT, ROLLBACK_UNIT, RECOVER_UNIT], RECORDS);
    for (const { id } of operationsFromJournal(records)) {
        const whole = operationsFromJournal([...records, ...(await readMarks(id))]);
        const operation = whole.find((one) => one.id === id);
        if (operation !== undefined && (operation.kind !== PUT_AWAY || operation.phase === "succeeded"))
            return operation;
    }
    return null;
}

/** Whether the recovery unit's file is there, which an operation arms itself with. Rejects with HostError. */
export async function isRecoveryLeft(): Promise<boolean> {
    const found = await runAsRoot(["find", unitDirectory, "-maxdepth", "1", "-name", RECOVER_UNIT]);
    return found !== "";
}

/**
 * Both accounts of one operation: while it goes on, PID 1 knows best where it is,
 * and once it is over, the journal how it ended, which alone knows that it was
 * cancelled; of the steps the fuller account counts.
 *
 * @param isGoing whether it goes on, or is about to go on
 */
export function joined(inMemory: Operation, fromJournal: Operation | null, isGoing: boolean): Operation {
    if (fromJournal?.id !== inMemory.id) return inMemory;
    const steps = fuller(inMemory.steps, fromJournal.steps);
    const rollback = fuller(inMemory.rollback, fromJournal.rollback);
    if (!isGoing) return { ...fromJournal, steps, rollback };
    const isUndoing = inMemory.phase === "rolling-back";
    return {
        ...inMemory,
        startedAt: fromJournal.startedAt,
        cancelled: fromJournal.cancelled,
        steps: isUndoing ? steps : stillRunning(steps, inMemory.steps),
        rollback: isUndoing ? stillRunning(rollback, inMemory.rollback) : rollback,
    };
}

/** The journal takes the step that was begun last for the one at which all ended: of one that goes on, PID 1 knows better. */
function stillRunning(steps: Operation["steps"], inMemory: Operation["steps"]): Operation["steps"] {
    const last = steps.findLastIndex(({ status }) => status !== "waiting");
    return steps.map((step, index) => {
        if (index !== last || step.status !== "failed") return step;
        const { status, endedAt, exitStatus, signalled } = inMemory[index] ?? step;
        return { ...step, endedAt, exitStatus, signalled, status: status === "waiting" ? "running" : status };
    });
}

/**
 * An operation of which nothing runs any more, of what the journal has of it when
 * all is written: the recovery unit on disk means that it was left in the middle,
 * and a roll-back takes that away as the last thing that it does, in its commit. It
 * was given up if somebody else took it away.
 */
export function atRest(fromJournal: Operation, isRecoveryLeft: boolean): Operation {
    const { phase } = fromJournal;
    if (phase === "rollback-failed") {
        const last = fromJournal.rollback.findLast(({ status }) => status !== "waiting");
        return isRecoveryLeft
            ? fromJournal
            : { ...fromJournal, phase: last?.phase === "commit" ? "rolled-back" : "given-up" };
    }
    if (phase !== "unknown" && phase !== "rolling-back") return fromJournal;
    if (isRecoveryLeft) return { ...fromJournal, phase: "interrupted" };
    const isUndone = fromJournal.rollback.some(({ status }) => status !== "waiting");
    return { ...fromJournal, phase: isUndone ? "rolled-back" : "unknown" };
}
