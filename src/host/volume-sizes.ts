/** How much of the disk volumes take up, by du(1). */
import type { FoundVolume, VolumeSizes } from "../uyuni/uninstall/inventory.js";
import { duSizes } from "../uyuni/uninstall/volume-sizes.js";
import { outputAnyway } from "./read-files.js";

/** A volume may hold millions of files. */
const SECONDS = 30 * 60;

/** Of each of the volumes. Rejects with HostError. */
export async function measureVolumes(volumes: readonly FoundVolume[]): Promise<VolumeSizes> {
    const there = volumes.filter(({ mountpoint }) => mountpoint.startsWith("/"));
    if (there.length === 0) return duSizes(volumes, "");
    const paths = there.map(({ mountpoint }) => mountpoint);
    const du = ["du", "--summarize", "--block-size=1", "--null", "--", ...paths];
    return duSizes(volumes, await outputAnyway(du, SECONDS, "out"));
}
