/**
 * The guard of the one rule of the event processor: there is exactly one. The
 * order of events is kept inside one process only, so any other instance,
 * whatever stands after its "@", and any other container of the image counts.
 */
import type { ContainerState, HostState, Known, UnitState } from "./host-state.js";
import { known } from "./host-state.js";
import { eventProcessor, processorContainer, processorUnit } from "./event-processor.js";
import { serviceOfContainer, serviceOfUnit } from "./names.js";
import { parseReference } from "./reference.js";
import { isEnabled, mayRun } from "./unit-words.js";

export { isEnabled, isUp } from "./unit-words.js";

export type OtherProcessor =
    | {
          readonly kind: "instance";
          /** Unit name. */
          readonly name: string;
          readonly active: boolean;
          /** It is started at boot. */
          readonly enabled: boolean;
          readonly canConsume: boolean;
      }
    | {
          readonly kind: "container";
          /** Container name. */
          readonly name: string;
          readonly image: string;
          readonly running: boolean;
          /** The unit that made it, "" if none. */
          readonly unit: string;
          readonly canConsume: boolean;
      };

/** Every event processor but the one of `uyuni-event-processor@0.service`; not known until both systemd and podman are. */
export function otherProcessors(state: HostState): Known<readonly OtherProcessor[]> {
    if (state.units.state !== "known") return state.units;
    if (state.podman.state !== "known") return state.podman;
    const { containers } = state.podman.value;
    const own = containers.find(({ name }) => name === processorContainer);
    return known([
        ...[...state.units.value.values()].filter(isOtherInstance).map(asInstance),
        ...containers.filter((container) => isOtherContainer(container, own)).map(asContainer),
    ]);
}

function isOtherInstance({ name, activeState, unitFileState }: UnitState): boolean {
    if (name === processorUnit || serviceOfUnit(name)?.service !== eventProcessor) return false;
    return mayRun(activeState) || isEnabled(unitFileState);
}

function asInstance({ name, activeState, unitFileState }: UnitState): OtherProcessor {
    return {
        kind: "instance",
        name,
        active: mayRun(activeState),
        enabled: isEnabled(unitFileState),
        canConsume: true,
    };
}

function isOtherContainer(container: ContainerState, own: ContainerState | undefined): boolean {
    if (container.name === processorContainer) return false;
    if (serviceOfContainer(container.name)?.service === eventProcessor) return true;
    if (own && container.imageId !== "" && container.imageId === own.imageId) return true;
    const reference = parseReference(container.image);
    return "ok" in reference && reference.ok.repository.split("/").at(-1) === eventProcessor.imageName;
}

function asContainer({ name, image, status, unit }: ContainerState): OtherProcessor {
    const running = !["exited", "stopped", "created", "removing", "dead"].includes(status);
    return { kind: "container", name, image, running, unit, canConsume: running };
}
