/** The event processor as its page shows it. */
import type { Checked } from "./checked.js";
import { environmentFromAssignments } from "./environment.js";
import { eventProcessor, processorUnit, processorVariables } from "./event-processor.js";
import type { ContainerState, HostState, Known, PodmanState, UnitState, Unknown } from "./host-state.js";
import { known } from "./host-state.js";
import { localImage } from "./local-image.js";
import { serviceOfUnit } from "./names.js";
import { row, type OverviewRow } from "./overview.js";
import { parseReference, type ImageReference } from "./reference.js";
import { otherProcessors, type OtherProcessor } from "./singleton.js";

/** How the running container's image parts from the configured one. */
export type ImageDifference =
    | "none"
    /** The container was made from another reference. */
    | "other-reference"
    /** The same reference, which by now means another image on this host. */
    | "moved";

export type EventProcessorView =
    | { readonly kind: "loading" }
    | { readonly kind: "unknown"; readonly why: Unknown }
    | {
          readonly kind: "not-set-up";
          /** Processors that someone set up by other means. */
          readonly others: Known<readonly OtherProcessor[]>;
      }
    | EventProcessorSetUp;

export interface EventProcessorSetUp extends OverviewRow {
    readonly kind: "set-up";
    /** All instances that systemd knows, the one that ought to be included. */
    readonly instances: readonly UnitState[];
    /** Alerts: there must be none. */
    readonly others: Known<readonly OtherProcessor[]>;
    readonly reference: Checked<ImageReference>;
    /** null while there is no container or the configured image is not on this host. */
    readonly imageDifference: ImageDifference | null;
    /** Values of the loaded unit, "" where it has none. */
    readonly database: { readonly host: string; readonly port: string; readonly name: string };
    readonly secrets: Known<readonly { readonly name: string; readonly present: boolean }[]>;
    /** The network is there. */
    readonly network: Known<boolean>;
}

export function eventProcessorView(state: HostState): EventProcessorView {
    const { units, unitFiles } = state;
    if (units.state === "unknown" || units.state === "loading") return pending(units);
    if (unitFiles.state === "unknown" || unitFiles.state === "loading") return pending(unitFiles);
    const instances = [...units.value.values()].filter(
        ({ name }) => serviceOfUnit(name)?.service === eventProcessor,
    );
    const others = otherProcessors(state);
    const unit = row(eventProcessor, processorUnit, state);
    if (unit.status === "not-set-up" && !unitFiles.value.has(eventProcessor.unitFile))
        return { kind: "not-set-up", others };
    const environment = environmentFromAssignments(unit.unitState?.environment ?? []);
    const reference = parseReference(unit.configuredImage);
    return {
        ...unit,
        kind: "set-up",
        instances,
        others,
        reference,
        imageDifference: imageDifference(reference, unit.containerState, state.podman),
        database: {
            host: environment.get(processorVariables.databaseHost) ?? "",
            port: environment.get(processorVariables.databasePort) ?? "",
            name: environment.get(processorVariables.databaseName) ?? "",
        },
        secrets: ofPodman(state.podman, ({ secrets }) =>
            eventProcessor.secrets.map(({ secret }) => ({ name: secret, present: secrets.includes(secret) })),
        ),
        network: ofPodman(state.podman, ({ networks }) => networks.includes(eventProcessor.network)),
    };
}

function pending(value: Exclude<Known<unknown>, { state: "known" }>): EventProcessorView {
    return value.state === "loading" ? { kind: "loading" } : { kind: "unknown", why: value.why };
}

function ofPodman<T>(podman: Known<PodmanState>, pick: (podman: PodmanState) => T): Known<T> {
    return podman.state === "known" ? known(pick(podman.value)) : podman;
}

function imageDifference(
    reference: Checked<ImageReference>,
    container: ContainerState | null,
    podman: Known<PodmanState>,
): ImageDifference | null {
    if (!container || podman.state !== "known" || "error" in reference) return null;
    const local = localImage(reference.ok, podman.value.images);
    if (!local) return container.image === reference.ok.text ? null : "other-reference";
    if (local.id === container.imageId) return "none";
    return container.image === reference.ok.text ? "moved" : "other-reference";
}
