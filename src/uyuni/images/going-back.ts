/** Which images are kept so that a service can go back to them. */
import type { HistoryEntry } from "../history.js";
import { parseReference } from "../reference.js";
import type { Service } from "../services.js";
import type { ImageUse } from "../uninstall/belongings.js";
import type { Survey } from "../uninstall/survey.js";

/** Digests of the images that ran, the last one first, by the service's id. */
export type Ran = ReadonlyMap<string, readonly string[]>;

/** Why an image is kept: it ran before, or it is one of the newest where the history knows too few. */
export type KeptBecause = "ran" | "newest";

/** @param entries the newest first */
export function ranBefore(entries: readonly HistoryEntry[]): Ran {
    const found = new Map<string, string[]>();
    for (const { operation, images, before } of entries) {
        if (operation.phase !== "succeeded") continue;
        const digests = found.get(operation.service) ?? [];
        digests.push(...[...images, ...before].map(({ digest }) => digest));
        found.set(operation.service, digests);
    }
    return found;
}

/** Images that the unit of the service names, or that a container of it was made from. */
export function isInUse({ configured, running }: ImageUse, service: Service): boolean {
    return configured.includes(service) || running.includes(service);
}

/** Whether the image is younger than every one that the service uses from the same repository. */
export function isNewer({ images }: Survey, { image }: ImageUse, service: Service): boolean {
    const own = repositories(image);
    const used = images.filter(
        (use) =>
            isInUse(use, service) && [...repositories(use.image)].some((repository) => own.has(repository)),
    );
    return used.length > 0 && used.every(({ image: { createdAt } }) => createdAt < image.createdAt);
}

/** The last `count` images of each installed service that it can go back to, by the image's id. */
export function goingBack(found: Survey, ran: Ran, count: number): ReadonlyMap<string, KeptBecause> {
    return new Map(found.installed.flatMap((service) => lastOf(found, service, ran, count)));
}

function lastOf(
    found: Survey,
    service: Service,
    ran: Ran,
    count: number,
): readonly (readonly [string, KeptBecause])[] {
    const inUse = found.images.filter((use) => isInUse(use, service));
    const used = new Set(inUse.flatMap(({ image }) => [...repositories(image)]));
    const others = found.images.filter((use) => use.named === service && !isInUse(use, service));
    const before = (ran.get(service.id) ?? []).flatMap((digest) =>
        others.filter(({ image }) => image.digests.includes(digest)),
    );
    const newest = others
        .filter((use) => !isNewer(found, use, service))
        // Where nothing of the service is here, there is no repository to compare with.
        .filter(({ image }) => used.size === 0 || [...repositories(image)].some((one) => used.has(one)))
        .sort((a, b) => b.image.createdAt - a.image.createdAt || (a.image.id < b.image.id ? -1 : 1));
    const ids = new Map<string, KeptBecause>();
    for (const { image } of before) ids.set(image.id, "ran");
    for (const { image } of newest) if (!ids.has(image.id)) ids.set(image.id, "newest");
    return [...ids].slice(0, count);
}

/** Those that the image has a name in, or had. */
function repositories({ names, history }: Pick<ImageUse["image"], "names" | "history">): ReadonlySet<string> {
    return new Set(
        [...names, ...history].flatMap((text) => {
            const parsed = parseReference(text);
            return "ok" in parsed ? [parsed.ok.name] : [];
        }),
    );
}
