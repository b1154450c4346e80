/** What came of an uninstall, by what its steps wrote into the journal. */
import type { Operation, StepState, StepTitle } from "../host-state.js";
import { inEnglish, type Message } from "../message.js";
import { parseMark } from "../step-marks.js";
import { remedyOf } from "./remedy.js";
import type { Row } from "./row.js";

const STAYS = "stays: ";

/** The text that the first step prints: a line for each row that stays, with the reason. */
export function stays(rows: readonly Pick<Row, "kind" | "name" | "usedBy" | "note" | "choice">[]): string {
    return rows
        .map(({ kind, name, usedBy, note, choice }) => {
            const why =
                usedBy.length > 0
                    ? `used by ${usedBy.join(", ")}`
                    : choice === "free"
                      ? "not chosen"
                      : note === null
                        ? ""
                        : inEnglish(note);
            return `${STAYS}${kind} ${name}${why === "" ? "" : ` (${why})`}`.replace(
                /[\u0000-\u001f\u007f]/g,
                "?",
            );
        })
        .map((line) => `${line}\n`)
        .join("");
}

export interface FailedStep {
    readonly title: Message;
    readonly exitStatus: number;
    readonly signalled: boolean;
    /** What the step wrote. */
    readonly output: readonly string[];
    /** How to finish it; null where that is in the output alone. */
    readonly remedy: Message | null;
}

export interface Report {
    /** Steps that took something away. */
    readonly went: readonly Message[];
    readonly failed: readonly FailedStep[];
    /** Steps of which it is not known how they ended. */
    readonly unsure: readonly Message[];
    /** Steps that were not run any more. */
    readonly left: readonly Message[];
    /** In English, as it was written down at the beginning. */
    readonly stayed: readonly string[];
    /** Bytes by which the free space grew; null where it was not measured twice. */
    readonly freed: number | null;
}

/** @param lines of the operation's journal, in order */
export function reportOf({ id, steps }: Operation, lines: readonly string[]): Report {
    const outputs = outputOf(id, lines);
    const removing = steps.map((step, index) => ({ step, index })).filter(({ step }) => takesAway(step));
    const of = (...wanted: readonly StepState["status"][]) =>
        removing.filter(({ step }) => wanted.includes(step.status));
    const space = steps.flatMap(({ phase }, index) =>
        phase === "note" || phase === "measure" ? (freeSpace(outputs.get(index) ?? []) ?? []) : [],
    );
    const [before, after] = space;
    return {
        went: of("done").map(({ step }) => step.title),
        failed: of("failed").map(({ step: { title, exitStatus, signalled }, index }) => {
            const output = outputs.get(index) ?? [];
            return { title, exitStatus, signalled, output, remedy: remedyOf({ signalled, output }) };
        }),
        unsure: of("ran").map(({ step }) => step.title),
        left: of("waiting", "skipped").map(({ step }) => step.title),
        stayed: (outputs.get(0) ?? []).flatMap((line) =>
            line.startsWith(STAYS) ? [line.slice(STAYS.length)] : [],
        ),
        freed: before === undefined || after === undefined ? null : after - before,
    };
}

function takesAway({ phase }: StepTitle): boolean {
    return phase !== "note" && phase !== "measure" && phase !== "export";
}

/** What each step wrote, by its position: from its mark to the next one. */
function outputOf(id: string, lines: readonly string[]): ReadonlyMap<number, readonly string[]> {
    const found = new Map<number, string[]>();
    let current: string[] | null = null;
    for (const line of lines) {
        const mark = parseMark(id, line, 0);
        if (mark?.list === "step") {
            current = [];
            found.set(mark.index, current);
        } else if (mark !== null || line.startsWith("ExecStart={")) current = null;
        else current?.push(line);
    }
    return found;
}

/** df's one number; null for other output. */
function freeSpace(output: readonly string[]): number | null {
    const last = output.at(-1)?.trim() ?? "";
    return output.length === 2 && /^[0-9]+$/.test(last) ? Number(last) : null;
}
