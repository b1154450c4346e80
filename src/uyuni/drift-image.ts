/** Drift between a loaded unit, its container, and the image in its registry. */
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
    readonly registryDigest?: Known<string>;
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

/** The image of the container is the one that the registry has under the reference. */
export function registryDrift(
    service: AnyService,
    { unit, container, images, registryDigest }: ImageLayers,
): DriftRow {
    const row = { pair: "container-registry", differences: [], action: null } as const;
    const configured = unit.state === "known" ? configuredImage(service, unit.value) : "";
    const reference = parseReference(configured);
    if ("ok" in reference && reference.ok.digest !== null)
        return {
            ...row,
            result: "agrees",
            finding: message("The image is pinned to a digest: no registry can change it."),
        };
    if ("error" in reference || registryDigest?.state !== "known")
        return {
            ...row,
            result: "unknown",
            finding: message("What the registry has at present was not asked."),
        };
    const made = container.state === "known" ? container.value : null;
    const list = images.state === "known" ? images.value : [];
    const image = made ? list.find(({ id }) => id === made.imageId) : localImage(reference.ok, list);
    const digests = [
        ...(image?.digests ?? []).map((digest) => digest.slice(digest.indexOf("@") + 1)),
        ...(made && made.imageDigest !== "" ? [made.imageDigest] : []),
    ];
    if (digests.length === 0)
        return {
            ...row,
            result: "unknown",
            finding: message("The digest of the image on this host is not known."),
        };
    if (digests.includes(registryDigest.value))
        return { ...row, result: "agrees", finding: message("The registry has the same image.") };
    return {
        ...row,
        result: "differs",
        finding: service.files
            ? message("The registry has another image under this tag by now.")
            : message(
                  "The registry has another image under this tag by now: upgrade with mgradm, since data has to migrate.",
              ),
        differences: [{ path: "", expected: registryDigest.value, actual: digests.join(" ") }],
        action: service.files ? "pull-and-restart" : null,
    };
}
