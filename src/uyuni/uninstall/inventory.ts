/** What there is on a host that an uninstall may concern, as it was read: plain values, no judgement. */

/** An entry of a folder. */
export interface FoundFile {
    readonly path: string;
    readonly kind: "file" | "link" | "directory" | "other";
    /** Bytes. */
    readonly size: number;
    /** Where a link leads; "" for anything else. */
    readonly target: string;
    /** Only of what has to be judged by its text; null: not read. */
    readonly text: string | null;
}

/** Any container of the host, whoever made it. */
export interface FoundContainer {
    readonly id: string;
    readonly name: string;
    readonly imageId: string;
    readonly status: string;
    readonly volumes: readonly string[];
    readonly networks: readonly string[];
    readonly secrets: readonly string[];
    /** Bytes of its own layer; null where it was not measured. */
    readonly size: number | null;
}

/** Any image of the host. */
export interface FoundImage {
    readonly id: string;
    /** Repository and tag; empty for one whose tag has moved on. */
    readonly names: readonly string[];
    /** Names that it has, or had. */
    readonly history: readonly string[];
    /** Under which registries have it; without the repository. */
    readonly digests: readonly string[];
    /** Milliseconds since the epoch. */
    readonly createdAt: number;
    /** Bytes, shared layers included. */
    readonly size: number;
    /** It is in a store that podman only reads (additionalimagestores of storage.conf). */
    readonly readOnly: boolean;
    /** Digests of its layers' contents, the lowest first. */
    readonly layers: readonly string[];
    /** Bytes of each layer on disk; null where it was not read. */
    readonly layerSizes: readonly number[] | null;
}

export interface FoundVolume {
    readonly name: string;
    readonly mountpoint: string;
    /** The file system of its own that is mounted there; null for none. */
    readonly mountedAt: string | null;
}

export interface Inventory {
    readonly files: readonly FoundFile[];
    readonly containers: readonly FoundContainer[];
    readonly images: readonly FoundImage[];
    readonly volumes: readonly FoundVolume[];
    /** Why the volumes could not be listed: there are none then. */
    readonly volumesUnread?: string;
    readonly secrets: readonly string[];
    readonly networks: readonly string[];
    /** Command line of a running mgradm; null if there is none. */
    readonly mgradm: string | null;
    /** Where podman keeps everything. */
    readonly storage: string;
}

/** Bytes on disk of each volume that was measured; null where that did not work. */
export type VolumeSizes = ReadonlyMap<string, number | null>;
