/** What a backup has in it, and how much that is. */
import { DATABASE_VOLUMES, volumesOf } from "../uninstall/belongings.js";
import type { Survey } from "../uninstall/survey.js";
import { services, type ServiceId } from "../services.js";
import { isOn, volumesIn, type Values } from "./fields.js";

export interface BackedUp {
    readonly bytes: number;
    /** Volumes that have not been measured. */
    readonly open: readonly string[];
    /** Volumes that mgradm wants, and that are not there. */
    readonly missing: readonly string[];
}

/** Services whose units and images are in a backup. */
export const BACKED_UP: readonly ServiceId[] = ["server", "db", "attestation", "hub-xmlrpc", "saline"];

/** Of old versions; mgradm does not back it up any more. */
const LEGACY = "etc-tls";

/** mgradm backs up the volumes of the server and of its database, and the images of the services that it lists. */
export function backedUp({ inventory, sizes, images }: Survey, values: Values): BackedUp {
    const [database = ""] = DATABASE_VOLUMES;
    const skipped = volumesIn(values["skipvolumes"]);
    const server = services.find(({ id }) => id === "server");
    const own =
        server === undefined || (skipped.length === 1 && skipped[0] === "all") ? [] : volumesOf(server);
    const wanted = new Set([
        ...volumesIn(values["extravolumes"]),
        ...(isOn(values, "skipdatabase") ? [] : [database]),
        ...own.filter((name) => !skipped.includes(name) && name !== LEGACY),
    ]);
    const volumes = inventory.volumes.filter(({ name }) => wanted.has(name));
    const saved = isOn(values, "skipimages")
        ? []
        : images.filter(({ configured }) => configured.some(({ id }) => BACKED_UP.includes(id)));
    return {
        bytes:
            volumes.reduce((sum, { name }) => sum + (sizes.get(name) ?? 0), 0) +
            saved.reduce((sum, { image }) => sum + image.size, 0),
        open: volumes.filter(({ name }) => !sizes.has(name)).map(({ name }) => name),
        missing: [...wanted].filter((name) => !inventory.volumes.some((volume) => volume.name === name)),
    };
}
