/**
 * Planning the event processor's set-up: the first one, and every later change
 * of its image or settings, which writes the same files anew.
 */
import { eventProcessor, processorDropIns, processorUnit } from "./event-processor.js";
import { fingerprint } from "./fingerprint.js";
import type { HostState, SetUpFacts } from "./host-state.js";
import { settleImage } from "./image-order.js";
import { serverAddresses } from "./listener-check.js";
import { message, type Message } from "./message.js";
import { serviceById, unitFilePath, unitName } from "./names.js";
import type { Check, Plan } from "./plan.js";
import { planBlocked, preflight } from "./preflight.js";
import { presentSettings } from "./present-settings.js";
import { setUpFiles } from "./set-up-files.js";
import {
    checkSetUpIntent,
    type CheckedIntent,
    type SetUpIntent,
    type SetUpProblems,
} from "./set-up-intent.js";
import { setUpInstance, type SetUp } from "./set-up-parts.js";
import { assemblePlan, checkOperationId, imageParts, runningImages } from "./set-up-plan.js";
import { isLocalDatabase } from "./settings.js";

export { RECOVER_PATH } from "./recover-unit.js";
export { setUpPaths } from "./set-up-files.js";
export type { PullPolicy, SetUpIntent, SetUpProblems } from "./set-up-intent.js";

export type SetUpOutcome =
    | { readonly plan: Plan }
    /** The host is not ready for it; all checks, passed ones too. */
    | { readonly refused: readonly Check[] }
    /** What is wrong with the intent, by field. */
    | { readonly invalid: SetUpProblems };

/**
 * The plan for `intent`, or why there is none. Everything is checked here,
 * whichever way the intent came, and again each time a plan is made anew.
 *
 * @param options.id twelve random hexadecimal digits
 * @throws RangeError if the id is not that
 */
export function planSetUp(
    intent: SetUpIntent,
    state: HostState,
    facts: SetUpFacts,
    { id }: { readonly id: string },
): SetUpOutcome {
    checkOperationId(id);
    const checked = checkSetUpIntent(intent);
    if ("invalid" in checked) return checked;
    const podman = state.podman.state === "known" ? state.podman.value : null;
    const settled = settleImage(checked.ok, podman, facts);
    const checks = preflight(settled.intent, state, settled.facts);
    if (planBlocked(checks)) return { refused: checks };

    const setUp = describe(id, settled.intent, state, settled.facts);
    return {
        plan: assemblePlan(setUp, {
            service: eventProcessor.id,
            title: title(settled.intent, facts),
            replaced: runningImages(eventProcessor, state),
            fingerprint: fingerprint(settled.intent, state, settled.facts),
            checks,
        }),
    };
}

function title({ image, debug }: CheckedIntent, { files }: SetUpFacts): Message {
    if (files.every(({ text }) => text === null))
        return message("Set up the Salt event processor with $0", image.text);
    const present = presentSettings(eventProcessor, files);
    if (present.image === image.text && (present.debug === true) !== debug)
        return debug
            ? message("Turn on the debug port of the Salt event processor")
            : message("Turn off the debug port of the Salt event processor");
    return message("Change the Salt event processor to $0", image.text);
}

function describe(id: string, intent: CheckedIntent, state: HostState, facts: SetUpFacts): SetUp {
    const podman = state.podman.state === "known" ? state.podman.value : null;
    const files = setUpFiles(intent, facts);
    const unitText = files.find(({ path }) => path === unitFilePath(eventProcessor))?.after ?? "";
    return {
        ...imageParts(eventProcessor, intent, files, state, facts),
        id,
        watched: facts.watching === "possible",
        healthSeconds: intent.healthSeconds,
        listens: isLocalDatabase(intent.databaseHost)
            ? {
                  database: intent.databaseName,
                  serverAddresses: serverAddresses(podman?.containers ?? []),
              }
            : null,
        dropIns: processorDropIns,
        files,
        enable: intent.enable,
        needed: isLocalDatabase(intent.databaseHost) ? [unitName(serviceById("db"))] : [],
        instances: [setUpInstance(eventProcessor, processorUnit, unitText, state)],
        surplus: [],
    };
}
