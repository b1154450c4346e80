/**
 * Giving up a roll-back that failed: the host stays as it is. The removal of the
 * recovery unit is all that counts; whatever comes after it may be cut off.
 */
import { argv } from "./argv.js";
import type { Operation } from "./host-state.js";
import { message } from "./message.js";
import { RECOVER_UNIT } from "./operation-record.js";
import { PUT_AWAY, type Plan } from "./plan.js";
import { RECOVER_PATH, recoverLink, recoverMark } from "./recover-unit.js";
import { unitDirectory } from "./services.js";
import { checkOperationId } from "./set-up-plan.js";
import { step, trying } from "./step.js";

/** Where systemd has the recovery's processes, while it runs. */
const RUNNING = `/sys/fs/cgroup/system.slice/${RECOVER_UNIT}`;

/**
 * The plan that keeps the host as it is after `operation`, whose roll-back failed.
 *
 * @param id twelve random hexadecimal digits
 * @throws RangeError if the id is not that
 */
export function planPutAway(operation: Operation, id: string): Plan {
    checkOperationId(id);
    return {
        id,
        kind: PUT_AWAY,
        service: operation.service,
        ...(operation.services && { services: operation.services }),
        title: message("Keep the host as a failed roll-back left it"),
        fingerprint: operation.id,
        checks: [],
        files: [],
        staged: [],
        guards: [
            step(
                "note",
                message("Make sure that the roll-back is that of the operation $0", operation.id),
                argv`/usr/bin/grep --quiet --line-regexp --fixed-strings ${recoverMark(operation.id)} ${RECOVER_PATH}`,
            ),
            step(
                "note",
                message("Make sure that the roll-back does not run"),
                argv`/usr/bin/test ! -e ${RUNNING}`,
            ),
        ],
        steps: [
            step("commit", message("Give up the roll-back"), argv`/usr/bin/rm -f ${RECOVER_PATH}`),
            trying(
                step("commit", message("Flush the changes to disk"), argv`/usr/bin/sync ${unitDirectory}`),
            ),
            trying(step("commit", message("Tidy up"), argv`/usr/bin/rm -f ${recoverLink}`)),
            trying(step("commit", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`)),
            trying(
                step(
                    "commit",
                    message("Forget the failure of $0", RECOVER_UNIT),
                    argv`/usr/bin/systemctl reset-failed ${RECOVER_UNIT}`,
                ),
            ),
        ],
        rollback: [],
    };
}
