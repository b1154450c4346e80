/** Making steps. */
import type { Message } from "./message.js";
import type { Argv, Step } from "./plan.js";

export function step(phase: Step["phase"], title: Message, argv: Argv, undo: Message | null = null): Step {
    return { title, phase, argv, undo };
}

/** The same step, run by timeout(1), for which running out of time stops nothing. */
export function waiting(one: Step): Step {
    return { ...one, mayTimeOut: true };
}

/** The same step, whose failure stops nothing. */
export function trying(one: Step): Step {
    return { ...one, mayFail: true };
}
