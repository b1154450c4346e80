/** For what the image is that a set-up is asked for: asked when its plan is made, not only when tags are listed. */
import * as v from "valibot";
import type { HostState } from "../uyuni/host-state.js";
import type { ImageChoice } from "../uyuni/image-choice.js";
import { localImage } from "../uyuni/local-image.js";
import { parseReference } from "../uyuni/reference.js";
import type { ChosenImage } from "../uyuni/told-image.js";
import { podmanRequest } from "./podman-socket.js";
import { tagDetails } from "./tag-details.js";

/** A registry that takes longer is going to be asked by podman. */
const SECONDS = 8;

const Inspected = v.object({ Architecture: v.optional(v.string(), "") });

/** Null where nobody tells: then the pull does. */
export async function readChosenImage(
    { image, pullPolicy }: ImageChoice,
    { podman }: HostState,
): Promise<ChosenImage | null> {
    const parsed = parseReference(image);
    if ("error" in parsed || podman.state !== "known") return null;
    const { architecture, images } = podman.value;
    const local = localImage(parsed.ok, images);
    try {
        if (pullPolicy === "Never" || (pullPolicy === "IfNotPresent" && local !== undefined))
            return local === undefined ? null : { image, architectures: await architectures(local.id) };
        const { name, tag, digest } = parsed.ok;
        const signal = AbortSignal.timeout(SECONDS * 1000);
        const told = await tagDetails(name, digest ?? tag ?? "latest", architecture, signal);
        return told && { image, architectures: told.architectures };
    } catch {
        return null;
    }
}

async function architectures(id: string): Promise<readonly string[]> {
    const told = v.parse(Inspected, await podmanRequest("GET", `/images/${encodeURIComponent(id)}/json`));
    return told.Architecture === "" ? [] : [told.Architecture];
}
