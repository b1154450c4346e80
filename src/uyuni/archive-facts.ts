/** What the host tells of an archive with an image. */
import type { Message } from "./message.js";

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
    /** Number of its inode; 0 where there is no file. */
    readonly inode: number;
    readonly bytes: number;
    /** When its content or its inode was changed last (ctime, which nobody can set), as stat(1) writes it. */
    readonly changed: string;
    /** Bytes that are free where podman keeps images; null where that is not known. */
    readonly free: number | null;
    readonly content: ArchiveContent | null;
    /** Why its content, which is null then, is not relied on. */
    readonly fault?: Message | null;
}

export interface ArchiveContent {
    readonly kind: "docker-archive" | "oci-archive";
    /** Of all images in it: whole references; what is none is left out. */
    readonly names: readonly string[];
    readonly images: readonly ArchivedImage[];
    /** False where it has the lists of both kinds, and it is not sure that they name the same images. */
    readonly agree: boolean;
}

/** An image in an archive. */
export interface ArchivedImage {
    readonly names: readonly string[];
    /** Id that podman gives it, 64 hexadecimal digits; null if it is not told. */
    readonly id: string | null;
    /** Empty if it is not told. */
    readonly architectures: readonly string[];
    /** Whether it has a health check; null if it is not told. */
    readonly healthCheck?: boolean | null;
}

/** What a name means once the archive is loaded: of several images, the last one takes it. */
export function archivedImage({ images }: ArchiveContent, name: string): ArchivedImage | undefined {
    return images.findLast(({ names }) => names.includes(name));
}

/** An RPM's archive that says of itself to have the image of this reference. */
export interface PackagedImage {
    /** The whole reference that was asked for. */
    readonly image: string;
    readonly archive: ImageArchive;
}
