/** Whether there is room for the image that is asked for. */
import { found, passed, whenKnown } from "./check.js";
import type { HostState, ImageState, SetUpFacts } from "./host-state.js";
import { localImage } from "./local-image.js";
import { message, type Message } from "./message.js";
import type { Check } from "./plan.js";
import { imageSource, type ImageIntent } from "./set-up-plan.js";

const gibibyte = 2 ** 30;
const leastFree = 1 * gibibyte;
const enoughFree = 5 * gibibyte;
/** Left after the pull. */
const reserve = 1 * gibibyte;
/** Layers are pulled compressed: what they take up, unpacked and while they are unpacked, is about so many times that. */
const unpacked = 3;

/** @param intent null while there is none: then only the host counts */
export function diskCheck(
    intent: ImageIntent | null,
    state: HostState,
    facts: Pick<SetUpFacts, "image" | "archive">,
): Check {
    const named = { id: "disk", title: message("Disk space for images") };
    return whenKnown(named, state.podman, ({ images, storage: { path, free, size } }) => {
        if (size === 0)
            return found(
                "unknown",
                named,
                message("The free space of $0 is not known.", path),
                message("Make sure that there is room for an image of about a gibibyte."),
            );
        const need = intent && needed(intent, images, facts);
        const finding = freeSpace(path, free, need);
        if (free < Math.max(leastFree, need ?? 0))
            return found(
                "failed",
                named,
                finding,
                message("Make room: remove images that are not used any more."),
            );
        if (free < Math.max(enoughFree, (need ?? 0) + reserve))
            return found(
                "warning",
                named,
                finding,
                message("Make room soon: the database and its images share this space."),
            );
        return passed(named, finding);
    });
}

/** Bytes; null where nothing is pulled, 0 where it is not known. */
function needed(
    intent: ImageIntent,
    images: readonly ImageState[],
    facts: Pick<SetUpFacts, "image" | "archive">,
): number | null {
    const { pull } = imageSource(intent, images, facts);
    if (pull === null) return null;
    // By its digest, podman has nothing to fetch.
    if (pull.digest !== null && localImage(pull, images) !== undefined) return null;
    const size = facts.image?.image === intent.image.text ? facts.image.size : undefined;
    return (size ?? 0) * unpacked;
}

/** @param need as of `needed` */
function freeSpace(path: string, free: number, need: number | null): Message {
    const amount = (free / gibibyte).toFixed(1);
    if (need === null) return message("$0 GiB are free in $1.", amount, path);
    if (need === 0)
        return message("$0 GiB are free in $1. How large the image is, is not known.", amount, path);
    // Rounded up: a small image needs some room, too.
    const room = (Math.ceil((need / gibibyte) * 10) / 10).toFixed(1);
    return message("$0 GiB are free in $1, and the image needs about $2 GiB.", amount, path, room);
}
