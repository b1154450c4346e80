/** For what the image is that a set-up is asked for: asked when its plan is made, not only when tags are listed. */
import * as v from "valibot";
import { checkArchivePath } from "../uyuni/archive-path.js";
import type { HostState, SetUpFacts } from "../uyuni/host-state.js";
import type { ImageChoice } from "../uyuni/image-choice.js";
import { localImage } from "../uyuni/local-image.js";
import { parseReference } from "../uyuni/reference.js";
import type { ChosenImage } from "../uyuni/told-image.js";
import { readArchive } from "./image-archive.js";
import { podmanRequest } from "./podman-socket.js";
import { tagDetails } from "./tag-details.js";

/** A registry that takes longer is going to be asked by podman. */
const SECONDS = 8;

const Inspected = v.object({ Architecture: v.optional(v.string(), "") });

export type ChoiceFacts = Pick<SetUpFacts, "image" | "archive">;

/** What there is to know of it. Rejects with HostError when an archive cannot be looked into. */
export async function readChoice(choice: ImageChoice, state: HostState): Promise<ChoiceFacts> {
    const { archive } = choice;
    if (archive === undefined) return { image: await readChosenImage(choice, state), archive: null };
    const path = checkArchivePath(archive);
    return { image: null, archive: "ok" in path ? await readArchive(path.ok, freeBytes(state)) : null };
}

/** Where podman keeps images. */
function freeBytes({ podman }: HostState): number | null {
    return podman.state === "known" && podman.value.storage.size > 0 ? podman.value.storage.free : null;
}

/** Null where nobody tells: then the pull does. */
async function readChosenImage(
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
