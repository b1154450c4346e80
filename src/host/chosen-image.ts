/** For what the image is that a set-up is asked for: asked when its plan is made, not only when tags are listed. */
import * as v from "valibot";
import type { PackagedImage } from "../uyuni/archive-facts.js";
import { checkArchivePath } from "../uyuni/archive-path.js";
import type { HostState, SetUpFacts } from "../uyuni/host-state.js";
import type { ImageChoice } from "../uyuni/image-choice.js";
import { mayBePackaged } from "../uyuni/image-order.js";
import { localImage } from "../uyuni/local-image.js";
import { parseReference } from "../uyuni/reference.js";
import { isHealthCheck } from "../uyuni/registry-image.js";
import { rpmImageFor } from "../uyuni/rpm-images.js";
import type { ChosenImage } from "../uyuni/told-image.js";
import { readArchive } from "./image-archive.js";
import { podmanRequest } from "./podman-socket.js";
import { registryLocation } from "./registries.js";
import { readRpmImages } from "./rpm-images.js";
import { tagDetails } from "./tag-details.js";

/** A registry that takes longer is going to be asked by podman. */
const SECONDS = 8;

const Inspected = v.object({
    Architecture: v.optional(v.string(), ""),
    Healthcheck: v.optional(v.unknown()),
});

export type ChoiceFacts = Pick<SetUpFacts, "image" | "archive" | "packaged">;

/** What there is to know of it. Rejects with HostError when an archive, or registries.conf, cannot be looked into. */
export async function readChoice(choice: ImageChoice, state: HostState): Promise<ChoiceFacts> {
    const { archive } = choice;
    if (archive === undefined) {
        const [image, packaged] = await Promise.all([
            readChosenImage(choice, state),
            readPackagedImage(choice, state),
            lookUpRegistry(choice, state),
        ]);
        return { image, archive: null, packaged };
    }
    const path = checkArchivePath(archive);
    return { image: null, archive: "ok" in path ? await readArchive(path.ok, freeBytes(state)) : null };
}

/** Null where no RPM has it, or none is asked; RPMs that cannot be looked at are told of where they are chosen. */
async function readPackagedImage(
    { image, pullPolicy }: ImageChoice,
    state: HostState,
): Promise<PackagedImage | null> {
    const parsed = parseReference(image);
    const images = state.podman.state === "known" ? state.podman.value.images : [];
    if ("error" in parsed || !mayBePackaged({ image: parsed.ok, pullPolicy }, images)) return null;
    try {
        const shipped = rpmImageFor(parsed.ok, await readRpmImages());
        return shipped && { image, archive: await readArchive(shipped.path, freeBytes(state)) };
    } catch (reason) {
        console.warn("Images in RPMs could not be looked at", reason);
        return null;
    }
}

/** Where podman keeps images. */
function freeBytes({ podman }: HostState): number | null {
    return podman.state === "known" && podman.value.storage.size > 0 ? podman.value.storage.free : null;
}

/** A pull cannot do without registries.conf either. Rejects with HostError. */
async function lookUpRegistry({ image, pullPolicy }: ImageChoice, { podman }: HostState): Promise<void> {
    const parsed = parseReference(image);
    if ("error" in parsed || podman.state !== "known" || pullPolicy === "Never") return;
    if (pullPolicy === "Always" || localImage(parsed.ok, podman.value.images) === undefined)
        await registryLocation(parsed.ok.name);
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
            return local === undefined ? null : { image, ...(await inspected(local.id)) };
        const { name, tag, digest } = parsed.ok;
        const signal = AbortSignal.timeout(SECONDS * 1000);
        const told = await tagDetails(name, digest ?? tag ?? "latest", architecture, signal);
        if (told === null) return null;
        const { architectures, healthCheck = null, size } = told;
        return { image, architectures, healthCheck, digest: told.digest, size };
    } catch {
        return null;
    }
}

async function inspected(id: string): Promise<Omit<ChosenImage, "image">> {
    const told = v.parse(Inspected, await podmanRequest("GET", `/images/${encodeURIComponent(id)}/json`));
    return {
        architectures: told.Architecture === "" ? [] : [told.Architecture],
        healthCheck: isHealthCheck(told.Healthcheck),
    };
}
