/**
 * What is looked at before the event processor may be set up: a list of named
 * checks, each with what was found and what an administrator can do about it.
 *
 * "failed" blocks. Whatever a plan relies on and is not known fails too, with
 * the reason; "unknown" is for what cannot be known from here and may be.
 */
import { eventProcessor, processorUnit } from "./event-processor.js";
import type { HostState, SetUpFacts } from "./host-state.js";
import { hasNoHealthCheck, healthCheckCheck } from "./image-choice.js";
import type { Check } from "./plan.js";
import type { CheckedIntent } from "./set-up-intent.js";
import { setUpFiles } from "./set-up-files.js";
import { diskCheck } from "./preflight-disk.js";
import { dropInsCheck, type WantedUnits } from "./preflight-drop-ins.js";
import { accessCheck, mgradmCheck, operationCheck } from "./preflight-session.js";
import { watchingCheck, networkCheck, podmanCheck, secretsCheck } from "./preflight-podman.js";
import {
    consumersCheck,
    databaseCheck,
    debugCheck,
    filesCheck,
    imageCheck,
    singletonCheck,
} from "./preflight-processor.js";

/**
 * @param intent null while its fields are not valid: then only what does not depend on it is checked
 */
export function preflight(intent: CheckedIntent | null, state: HostState, facts: SetUpFacts): Check[] {
    return [
        accessCheck(state),
        operationCheck(state),
        mgradmCheck(facts),
        podmanCheck(state),
        networkCheck(state),
        secretsCheck(state),
        ...(intent ? [databaseCheck(intent, state), imageCheck(intent, state, facts)] : []),
        ...(intent && hasNoHealthCheck(intent, facts) ? [healthCheckCheck()] : []),
        ...(intent?.debug === true ? [debugCheck()] : []),
        diskCheck(intent, state, facts),
        singletonCheck(state),
        consumersCheck(facts),
        filesCheck(facts),
        ...(intent ? dropInsCheck(eventProcessor, wantedUnits(intent, facts), facts.dropIns) : []),
        watchingCheck(facts),
    ];
}

function wantedUnits(intent: CheckedIntent, facts: SetUpFacts): WantedUnits {
    return { image: intent.image, units: [processorUnit], files: setUpFiles(intent, facts) };
}

export function planBlocked(checks: readonly Check[]): boolean {
    return checks.some(({ result }) => result === "failed");
}
