/** That no mgradm has begun since the host was looked at: it and an operation would write the same files. */
import { argv } from "./argv.js";
import { message } from "./message.js";
import type { Step } from "./plan.js";
import { step } from "./step.js";

/**
 * Fails while an mgradm runs. pgrep(1) fails when there is none, which is the other way round; find(1) fails when
 * what it runs with "+" does, and runs it only for what it found.
 */
export function noMgradm(phase: Step["phase"]): Step {
    return step(
        phase,
        message("Make sure that mgradm does not run"),
        argv`/usr/bin/find / -maxdepth 0 -exec /usr/bin/pgrep --exact mgradm ; -exec /usr/bin/false {} +`,
    );
}
