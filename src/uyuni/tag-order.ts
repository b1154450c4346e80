/** In which order tags are offered, and which of them name no image. */
import type { TagDetails } from "./told-image.js";

const numbers = new Intl.Collator("en", { numeric: true });

/** Names under which cosign and others keep signatures, attestations and parts lists of an image. */
const BESIDE = /^sha256-[0-9a-f]{64}(?:\.|$)|\.(?:sig|att|sbom)$/;

/** Where a tag stands: `latest`, then versions, then words. */
function rank(tag: string): number {
    if (tag === "latest") return 0;
    return /^v?[0-9]/.test(tag) ? 1 : 2;
}

/** Tags that name images; of versions, the highest first. */
export function imageTags(tags: readonly string[]): string[] {
    return [...new Set(tags)]
        .filter((tag) => !BESIDE.test(tag))
        .sort((a, b) => rank(a) - rank(b) || numbers.compare(b, a));
}

/** Whether an order by age is true of all tags, of those whose age is known only, or of none. */
export function orderedByAge(
    tags: readonly string[],
    details: ReadonlyMap<string, Pick<TagDetails, "created">>,
): "all" | "some" | "none" {
    const aged = tags.filter((tag) => (details.get(tag)?.created ?? 0) > 0).length;
    return aged === 0 ? "none" : aged === tags.length ? "all" : "some";
}

/**
 * The newest images first, then those whose age is not known. Of the same age, `latest` is the first, and the others
 * stay in their order.
 */
export function newestFirst(
    tags: readonly string[],
    details: ReadonlyMap<string, Pick<TagDetails, "created">>,
): string[] {
    const age = (tag: string) => details.get(tag)?.created ?? 0;
    const other = (tag: string) => Number(tag !== "latest");
    return [...tags].sort((a, b) => age(b) - age(a) || other(a) - other(b));
}
