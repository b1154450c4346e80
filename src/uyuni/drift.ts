/**
 * Layers that should say the same: the template, the file on disk, the unit as
 * systemd loaded it, the container as podman made it, and the image in its
 * registry. Each row is two neighbours, whether they agree, and what mends it.
 */
import { containerDrift } from "./drift-container.js";
import { dropInDrift } from "./drift-drop-ins.js";
import { diskDrift, type DriftRow } from "./drift-files.js";
import { registryDrift } from "./drift-registry.js";
import { loadedDrift } from "./drift-loaded.js";
import type { ContainerState, FileState, ImageState, Known, UnitState } from "./host-state.js";
import type { AnyService } from "./services.js";

export type { DriftAction, DriftRow, LayerPair, TextDifference } from "./drift-files.js";

export interface DriftLayers {
    /** Unit file and drop-ins, as they are on disk. */
    readonly files: Known<readonly FileState[]>;
    /** null: systemd has no such unit. */
    readonly unit: Known<UnitState | null>;
    /** null: there is none. */
    readonly container: Known<ContainerState | null>;
    readonly images: Known<readonly ImageState[]>;
    /** Digest that the configured reference has in its registry; absent where nobody asked. */
    readonly registryDigest?: Known<string>;
}

/** The rows of one unit of `service`, from the template to the registry, if that was asked. */
export function drift(service: AnyService, layers: DriftLayers): readonly DriftRow[] {
    const { files, unit, registryDigest } = layers;
    return [
        diskDrift(service, files),
        dropInDrift(service, files, unit),
        loadedDrift(service, files, unit),
        containerDrift(service, layers),
        ...(registryDigest === undefined ? [] : [registryDrift(service, layers)]),
    ];
}
