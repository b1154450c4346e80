/** The commands of operations, from the journal: read when somebody wants to see them. */
import { commandsIn, type OperationCommands } from "../uyuni/step-commands.js";
import { journalWritten, readCommandLines } from "./journal.js";

/** What was written once never changes. */
const known = new Map<string, OperationCommands>();
const MOST_KNOWN = 50;

/** Empty where the journal does not have them. Needs root. Rejects with HostError. */
export async function readCommands(operation: string): Promise<OperationCommands> {
    const before = known.get(operation);
    if (before !== undefined) return before;
    let found = commandsIn(operation, await readCommandLines(operation));
    if (found.step.size === 0) {
        // Of one that has just begun, they may be on their way.
        await journalWritten();
        found = commandsIn(operation, await readCommandLines(operation));
    }
    if (known.size > MOST_KNOWN) known.clear();
    if (found.step.size > 0) known.set(operation, found);
    return found;
}
