/** Which of the host's images a reference means. */
import type { ImageState } from "./host-state.js";
import type { ImageReference } from "./reference.js";

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
