/** That no mgradm has begun since the host was looked at: it and an operation would write the same files. */
import { argv } from "./argv.js";
import { message } from "./message.js";
import type { Step } from "./plan.js";
import { step } from "./step.js";

/** One that prints its help or its version, as pages ask it to, is gone by then. */
const SECONDS = "2";

/**
 * Fails while an mgradm runs, and says so in the operation's output. pgrep(1) fails when there is none, which is the
 * other way round; find(1) fails when what it runs with "+" does, and runs it only for what it found. Where pidwait(1)
 * is not there nothing is waited for.
 */
export function noMgradm(phase: Step["phase"]): Step {
    const wait = argv`/usr/bin/timeout ${SECONDS} /usr/bin/pidwait --exact mgradm`;
    return step(
        phase,
        message("Make sure that mgradm does not run"),
        argv`/usr/bin/find / -maxdepth 0 -exec ${wait} ; , -exec /usr/bin/pgrep --exact mgradm ; -printf ${SENTENCE} -exec /usr/bin/false {} +`,
    );
}

/** In find(1)'s own notation. */
const SENTENCE = "mgradm has begun on this host: nothing is done beside it.\\n";
