/**
 * What the removal of images really frees: podman stores a layer once for all
 * images whose layers are the same from the bottom up to it.
 */
import type { FoundImage } from "./inventory.js";

/** A layer is told from others by all layers below it, too. */
function stacks({ layers }: FoundImage): string[] {
    let below = "";
    return layers.map((layer) => (below = `${below}/${layer}`));
}

/** Bytes that are free afterwards when the images with these ids go and all others stay. */
export function freedBytes(images: readonly FoundImage[], going: ReadonlySet<string>): number {
    const kept = new Set(images.filter(({ id }) => !going.has(id)).flatMap(stacks));
    const freed = new Map<string, number>();
    for (const image of images.filter(({ id }) => going.has(id)))
        for (const [index, stack] of stacks(image).entries())
            if (!kept.has(stack)) freed.set(stack, image.layerSizes?.[index] ?? 0);
    return [...freed.values()].reduce((sum, size) => sum + size, 0);
}

/** Images that were built on `image`: they need all of its layers, and podman does not remove it under them. */
export function builtOn(image: FoundImage, images: readonly FoundImage[]): readonly FoundImage[] {
    return images.filter(
        ({ id, layers }) =>
            id !== image.id &&
            layers.length > image.layers.length &&
            image.layers.length > 0 &&
            image.layers.every((layer, index) => layers[index] === layer),
    );
}

/**
 * Sizes of the layers, lowest first, by what podman tells of an image's history.
 *
 * @param sizes of all entries of the history, the newest first
 * @param empty whether an entry made no layer, the oldest first
 * @returns null when the two do not fit each other or `count`
 */
export function layerSizes(
    sizes: readonly number[],
    empty: readonly boolean[],
    count: number,
): readonly number[] | null {
    if (sizes.length !== empty.length) return null;
    const found = [...sizes].reverse().filter((_size, index) => empty[index] === false);
    return found.length === count ? found : null;
}
