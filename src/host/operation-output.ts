/** What an operation that is over wrote, from the journal. */
import { journalWritten, readOutputLines } from "./journal.js";

/**
 * All lines of its steps and of PID 1 about it, oldest first: read once and as a whole. Who follows the journal has
 * what came so far, and cannot tell that it is all. Needs root. Rejects with HostError.
 */
export async function readOutput(operation: string): Promise<readonly string[]> {
    await journalWritten();
    return readOutputLines(operation);
}
