/** What the steps of set-up and their roll-back are made from. */
import type { HostState } from "./host-state.js";
import type { ImageSource } from "./image-moves.js";
import { containerName, firstInstance, instanceOfUnit, unitFilePath } from "./names.js";
import { operationDirectory } from "./plan.js";
import type { ImageReference } from "./reference.js";
import { containerIdFile } from "./run-options.js";
import { unitDirectory, type AnyService } from "./services.js";
import type { SetUpFile } from "./set-up-files.js";
import { isEnabled, isUp } from "./unit-words.js";

/** One unit of the service, and how it is before. */
export interface SetUpInstance {
    readonly unit: string;
    /** Path of its unit file. */
    readonly unitFile: string;
    readonly container: string;
    /** Where `podman run` of the unit leaves the id of the container it made. */
    readonly containerId: string;
    readonly wasUp: boolean;
    readonly wasEnabled: boolean;
}

/** All of it checked. */
export interface SetUp extends ImageSource {
    readonly id: string;
    readonly image: ImageReference;
    /** The local image that has a digest for its name, and gets one that stays with it; null where it needs none. */
    readonly keep: { readonly id: string; readonly name: string } | null;
    /** The pull's bytes are shown. */
    readonly watched: boolean;
    /**
     * The container's health is waited for; the same where it may have none, and podman then refuses; or, where podman
     * cannot wait, time is given; or nothing: it has no health.
     */
    readonly health: "wait" | "try" | "sleep" | "none";
    readonly healthSeconds: number;
    /** Who has to listen for Salt events in a database of this host; null where nobody has to, or it cannot be seen. */
    readonly listens: ListenCheck | null;
    /** Folder of the service's drop-ins. */
    readonly dropIns: string;
    readonly files: readonly SetUpFile[];
    readonly enable: boolean;
    /** Units that run the service afterwards; started anew. */
    readonly instances: readonly SetUpInstance[];
    /** Units that are stopped and do not start at boot any more. */
    readonly surplus: readonly SetUpInstance[];
    /** The present set-up uses another image. */
    readonly replacesImage: boolean;
    /** Id of the image that is taken as it is on this host; null where it is pulled or loaded, or podman tells none. */
    readonly localId: string | null;
    /** Where podman keeps its images. */
    readonly store: string;
    /** Units that have to be active still when something is about to be changed. */
    readonly needed: readonly string[];
}

export interface ListenCheck {
    /** Name of the database in this host's own container. */
    readonly database: string;
    /** Addresses that do not count. */
    readonly serverAddresses: readonly string[];
}

/** A unit of `service` as a part of its set-up. `text` is the unit file's. */
export function setUpInstance(
    service: AnyService,
    unit: string,
    text: string,
    state: HostState,
): SetUpInstance {
    const unitState = state.units.state === "known" ? state.units.value.get(unit) : undefined;
    const instance = instanceOfUnit(service, unit)?.instance ?? firstInstance;
    return {
        unit,
        unitFile: unitFilePath(service),
        container: containerName(service, instance),
        containerId: containerIdFile(text, unit, instance),
        wasUp: isUp(unitState?.activeState ?? ""),
        wasEnabled: isEnabled(unitState?.unitFileState ?? ""),
    };
}

/** Where `systemctl enable` puts the links of a unit, by its WantedBy=. */
export const wantsDirectories = ["multi-user.target", "default.target"].map(
    (target) => `${unitDirectory}/${target}.wants`,
);

/** Folders in which links come or go. */
export function enablingDirectories({ enable, instances, surplus }: SetUp): readonly string[] {
    return (enable && instances.length > 0) || surplus.length > 0 ? wantsDirectories : [];
}

/** What `systemctl enable` makes of a unit. */
export function enablingLinks(unit: string): readonly string[] {
    return wantsDirectories.map((directory) => `${directory}/${unit}`);
}

/** The files whose text is not yet as it should be. */
export function changedFiles({ files }: SetUp): SetUpFile[] {
    return files.filter(({ before, after }) => before !== after);
}

/** The file that says that what runs may not be what ran before: without it, a roll-back leaves the containers alone. */
export function touchedNote(id: string): string {
    return `${operationDirectory(id)}/touched`;
}
