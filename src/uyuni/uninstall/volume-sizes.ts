/** What du(1) has printed of volumes. */
import type { FoundVolume, VolumeSizes } from "./inventory.js";

/**
 * The sizes of `volumes` in the output of `du --null`, complaints included: what du could not look into it counts as
 * nothing, so a volume of which it complains has no size that is known.
 */
export function duSizes(volumes: readonly FoundVolume[], output: string): VolumeSizes {
    const sizes = new Map<string, number>();
    const complaints: string[] = [];
    for (const record of output.split("\0")) {
        const lines = record.split("\n");
        const said = lines.filter((line) => line.startsWith("du: "));
        // What goes away while it is measured is no mistake.
        complaints.push(...said.filter((line) => !line.endsWith(": No such file or directory")));
        const [, bytes, path] =
            /^([0-9]+)\t(.*)$/.exec(lines.filter((line) => !said.includes(line)).join("\n")) ?? [];
        if (bytes !== undefined && path !== undefined) sizes.set(path, Number(bytes));
    }
    return new Map(
        volumes.map(({ name, mountpoint }) => {
            const isDoubtful = complaints.some(
                (line) => line.includes(`'${mountpoint}'`) || line.includes(`'${mountpoint}/`),
            );
            return [name, isDoubtful ? null : (sizes.get(mountpoint) ?? null)];
        }),
    );
}
