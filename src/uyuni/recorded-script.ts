/** The script of an operation that is running or over, from what its journal has. */
import type { Operation, StepState, StepTitle } from "./host-state.js";
import { operationDirectory, type Step } from "./plan.js";
import { planAsScript } from "./script.js";
import type { OperationCommands, RecordedCommand } from "./step-commands.js";
import { uninstallAsScript } from "./uninstall/script.js";

/**
 * The same script that was offered before it was started, but for the texts of
 * files and what was looked at again, which the journal does not have. Null where
 * none was offered, or the journal does not have every command.
 */
export function recordedAsScript(
    { id, kind, title, steps, rollback }: Operation,
    commands: OperationCommands,
): string | null {
    const plan = {
        id,
        title,
        files: [],
        staged: [],
        guards: [],
        steps: withCommands(steps, commands.step),
        rollback: withCommands(rollback, commands.undo),
    };
    if (plan.steps === null || plan.rollback === null || plan.steps.length === 0) return null;
    const whole = { ...plan, steps: plan.steps, rollback: plan.rollback };
    switch (kind) {
        case "set-up":
            return planAsScript(whole, [
                "The commands of an operation, as the journal has them. It can be run again, as",
                "root and on the host it was made for, only while the files are there that the",
                `operation was given: ${operationDirectory(id)}/ has those of the last ten.`,
            ]);
        case "uninstall":
        case "clean-up":
            return uninstallAsScript(whole);
        default:
            return null;
    }
}

function withCommands(
    titles: readonly (StepTitle & StepState)[],
    commands: ReadonlyMap<number, RecordedCommand>,
): readonly Step[] | null {
    const steps = titles.flatMap(({ title, phase }, index): Step[] => {
        const command = commands.get(index);
        return command === undefined ? [] : [{ title, phase, ...command, undo: null }];
    });
    return steps.length === titles.length ? steps : null;
}
