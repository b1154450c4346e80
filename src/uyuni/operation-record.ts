/**
 * What an operation writes about itself into the journal, and reading it back.
 *
 * The operation's unit carries these fields (LogExtraFields=), so every line of
 * its steps and every line of PID 1 about it has them; PID 1 adds UNIT, JOB_TYPE
 * and JOB_RESULT (systemd.journal-fields(7)). Nothing else records operations.
 */
import type { Operation, StepState, StepTitle } from "./host-state.js";
import { forwardPhase, forwardStates } from "./forward-record.js";
import { operationLabel, PREFIX, type JournalFields, type OperationLabel } from "./operation-label.js";
import { goesOnPastFailures, isForward } from "./plan.js";
import { fuller, parseExit, parseMark, statesFromMarks, type Exit, type StepMark } from "./step-marks.js";

export { operationFields, operationLabel, type JournalFields } from "./operation-label.js";

export const OPERATION_UNIT = "cockpit-uyuni-operation.service";
export const ROLLBACK_UNIT = "cockpit-uyuni-rollback.service";
export const RECOVER_UNIT = "cockpit-uyuni-recover.service";

const WAITING: StepState = { status: "waiting", startedAt: 0, endedAt: 0, exitStatus: 0, signalled: false };

/** Joins titles with states by position; a state that is missing has not begun. */
export function titled(
    titles: readonly StepTitle[],
    states: readonly StepState[],
): (StepTitle & StepState)[] {
    return titles.map((title, index) => ({ ...title, ...(states[index] ?? WAITING) }));
}

function all(titles: readonly StepTitle[], status: StepState["status"]): (StepTitle & StepState)[] {
    return titles.map((title) => ({ ...title, ...WAITING, status }));
}

/** Whether a step after the pull was begun: from then on there is something to roll back. */
export function wasArmed(steps: readonly (StepTitle & StepState)[]): boolean {
    return steps.some(
        (step) => step.phase !== "pull" && step.status !== "waiting" && step.status !== "skipped",
    );
}

/**
 * What became of an operation whose end nobody wrote down: it still runs, or it
 * was cut off with its host. In the commit, with no recovery having run since,
 * it was committed; a pull and what prepares the roll-back change nothing; of the
 * rest only the host knows.
 */
function whereItWasCut(steps: readonly (StepTitle & StepState)[]): Operation["phase"] {
    const begun = steps.filter(({ status }) => status !== "waiting");
    if (begun.some(({ phase }) => phase === "commit")) return "succeeded";
    const changed = begun.some(({ phase }) => phase !== "pull" && phase !== "arm");
    return begun.length > 0 && !changed ? "failed" : "unknown";
}

/** Of the step at which the host was cut off, when everything was new already, it is not known how it ended. */
function asCutInCommit<T extends StepState>(step: T): T {
    return step.status === "failed" ? { ...step, status: "ran", endedAt: 0 } : step;
}

/**
 * What became of one that ended otherwise than well. A roll-back that is skipped
 * found no recovery unit on disk: either it was not there yet, and nothing was
 * changed, or the commit had taken it away, and everything is new.
 */
function afterFailure(steps: readonly (StepTitle & StepState)[], back: UnitRun | undefined) {
    const skipped = back?.begun === false && back.result === "done";
    if (skipped && steps.some(({ phase, status }) => phase === "commit" && status !== "waiting"))
        return "succeeded";
    // Otherwise its roll-back is about to begin, or going on.
    return !skipped && wasArmed(steps) ? "rolling-back" : "failed";
}

interface UnitRun {
    startedAt: number;
    endedAt: number;
    /** JOB_RESULT of the start job: done, failed, canceled, …; "" while it is not known. */
    result: string;
    stopped: boolean;
    /** Processes were run: a unit that is skipped by its condition ends with "done", too. */
    begun: boolean;
    /** A guard said no (ExecCondition=). */
    refused: boolean;
    exitStatus: number;
    signalled: boolean;
}

/**
 * The last operations, newest first, from PID 1's lines about our three units in
 * the order in which they were written. Only what the journal still holds: an
 * operation whose end was never written was cut off with its host.
 */
