/**
 * Which images are kept so that a service can go back to them: by whose they are, not by their repository, whose
 * path may have the version in it, and which is another one after a change to a mirror.
 */
import type { HistoryEntry } from "../history.js";
import { MGRADM_PAGE } from "../plan.js";
import type { RanImage } from "../ran-image.js";
import { parseReference } from "../reference.js";
import { services, type Service } from "../services.js";
import type { ImageUse } from "../uninstall/belongings.js";
import type { Survey } from "../uninstall/survey.js";

/** Digests of the images that ran, the last one first, by the service's id. */
export type Ran = ReadonlyMap<string, readonly string[]>;

/** Why an image is kept: it ran before, or it is one of the newest where the history knows too few. */
export type KeptBecause = "ran" | "newest";

/** At most so many can be kept of each service. */
export const MOST_KEPT = 10;
const USUALLY_KEPT = 2;

/** How many are kept, by what was chosen and remembered; the usual number where that is none, or says no such number. */
export function keptCount(remembered: string | null): number {
    return isKeptCount(remembered ?? "") ? Number(remembered) : USUALLY_KEPT;
}

/** Whether a text is a number of images that can be kept. */
export function isKeptCount(text: string): boolean {
    return /^[0-9]{1,2}$/.test(text) && Number(text) <= MOST_KEPT;
}

/** @param entries the newest first */
export function ranBefore(entries: readonly HistoryEntry[]): Ran {
    const found = new Map<string, string[]>();
    for (const { operation, images, before } of entries) {
        // Whatever became of an upgrade: only mgradm knows which images it left running.
        if (operation.phase !== "succeeded" && operation.service !== MGRADM_PAGE) continue;
        for (const image of [...images, ...before]) {
            const service = ranFor(operation, image);
            if (service !== null) found.set(service, [...(found.get(service) ?? []), image.digest]);
        }
    }
    return found;
}

/** Id of the service that ran from an image of an operation; null where that is not known. mgradm changes those of several. */
export function ranFor(
    { service }: Pick<HistoryEntry["operation"], "service">,
    { reference }: Pick<RanImage, "reference">,
): string | null {
    return service === MGRADM_PAGE ? (ownerOf(reference)?.id ?? null) : service;
}

/** Images that the unit of the service names, or that a container of it was made from. */
export function isInUse({ configured, running }: ImageUse, service: Service): boolean {
    return configured.includes(service) || running.includes(service);
}

/** Whether the image is one that the service can run from, and younger than every one that it uses. */
export function isNewer({ images }: Survey, { image }: ImageUse, service: Service): boolean {
    const used = images.filter((use) => isInUse(use, service));
    return (
        used.length > 0 &&
        isOwn(image, service) &&
        used.every(({ image: { createdAt } }) => createdAt < image.createdAt)
    );
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
    const free = found.images.filter((use) => !isInUse(use, service));
    const others = free.filter(({ named }) => named === service);
    // Whatever it is called: it may have come from an archive, or under another service's name.
    const before = (ran.get(service.id) ?? []).flatMap((digest) =>
        free.filter(({ image }) => image.digests.includes(digest)),
    );
    const newest = others
        .filter((use) => isOwn(use.image, service) && !isNewer(found, use, service))
        .sort((a, b) => b.image.createdAt - a.image.createdAt || (a.image.id < b.image.id ? -1 : 1));
    const ids = new Map<string, KeptBecause>();
    for (const { image } of before) ids.set(image.id, "ran");
    for (const { image } of newest) if (!ids.has(image.id)) ids.set(image.id, "newest");
    return [...ids].slice(0, count);
}

/** Whether its names, or earlier ones, are those of what the service runs from: mgradm runs others once, for a migration. */
function isOwn({ names, history }: Pick<ImageUse["image"], "names" | "history">, service: Service): boolean {
    return [...names, ...history].some((reference) => ownerOf(reference) === service);
}

/** The service that runs from images of this name, whatever its registry. */
function ownerOf(reference: string): Service | undefined {
    const parsed = parseReference(reference);
    if ("error" in parsed) return undefined;
    const { name } = parsed.ok;
    return services.find(({ imageName }) => imageName === name.slice(name.lastIndexOf("/") + 1));
}
