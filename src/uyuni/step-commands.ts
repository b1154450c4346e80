/**
 * The commands of an operation in its journal: written before its first step,
 * so that they are there for every browser, whatever becomes of the operation.
 *
 * Each is one line: the operation's random id, which step it is, what its
 * failure means, and the argv as JSON. No step has a secret in its argv.
 */
import type { Argv, Plan, Step } from "./plan.js";
import type { StepList } from "./step-marks.js";

/** A command, and what its failure means: the operation ends, goes on, or lets a later step decide. */
export type RecordedCommand = Pick<Step, "argv" | "mayFail" | "mayTimeOut">;

export interface OperationCommands {
    /** By position, from 0; what the journal does not have is missing. */
    readonly step: ReadonlyMap<number, RecordedCommand>;
    readonly undo: ReadonlyMap<number, RecordedCommand>;
}

const linePattern = /^([0-9a-f]{12}) (step|undo) ([1-9][0-9]{0,3}) (runs|tries|awaits): (\[.*\])$/;

/** Perl-compatible pattern of an operation's lines, for `journalctl --grep`. */
export function commandPattern(id: string): string {
    return `^${id} (step|undo) [0-9]+ (runs|tries|awaits): \\[`;
}

/** Whether a line of any operation has a command in it. */
export function isCommandLine(line: string): boolean {
    return linePattern.test(line);
}

/** The command that writes down all commands of `plan`. */
export function recordArgv({ id, steps, rollback }: Pick<Plan, "id" | "steps" | "rollback">): Argv {
    const lines = (list: StepList, all: readonly Step[]) =>
        all.map((step, index) => `${id} ${list} ${index + 1} ${verb(step)}: ${JSON.stringify(step.argv)}`);
    return ["/usr/bin/printf", "%s\\n", ...lines("step", steps), ...lines("undo", rollback)];
}

function verb({ mayFail, mayTimeOut }: Step): string {
    return mayFail === true ? "tries" : mayTimeOut === true ? "awaits" : "runs";
}

/** The commands in `lines` of the journal of the operation `id`; of any other lines nothing is taken. */
export function commandsIn(id: string, lines: readonly string[]): OperationCommands {
    const found = { step: new Map<number, RecordedCommand>(), undo: new Map<number, RecordedCommand>() };
    for (const line of lines) {
        const [, of, list, number, how, words = ""] = linePattern.exec(line) ?? [];
        const argv = of === id ? parseWords(words) : null;
        if (argv === null) continue;
        const commands = found[list === "undo" ? "undo" : "step"];
        const index = Number(number) - 1;
        // What comes later was written by a step.
        if (commands.has(index)) continue;
        commands.set(index, {
            argv,
            ...(how === "tries" && { mayFail: true }),
            ...(how === "awaits" && { mayTimeOut: true }),
        });
    }
    return found;
}

/** Null for a line that the journal cut off. */
function parseWords(text: string): Argv | null {
    try {
        const words: unknown = JSON.parse(text);
        if (!Array.isArray(words) || !words.every((word) => typeof word === "string")) return null;
        const [program, ...rest] = words;
        return program === undefined ? null : [program, ...rest];
    } catch {
        return null;
    }
}