export function operationsFromJournal(records: readonly JournalFields[]): Operation[] {
    const labels = new Map<string, OperationLabel>();
    const runs = new Map<string, Map<string, UnitRun>>();
    const marks = new Map<string, StepMark[]>();
    const exits = new Map<string, Exit[]>();
    for (const fields of records) {
        const label = operationLabel(fields);
        const id = fields[`${PREFIX}OPERATION`];
        const unit = fields["UNIT"];
        if (id === undefined) continue;
        const time = Math.floor(Number(fields["__REALTIME_TIMESTAMP"] ?? "0") / 1000);
        if (unit === undefined) {
            const mark = parseMark(id, fields["MESSAGE"] ?? "", time);
            if (mark !== null) marks.set(id, [...(marks.get(id) ?? []), mark]);
            const exit = parseExit(fields["MESSAGE"] ?? "");
            if (exit !== null) exits.set(id, [...(exits.get(id) ?? []), exit]);
            continue;
        }
        // The recovery at boot is a unit file: it has the operation's id, and no more.
        if (label !== null) labels.set(id, label);
        const units = runs.get(id) ?? new Map<string, UnitRun>();
        runs.set(id, units);
        const run = units.get(unit) ?? {
            startedAt: time,
            endedAt: 0,
            result: "",
            stopped: false,
            begun: false,
            refused: false,
            exitStatus: 0,
            signalled: false,
        };
        units.set(unit, run);
        run.endedAt = Math.max(run.endedAt, time);
        if (fields["UNIT_RESULT"] === "exec-condition") run.refused = true;
        if (fields["EXIT_STATUS"] !== undefined) {
            run.exitStatus = Number(fields["EXIT_STATUS"]);
            run.signalled = fields["EXIT_CODE"] !== "exited";
        }
        if (fields["JOB_TYPE"] === "start" && fields["JOB_RESULT"] === undefined) run.begun = true;
        if (fields["JOB_TYPE"] === "stop") run.stopped = true;
        else if (fields["JOB_RESULT"] !== undefined) run.result = fields["JOB_RESULT"];
    }
    return [...runs]
        .flatMap(([id, units]) => {
            const label = labels.get(id);
            const main = units.get(OPERATION_UNIT);
            return label === undefined || main === undefined
                ? []
                : [
                      isForward(label.kind)
                          ? fromForwardRun(label, main, marks.get(id) ?? [], exits.get(id) ?? [])
                          : fromRuns(label, main, units, marks.get(id) ?? []),
                  ];
        })
        .sort((a, b) => b.startedAt - a.startedAt);
}

function fromRuns(
    label: OperationLabel,
    main: UnitRun,
    units: ReadonlyMap<string, UnitRun>,
    marks: readonly StepMark[],
): Operation {
    const back = units.get(ROLLBACK_UNIT);
    const recovered = units.get(RECOVER_UNIT);
    const undone = [back, recovered].find((run) => run?.begun === true && run.result === "done");
    const succeeded = main.result === "done" && !main.stopped && !main.refused;
    const ended = main.result !== "" || main.stopped;
    const end = (run: UnitRun, ok: boolean) => ({
        time: run.endedAt,
        ok,
        exitStatus: run.exitStatus,
        signalled: run.signalled,
    });
    const steps = titled(
        label.steps,
        statesFromMarks(marks, "step", label.steps.length, end(main, succeeded)),
    );
    const undo = statesFromMarks(
        marks,
        "undo",
        label.rollback.length,
        back === undefined ? null : end(back, back.result === "done"),
    );
    const failed = (run: UnitRun | undefined) => run?.result === "failed";
    const phase: Operation["phase"] = succeeded
        ? "succeeded"
        : undone !== undefined
          ? "rolled-back"
          : failed(back) || failed(recovered)
            ? "rollback-failed"
            : !ended
              ? whereItWasCut(steps)
              : afterFailure(steps, back);
    return {
        id: label.id,
        kind: label.kind,
        service: label.service,
        services: label.services,
        title: label.title,
        user: label.user,
        startedAt: main.startedAt,
        // The end of an operation that was cut off with its host is not known.
        endedAt: ended
            ? Math.max(main.endedAt, back?.endedAt ?? 0, recovered?.endedAt ?? 0)
            : (recovered?.endedAt ?? 0),
        phase,
        cancelled: main.stopped,
        refused: main.refused,
        steps: succeeded
            ? fuller(steps, all(label.steps, "done"))
            : phase === "succeeded" && !ended
              ? steps.map(asCutInCommit)
              : steps,
        rollback:
            undone !== undefined
                ? fuller(titled(label.rollback, undo), all(label.rollback, "done"))
                : titled(label.rollback, undo),
        replaced: label.replaced,
    };
}

function fromForwardRun(
    { id, kind, service, services, title, user, ...label }: OperationLabel,
    main: UnitRun,
    marks: readonly StepMark[],
    exits: readonly Exit[],
): Operation {
    const ended = main.result !== "" || main.stopped;
    const finished = main.result === "done" && !main.stopped && !main.refused;
    const { endedAt: time, exitStatus, signalled, refused } = main;
    const run = {
        ...{ goesOn: goesOnPastFailures(kind), ended, finished, refused },
        end: { time, ok: finished, exitStatus, signalled },
    };
    const states = forwardStates(marks, exits, label.steps.length, run);
    const ending = statesFromMarks(marks, "undo", label.rollback.length, { ...run.end, ok: ended });
    return {
        ...{ id, kind, service, services, title, user, refused },
        startedAt: main.startedAt,
        endedAt: ended ? time : 0,
        phase: forwardPhase(run, states),
        cancelled: main.stopped,
        steps: titled(label.steps, states),
        rollback: titled(label.rollback, ending),
        replaced: label.replaced,
    };
}
