/** Which of the host's images a reference means. */
import { known, loading, type ImageState, type Known, type PodmanState } from "./host-state.js";
import { parseReference, type ImageReference } from "./reference.js";

/** All images of the host, once all were listed: that one is not among them then says that it is not there. */
export function allImages(podman: Known<PodmanState>): Known<readonly ImageState[]> {
    if (podman.state !== "known") return podman;
    return podman.value.hasAllImages ? known(podman.value.images) : loading;
}

/**
 * The local image that podman would run for `reference` without asking a
 * registry; undefined if there is none. A digest counts more than a tag, as in
 * podman.
 */
export function localImage(reference: ImageReference, images: readonly ImageState[]): ImageState | undefined {
    if (reference.digest !== null) {
        const wanted = `${reference.name}@${reference.digest}`;
        return images.find(({ digests }) => digests.includes(wanted));
    }
    const wanted = `${reference.name}:${reference.tag ?? "latest"}`;
    return images.find(({ references }) => references.includes(wanted));
}

/** Whether two references are the same to podman, which adds a tag where there is none. */
export function isSameReference(one: string, other: string): boolean {
    return withTag(one) === withTag(other);
}

function withTag(reference: string): string {
    return reference === "" || /(?:@[^/]*|:[^/:@]*)$/.test(reference) ? reference : `${reference}:latest`;
}

/** A local image under one of its names. */
export interface NamedImage {
    /** A whole reference with a tag. */
    readonly name: string;
    /** By which this name can be pinned to what it means now; "" if podman tells none. */
    readonly digest: string;
    readonly image: ImageState;
}

/**
 * Local images by the names that they have, the newest first: those that are called as a service's image is, whatever
 * their registry, and the others. What has no tag, or a name that no unit can have, is left out.
 */
export function namedImages(
    imageName: string,
    images: readonly ImageState[],
): { readonly own: readonly NamedImage[]; readonly others: readonly NamedImage[] } {
    const own: NamedImage[] = [];
    const others: NamedImage[] = [];
    for (const image of images)
        for (const name of image.references) {
            const parsed = parseReference(name);
            if ("error" in parsed) continue;
            const beginning = `${parsed.ok.name}@`;
            const digest = image.digests.find((one) => one.startsWith(beginning)) ?? beginning;
            const named = { name, digest: digest.slice(beginning.length), image };
            (parsed.ok.repository.split("/").at(-1) === imageName ? own : others).push(named);
        }
    return { own: own.sort(newestFirst), others: others.sort(newestFirst) };
}

function newestFirst(one: NamedImage, other: NamedImage): number {
    return other.image.createdAt - one.image.createdAt || (one.name < other.name ? -1 : 1);
}

/**
 * A name for the image of a digest that nobody else gives to another one: podman finds an image by its digest only as
 * long as it has any name of the same repository, and units are started without pulling.
 */
export function pinnedName({ name, digest }: ImageReference): string | null {
    const [, digits] = /:([0-9a-f]{12})[0-9a-f]+$/.exec(digest ?? "") ?? [];
    return digits === undefined ? null : `${name}:pinned-${digits}`;
}
