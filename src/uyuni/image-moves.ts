/**
 * Names of images that come to mean other images by a pull or a load.
 *
 * A unit starts whatever its image's name means at that moment, without asking anybody. So such a name is moved by a
 * step of its own, when there is a way back; and the image that loses it keeps another one, since podman's cleanups
 * take away what has none, and its registry may not have it any more.
 */
import { archivedImage, type ImageArchive } from "./archive-facts.js";
import type { ImageState, SetUpFacts } from "./host-state.js";
import { localImage, pinnedName } from "./local-image.js";
import { parseReference, type ImageReference } from "./reference.js";

/** A name, and the image that it means before. */
export interface ImageMove {
    /** Repository and tag. */
    readonly name: string;
    readonly id: string;
    /** The name under which that image stays. */
    readonly kept: string;
}

/** Where an image comes from that is not taken as it is on the host. */
export interface ImageSource {
    /** What podman is asked to pull; null where nothing is pulled. */
    readonly pull: ImageReference | null;
    /** The archive out of which the image is loaded; null where none is. */
    readonly load: ArchiveLoad | null;
    readonly moves: readonly ImageMove[];
    /** The image that has been pulled by its digest, and the name that it is given; null where the name comes by itself. */
    readonly point: { readonly from: string; readonly to: string } | null;
}

/** An archive that is loaded as it was when it was looked at. */
export interface ArchiveLoad extends Pick<ImageArchive, "path" | "inode" | "bytes" | "changed"> {
    /** Id that the image has to have then; null where the archive does not tell. */
    readonly id: string | null;
}

/** A pull. By digest, where that is told and the name means another image: nothing that runs takes notice of that. */
export function pullSource(
    image: ImageReference,
    images: readonly ImageState[],
    { image: chosen }: Pick<SetUpFacts, "image">,
): ImageSource {
    const source = { pull: image, load: null, moves: [], point: null };
    const local = localImage(image, images);
    if (image.digest !== null || image.tag === null || local === undefined) return source;
    const told = chosen?.image === image.text ? byDigest(image, chosen.digest ?? "") : null;
    if (told === null) return { ...source, moves: moved(image, images) };
    if (localImage(told, [local]) !== undefined) return { ...source, pull: told };
    const to = `${image.name}:${image.tag}`;
    return { ...source, pull: told, moves: moved(image, images), point: { from: told.text, to } };
}

/** A load gives all the names of the archive to its images. */
export function loadSource(
    image: ImageReference,
    archive: ImageArchive,
    images: readonly ImageState[],
): ImageSource {
    const { path, inode, bytes, changed, content } = archive;
    const id = (content && archivedImage(content, image.text)?.id) ?? null;
    const others = (content?.names ?? [])
        .filter((name) => name !== image.text)
        .flatMap((name) => {
            const parsed = parseReference(name);
            return "ok" in parsed ? [parsed.ok] : [];
        });
    const moves = [image, ...others].flatMap((one) => moved(one, images));
    return { pull: null, load: { path, inode, bytes, changed, id }, moves, point: null };
}

/** Nothing can be moved by it before there is a way back. */
export function isFetchedEarly({ moves, point }: Pick<ImageSource, "moves" | "point">): boolean {
    return moves.length === 0 || point !== null;
}

function byDigest({ name }: ImageReference, digest: string): ImageReference | null {
    const parsed = parseReference(`${name}@${digest}`);
    return "ok" in parsed ? parsed.ok : null;
}

function moved(image: ImageReference, images: readonly ImageState[]): ImageMove[] {
    const local = localImage(image, images);
    const id = imageId(local?.id);
    if (local === undefined || id === null || image.digest !== null) return [];
    const name = `${image.name}:${image.tag ?? "latest"}`;
    return [{ name, id, kept: keptName(image, local, id) }];
}

/** One that came from no registry has no digest to be found by: its id does as well. */
function keptName(image: ImageReference, local: ImageState, id: string): string {
    const beginning = `${image.name}@`;
    const digest = local.digests.find((one) => one.startsWith(beginning))?.slice(beginning.length) ?? "";
    const told = byDigest(image, digest);
    return (told && pinnedName(told)) ?? `${image.name}:pinned-${id.replace(/^sha256:/, "").slice(0, 12)}`;
}

/** An image id as podman writes it; null for anything else, which is not to become an argument. */
export function imageId(id: string | undefined): string | null {
    return id !== undefined && /^(?:sha256:)?[0-9a-f]{64}$/.test(id) ? id : null;
}
