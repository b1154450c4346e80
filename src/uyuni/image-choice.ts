/** The image that a set-up is asked for: whether this host can run it. */
import { archivedImage } from "./archive-facts.js";
import { found } from "./check.js";
import type { PodmanState, SetUpFacts } from "./host-state.js";
import { message } from "./message.js";
import type { Check } from "./plan.js";
import type { ImageReference } from "./reference.js";
import { isFor, type ChosenImage } from "./told-image.js";
import type { PullPolicy } from "./set-up-intent.js";

/** What is asked for, before anything of it was checked. */
export interface ImageChoice {
    readonly image: string;
    readonly pullPolicy: PullPolicy;
    /** Path of an archive on the host out of which the image is loaded, instead of pulling it. */
    readonly archive?: string;
}

interface AskedImage {
    readonly image: ImageReference;
    readonly archive?: string;
}

/** Whether the image has a health check; null where nobody has told. */
export function hasHealthCheck(
    { image, archive }: AskedImage,
    facts: Pick<SetUpFacts, "image" | "archive">,
): boolean | null {
    if (archive !== undefined) {
        const content = facts.archive?.asked === archive ? facts.archive.content : null;
        return (content && archivedImage(content, image.text)?.healthCheck) ?? null;
    }
    return facts.image?.image === image.text ? (facts.image.healthCheck ?? null) : null;
}

/** Whether the image is known to have no health check, for whose result podman would not wait. */
export function hasNoHealthCheck(asked: AskedImage, facts: Pick<SetUpFacts, "image" | "archive">): boolean {
    return hasHealthCheck(asked, facts) === false;
}

/** For an image without a health check of its own. */
export function healthCheckCheck(): Check {
    return found(
        "warning",
        { id: "health-check", title: message("Health check") },
        message("The image has no health check: podman cannot tell whether its program works."),
        message("Whether it runs, and listens for Salt events, is looked at all the same."),
    );
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
