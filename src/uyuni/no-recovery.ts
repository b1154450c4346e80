/** That no earlier operation is still to be rolled back: a new one would put its own way back in the place of that. */
import { argv } from "./argv.js";
import { message } from "./message.js";
import type { Step } from "./plan.js";
import { RECOVER_UNIT } from "./operation-record.js";
import { unitDirectory } from "./services.js";
import { step } from "./step.js";

/**
 * Fails while the recovery unit is on disk, and says so in the operation's output: the page may not have known it, as
 * where the journal forgets the last operation with each boot. find(1) fails when what it runs with "+" does.
 */
export function noRecovery(phase: Step["phase"]): Step {
    return step(
        phase,
        message("Make sure that no earlier operation is still to be rolled back"),
        argv`/usr/bin/find ${unitDirectory} -maxdepth 1 -name ${RECOVER_UNIT} -printf ${SENTENCE} -exec /usr/bin/false {} +`,
    );
}

/** In find(1)'s own notation. */
const SENTENCE = "%p is there: start it to finish the roll-back of an earlier operation, or remove it.\\n";
