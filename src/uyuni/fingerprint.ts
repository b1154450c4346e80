/**
 * The fingerprint of exactly what a plan is made from. Two are equal when the
 * same intent would make the same plan: what changes by itself (times, process
 * ids, health, free space, a service that is being restarted) is left out.
 */
import { eventProcessor, processorUnit } from "./event-processor.js";
import type { HostState, SetUpFacts, UnitState } from "./host-state.js";
import { archiveKey } from "./image-archive.js";
import { hasNoHealthCheck } from "./image-choice.js";
import { localImage } from "./local-image.js";
import { serviceById, serviceOfUnit, unitName } from "./names.js";
import type { CheckedIntent } from "./set-up-intent.js";
import { serverAddresses } from "./listener-check.js";
import { setUpFiles } from "./set-up-files.js";
import { imageSource } from "./set-up-plan.js";
import { isEnabled, isUp, otherProcessors } from "./singleton.js";

/** Canonical JSON: the same values make the same text. */
export function fingerprint(intent: CheckedIntent, state: HostState, facts: SetUpFacts): string {
    const podman = state.podman.state === "known" ? state.podman.value : null;
    const units = state.units.state === "known" ? [...state.units.value.values()] : [];
    const others = otherProcessors(state);
    const source = imageSource(intent, podman?.images ?? [], facts);
    return JSON.stringify([
        [
            intent.image.text,
            intent.pullPolicy,
            intent.databaseHost,
            intent.databasePort,
            intent.databaseName,
            intent.healthSeconds,
            intent.enable,
            intent.debug,
        ],
        setUpFiles(intent, facts).map(({ path, before, beforeMode }) => [path, before, beforeMode ?? null]),
        units.filter(isRelevant).map(unitKey).sort(),
        others.state === "known"
            ? others.value.map(({ name, canConsume }) => [name, canConsume]).sort()
            : null,
        podman && [
            podman.version,
            localImage(intent.image, podman.images)?.id ?? null,
            podman.networks.includes(eventProcessor.network),
            eventProcessor.secrets.map(({ secret }) => podman.secrets.includes(secret)),
            serverAddresses(podman.containers),
        ],
        facts.watching,
        archiveKey(intent, facts),
        hasNoHealthCheck(intent, facts),
        [source.pull?.text, source.moves],
    ]);
}

function isRelevant({ name }: UnitState): boolean {
    return (
        name === processorUnit ||
        name === unitName(serviceById("db")) ||
        serviceOfUnit(name)?.service === eventProcessor
    );
}

function unitKey({ name, loadState, activeState, unitFileState }: UnitState): string {
    return JSON.stringify([name, loadState, isUp(activeState), isEnabled(unitFileState)]);
}
