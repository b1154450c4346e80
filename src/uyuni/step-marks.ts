/**
 * Marks in the journal that say which step of an operation begins.
 *
 * PID 1 tells the steps of a unit only as long as it has it in memory, and
 * forgets their times at a daemon-reload, which is itself a step. So each step
 * is preceded by an echo of its number and title: the journal then has when
 * every step began, for a person who reads it and for a page that comes later.
 * A mark begins with the operation's random id, which nothing that a container
 * writes can know beforehand.
 */
import type { StepState } from "./host-state.js";
import { inEnglish } from "./message.js";
import type { Argv, Step } from "./plan.js";

/** Steps of the operation itself, or of its roll-back. */
export type StepList = "step" | "undo";

export interface StepMark {
    readonly list: StepList;
    /** Position, from 0. */
    readonly index: number;
    /** Milliseconds since the epoch. */
    readonly time: number;
}

/** Perl-compatible pattern of an operation's marks and of its `exitsArgv()`, for `journalctl --grep`. */
export function markPattern(id: string): string {
    return `^(${id} (step|undo) [0-9]+:|ExecStart=\\{)`;
}

/** The command that has PID 1 tell how each process of a unit ended, while it still knows. */
export function exitsArgv(unit: string): Argv {
    return ["/usr/bin/systemctl", "show", "--property=ExecStart", unit];
}

/** How a process ended, by a line of `exitsArgv()`; null for any other line. */
export interface Exit {
    /** Never run, or run and forgotten by PID 1, which does that at a daemon-reload. */
    readonly known: boolean;
    readonly exitStatus: number;
    readonly signalled: boolean;
}

export function parseExit(line: string): Exit | null {
    const [, code, status] =
        /^ExecStart=\{.* ; code=(\(null\)|[a-z]+) ; status=([0-9]+)(?:\/[A-Z0-9+-]+)? \}$/.exec(line) ?? [];
    if (code === undefined || status === undefined) return null;
    return { known: code !== "(null)", exitStatus: Number(status), signalled: code !== "exited" };
}

/** The command that marks a step's beginning. */
export function markArgv(id: string, list: StepList, index: number, { title }: Step): Argv {
    const sentence = inEnglish(title).replace(/[\u0000-\u001f\u007f]/g, "?");
    return ["/usr/bin/echo", `${id} ${list} ${index + 1}: ${sentence}`];
}

/** The mark in a line of the operation `id`; null for any other line. */
export function parseMark(id: string, line: string, time: number): StepMark | null {
    const [, found, list, number] = /^([0-9a-f]{12}) (step|undo) ([1-9][0-9]{0,3}):/.exec(line) ?? [];
    if (found !== id || number === undefined) return null;
    return { list: list === "undo" ? "undo" : "step", index: Number(number) - 1, time };
}

/** How the unit that ran the steps ended; null while it runs. */
export interface StepsEnd {
    /** Milliseconds since the epoch. */
    readonly time: number;
    readonly ok: boolean;
    readonly exitStatus: number;
    readonly signalled: boolean;
}

const WAITING: StepState = { status: "waiting", startedAt: 0, endedAt: 0, exitStatus: 0, signalled: false };

/** States of `count` steps: one is over when the next begins, and the last one is as the unit is. */
export function statesFromMarks(
    marks: readonly StepMark[],
    list: StepList,
    count: number,
    end: StepsEnd | null,
): StepState[] {
    const began = new Map(marks.filter((mark) => mark.list === list).map(({ index, time }) => [index, time]));
    const last = Math.max(-1, ...began.keys());
    return Array.from({ length: count }, (_, index): StepState => {
        const startedAt = began.get(index) ?? 0;
        if (index > last) return WAITING;
        if (index < last)
            return { ...WAITING, status: "done", startedAt, endedAt: began.get(index + 1) ?? 0 };
        if (end === null) return { ...WAITING, status: "running", startedAt };
        const { time, ok, exitStatus, signalled } = end;
        return ok
            ? { ...WAITING, status: "done", startedAt, endedAt: time }
            : { status: "failed", startedAt, endedAt: time, exitStatus, signalled };
    });
}

/** Of two accounts of the same steps, the one that knows of more steps, or of more times. */
export function fuller<T extends StepState>(a: readonly T[], b: readonly T[]): readonly T[] {
    const begun = (steps: readonly T[]) => steps.filter(({ status }) => status !== "waiting").length;
    const timed = (steps: readonly T[]) => steps.filter(({ startedAt }) => startedAt > 0).length;
    if (begun(a) !== begun(b)) return begun(a) > begun(b) ? a : b;
    return timed(b) > timed(a) ? b : a;
}
