/**
 * What became of an operation that goes forward only, by what the journal has of it.
 *
 * Its unit counts every exit status as success, so that it goes on past steps
 * that fail; how each of them ended stands in what PID 1 is asked to print at the
 * end. A power cut leaves only the marks: then of a step before the last one it
 * is known that it was run, and no more.
 */
import type { Operation, StepState } from "./host-state.js";
import { statesFromMarks, type Exit, type StepMark, type StepsEnd } from "./step-marks.js";

export interface ForwardRun {
    /** It goes on past steps that fail; otherwise the first that fails is its last. */
    readonly goesOn: boolean;
    /** The end was written: it was not cut off with its host. */
    readonly ended: boolean;
    /** It came to its last step. */
    readonly finished: boolean;
    /** A guard said no. */
    readonly refused: boolean;
    readonly end: StepsEnd;
}

/** States of `count` steps; `exits` are those of the marks and the steps in turn. */
export function forwardStates(
    marks: readonly StepMark[],
    exits: readonly Exit[],
    count: number,
    { goesOn, ended, finished, end }: ForwardRun,
): StepState[] {
    const states = statesFromMarks(marks, "step", count, { ...end, ok: finished });
    const last = states.findLastIndex(({ status }) => status !== "waiting");
    return states.map((state, index) => {
        if (state.status === "waiting") return state;
        const exit = exits[2 * index + 1];
        if (exit?.known === true) return { ...state, ...outcomeOf(exit) };
        if (index < last || finished) return goesOn ? { ...state, status: "ran" } : state;
        return ended ? state : { ...state, status: "failed", endedAt: 0 };
    });
}

/** A step of an operation that goes forward only has done its work when it exits with 0. */
export function outcomeOf({ exitStatus, signalled }: Omit<Exit, "known">) {
    const failed = signalled || exitStatus !== 0;
    return { status: failed ? ("failed" as const) : ("done" as const), exitStatus, signalled };
}

export function forwardPhase(run: ForwardRun, states: readonly StepState[]): Operation["phase"] {
    if (run.refused) return "failed";
    if (!run.finished) return !run.goesOn && run.ended && gaveUp(states) ? "incomplete" : "cut-off";
    return states.every(({ status }) => status === "done") ? "succeeded" : "incomplete";
}

/** Whether a step ended with an error of its own accord: nobody cut it off. */
export function gaveUp(states: readonly StepState[]): boolean {
    return states.some(
        ({ status, exitStatus, signalled }) => status === "failed" && !signalled && exitStatus !== 0,
    );
}
