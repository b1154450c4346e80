/** Drift between a loaded unit and its container. */
import type { DriftRow } from "./drift-files.js";
import { environmentFromAssignments } from "./environment.js";
import type { ContainerState, ImageState, Known, UnitState } from "./host-state.js";
import { isSameReference, localImage } from "./local-image.js";
import { message } from "./message.js";
import { parseReference } from "./reference.js";
import type { AnyService } from "./services.js";
import { isUp } from "./unit-words.js";

export interface ImageLayers {
    readonly unit: Known<UnitState | null>;
    readonly container: Known<ContainerState | null>;
    readonly images: Known<readonly ImageState[]>;
}

/** Reference in the loaded unit, "" if it has none. */
export function configuredImage(service: AnyService, unit: UnitState | null): string {
    return environmentFromAssignments(unit?.environment ?? []).get(service.imageVariable) ?? "";
}

/** The container was made from the image that the unit names, as the name is meant by now. */
export function imageDrift(service: AnyService, { unit, container, images }: ImageLayers): DriftRow {
    const row = { pair: "unit-container", differences: [], action: null } as const;
    if (unit.state !== "known" || container.state !== "known")
        return {
            ...row,
            result: "unknown",
            finding: message("What the container was made from is not known."),
        };
    const made = container.value;
    if (!made)
        return isUp(unit.value?.activeState ?? "")
            ? {
                  ...row,
                  result: "differs",
                  finding: message("The unit is active, but there is no container."),
                  action: "restart",
              }
            : { ...row, result: "not-compared", finding: message("There is no container at present.") };
    if (!unit.value) return { ...row, result: "not-compared", finding: message("There is no such unit.") };
    const configured = configuredImage(service, unit.value);
    const reference = parseReference(configured);
    if (!isSameReference(made.image, configured))
        return {
            ...row,
            result: "differs",
            finding: message("The container was made from another image than the unit names."),
            differences: [{ path: "", expected: configured, actual: made.image }],
            action: "restart",
        };
    if (images.state !== "known" || "error" in reference)
        return {
            ...row,
            result: "unknown",
            finding: message("Whether the image has changed since is not known."),
        };
    const local = localImage(reference.ok, images.value);
    if (local && local.id !== made.imageId)
        return {
            ...row,
            result: "differs",
            finding: message("The reference means another image on this host by now."),
            differences: [{ path: "", expected: local.id, actual: made.imageId }],
            action: "restart",
        };
    return {
        ...row,
        result: "agrees",
        finding: message("The container was made from the image of the unit."),
    };
}
