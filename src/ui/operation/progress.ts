/** Where an operation stands, read from its steps. */
import type { JournalEntry } from "../../host/host.js";
import type { Operation, Phase, StepStatus } from "../../uyuni/host-state.js";
import { isForward } from "../../uyuni/plan.js";
import { isCommandLine } from "../../uyuni/step-commands.js";

export type OperationStep = Operation["steps"][number];

export function isRunning(operation: Operation): boolean {
    return operation.phase === "running" || operation.phase === "rolling-back";
}

/** It ended in a way that a person has to look at. */
export function needsAttention(operation: Operation): boolean {
    return (
        operation.phase === "rolled-back" ||
        operation.phase === "rollback-failed" ||
        operation.phase === "interrupted" ||
        operation.phase === "unknown" ||
        operation.phase === "incomplete" ||
        operation.phase === "cut-off" ||
        (operation.phase === "failed" && !operation.cancelled)
    );
}

export interface Position {
    readonly step: OperationStep;
    /** Counted from one. */
    readonly number: number;
    readonly of: number;
}

/** The step that runs, or else the next one; null when all have ended. */
export function position(operation: Operation): Position | null {
    const steps = operation.phase === "rolling-back" ? operation.rollback : operation.steps;
    let at = steps.findIndex(({ status }) => status === "running");
    if (at < 0) at = steps.findIndex(({ status }) => status === "waiting");
    const step = steps[at];
    return step === undefined ? null : { step, number: at + 1, of: steps.length };
}

/** Whether an image is being pulled just now. */
export function isPulling(operation: Operation): boolean {
    const now = operation.phase === "running" ? position(operation) : null;
    return now?.step.phase === "pull" && now.step.status === "running";
}

/** What ending the operation now would mean. */
export function cancelMeans(operation: Operation): "nothing-changed" | "roll-back" | "impossible" {
    if (operation.phase !== "running" || operation.cancelled || isForward(operation.kind))
        return "impossible";
    const begun = operation.steps.filter(({ status }) => status !== "waiting" && status !== "skipped");
    if (begun.some(({ phase }) => phase === "commit")) return "impossible";
    return begun.every(({ phase }) => phase === "pull") ? "nothing-changed" : "roll-back";
}

/** Neighbouring steps of one phase. */
export interface StepGroup {
    readonly phase: Phase;
    /** Number of its first step, counted from one. */
    readonly first: number;
    readonly steps: readonly OperationStep[];
    readonly done: number;
    readonly status: StepStatus;
}

function groupStatus(steps: readonly OperationStep[]): StepStatus {
    const is = (wanted: StepStatus) => steps.some(({ status }) => status === wanted);
    if (is("running")) return "running";
    if (is("failed")) return "failed";
    if (is("ran") && !is("waiting")) return "ran";
    if (!is("waiting")) return is("done") ? "done" : "skipped";
    // Between two steps, for a moment none runs.
    return is("done") || is("ran") ? "running" : "waiting";
}

export function groupSteps(steps: readonly OperationStep[]): StepGroup[] {
    const groups: OperationStep[][] = [];
    for (const step of steps) {
        const last = groups.at(-1);
        if (last?.[0]?.phase === step.phase) last.push(step);
        else groups.push([step]);
    }
    let first = 1;
    return groups.map((group) => {
        const begin = first;
        first += group.length;
        return {
            phase: group[0]?.phase ?? "pull",
            first: begin,
            steps: group,
            done: group.filter(({ status }) => status === "done" || status === "skipped").length,
            status: groupStatus(group),
        };
    });
}

/** One of the many lines by which podman tells the bytes of a pull; errors come in the same form. Or of what is told above. */
export function isNoise({ text }: JournalEntry): boolean {
    // What PID 1 tells of the steps at the end, and their commands.
    if (text.startsWith("ExecStart={") || isCommandLine(text)) return true;
    return text.startsWith('{"status":') && !text.includes('"error"');
}
