/** What the host tells of an archive with an image. */

/** A file or folder on the way to the archive. */
export interface ArchivePart {
    readonly path: string;
    readonly kind: "file" | "folder" | "other";
    /** User id of its owner. */
    readonly owner: number;
    /** Permission bits. */
    readonly mode: number;
}

/** What the host tells of an archive. */
export interface ImageArchive {
    /** As it was asked for. */
    readonly asked: string;
    /** Without symbolic links: what is loaded. */
    readonly path: string;
    /** Those of its folders that are there, the root first, and itself. */
    readonly parts: readonly ArchivePart[];
    readonly bytes: number;
    /** When it was changed, as stat(1) writes it. */
    readonly changed: string;
    /** Bytes that are free where podman keeps images; null where that is not known. */
    readonly free: number | null;
    readonly content: ArchiveContent | null;
}

export interface ArchiveContent {
    readonly kind: "docker-archive" | "oci-archive";
    /** Whole references; what is none is left out. */
    readonly names: readonly string[];
    /** Of the first image; empty if it is not told. */
    readonly architectures: readonly string[];
    /** Whether the first image has a health check; null if it is not told. */
    readonly healthCheck?: boolean | null;
}

/** An RPM's archive that says of itself to have the image of this reference. */
export interface PackagedImage {
    /** The whole reference that was asked for. */
    readonly image: string;
    readonly archive: ImageArchive;
}
