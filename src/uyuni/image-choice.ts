/** The image that a set-up is asked for: whether this host can run it. */
import { found } from "./check.js";
import type { PodmanState } from "./host-state.js";
import { message } from "./message.js";
import type { Check } from "./plan.js";
import { isFor, type ChosenImage } from "./told-image.js";
import type { PullPolicy } from "./set-up-intent.js";

/** What is asked for, before anything of it was checked. */
export interface ImageChoice {
    readonly image: string;
    readonly pullPolicy: PullPolicy;
    /** Path of an archive on the host out of which the image is loaded, instead of pulling it. */
    readonly archive?: string;
}

/** Null where nothing says that the image is for others than this host. */
export function architectureCheck(
    named: Pick<Check, "id" | "title">,
    image: string,
    chosen: ChosenImage | null | undefined,
    { architecture }: Pick<PodmanState, "architecture">,
): Check | null {
    if (chosen?.image !== image || isFor(architecture, chosen)) return null;
    return found(
        "failed",
        named,
        message(
            "$0 is for another architecture ($1) than this host’s ($2): it cannot run here, and is not pulled.",
            image,
            chosen.architectures.join(", "),
            architecture,
        ),
        message("Choose an image for $0.", architecture),
    );
}
