/** Uyuni's images on the host: what each is there for, and whether it may go. */
import { message, type Message } from "../message.js";
import { serviceOfContainer } from "../names.js";
import type { Service } from "../services.js";
import { foreignNames, readOnlyNote, type ImageUse } from "../uninstall/belongings.js";
import type { FoundImage } from "../uninstall/inventory.js";
import { builtOn, freedBytes } from "../uninstall/layers.js";
import type { Survey } from "../uninstall/survey.js";
import { goingBack, isNewer, type KeptBecause, type Ran } from "./going-back.js";

export type Standing =
    /** A unit of an installed service names it, or a container of one was made from it. */
    | "in-use"
    | "going-back"
    /** Pulled ahead: younger than the one in use. */
    | "newer"
    /** Of a service that is not installed. */
    | "unused"
    | "superseded";

export interface ImageRow {
    readonly image: FoundImage;
    /** Whose it is. */
    readonly service: Service | null;
    /** Installed services whose units name it. */
    readonly configured: readonly Service[];
    /** Services of which a container runs that was made from it. */
    readonly running: readonly Service[];
    readonly standing: Standing;
    /** Containers made from it, running or not and whoever's. */
    readonly usedBy: readonly string[];
    /** Images that were built on it: while one of them stays, podman takes no more from this one than its name. */
    readonly under: readonly FoundImage[];
    /** Why it has that standing, or why it cannot go. */
    readonly note: Message;
    /** Whether a person may choose that it goes. */
    readonly mayGo: boolean;
    /** Whether it goes unless a person chooses otherwise. */
    readonly byDefault: boolean;
    /** Bytes that are free when this image alone goes; null where its layers could not be measured. */
    readonly alone: number | null;
}

export interface KeepRule {
    readonly ran: Ran;
    /** How many of each service are kept for going back. */
    readonly count: number;
}

/** Rows in the order of the services, those in use first, then the newest. */
export function imageRows(found: Survey, rule: KeepRule): readonly ImageRow[] {
    const kept = goingBack(found, rule.ran, rule.count);
    const order = (row: ImageRow) => (row.service === null ? Infinity : found.present.indexOf(row.service));
    const later = ({ standing }: ImageRow) => (standing === "in-use" ? 0 : 1);
    return found.images
        .map((use) => rowOf(found, use, kept.get(use.image.id) ?? null))
        .sort(
            (a, b) =>
                order(a) - order(b) ||
                later(a) - later(b) ||
                b.image.createdAt - a.image.createdAt ||
                (a.image.id < b.image.id ? -1 : 1),
        );
}

function rowOf(found: Survey, use: ImageUse, kept: KeptBecause | null): ImageRow {
    const { image } = use;
    const { inventory, installed } = found;
    const configured = use.configured.filter((service) => installed.includes(service));
    const containers = inventory.containers.filter(({ imageId }) => imageId === image.id);
    const running = use.running.filter((service) =>
        containers.some(
            ({ name, status }) => status === "running" && serviceOfContainer(name)?.service === service,
        ),
    );
    const service = use.named ?? use.configured[0] ?? use.running[0] ?? null;
    const standing = standingOf(found, use, configured, service, kept);
    const usedBy = containers.map(({ name }) => name);
    const foreign = foreignNames(use, found.units, inventory);
    const built = image.names.length > 0 && image.names.every((name) => name.startsWith("localhost/"));
    const mayGo = standing !== "in-use" && usedBy.length === 0 && foreign.length === 0 && !image.readOnly;
    return {
        ...{ image, service, configured, running, standing, usedBy, mayGo },
        under: builtOn(image, inventory.images),
        note:
            foreign.length > 0 && standing !== "in-use"
                ? message(
                      "Somebody gave it the name $0 as well, for a purpose of their own.",
                      foreign.join(", "),
                  )
                : image.readOnly && standing !== "in-use" && usedBy.length === 0
                  ? readOnlyNote
                  : built && mayGo
                    ? message("It was made on this host: no registry has it.")
                    : reason(use, standing, configured, service, kept),
        byDefault: mayGo && standing === "superseded" && !built,
        alone: image.layerSizes === null ? null : freedBytes(inventory.images, new Set([image.id])),
    };
}

function standingOf(
    found: Survey,
    use: ImageUse,
    configured: readonly Service[],
    service: Service | null,
    kept: KeptBecause | null,
): Standing {
    if (configured.length > 0 || use.running.length > 0) return "in-use";
    if (kept !== null) return "going-back";
    if (service === null || !found.installed.includes(service)) return "unused";
    return isNewer(found, use, service) ? "newer" : "superseded";
}

function reason(
    { image, running }: ImageUse,
    standing: Standing,
    configured: readonly Service[],
    service: Service | null,
    kept: KeptBecause | null,
): Message {
    const unit = service?.unitFile ?? "";
    switch (standing) {
        case "in-use": {
            const [first] = configured;
            return first === undefined
                ? message("A container of $0 was made from it", running[0]?.unitFile ?? unit)
                : message("The unit of $0 names it", first.unitFile);
        }
        case "going-back":
            return kept === "ran"
                ? message("It ran before: kept for going back")
                : message("One of the newest that nothing uses: kept for going back");
        case "newer":
            return message("It is newer than the one that $0 uses", unit);
        case "unused":
            return message("Its service is not installed");
        case "superseded":
            return image.names.length === 0
                ? message("An earlier image of $0, whose tag has moved on", unit)
                : message("Nothing uses it any more");
    }
}
