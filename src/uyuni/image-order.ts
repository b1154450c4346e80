/**
 * Where an image comes from that is only named, in mgradm's order: what is on the host under this name, or under the
 * same name of localhost/; an RPM's archive; the registry. "Always" passes over what is on the host, but not over RPMs.
 */
import type { ImageArchive, PackagedImage } from "./archive-facts.js";
import type { ImageState, PodmanState } from "./host-state.js";
import { archiveCheck } from "./image-archive.js";
import { localImage } from "./local-image.js";
import { message } from "./message.js";
import { parseReference, type ImageReference } from "./reference.js";
import type { PullPolicy } from "./set-up-intent.js";

interface NamedIntent {
    readonly image: ImageReference;
    readonly pullPolicy: PullPolicy;
    readonly archive?: string;
}

interface PlaceFacts {
    readonly archive?: ImageArchive | null;
    readonly packaged?: PackagedImage | null;
}

/** The intent and what is known, with the image and the archive that are taken for those that were asked for. */
export function settleImage<Intent extends NamedIntent, Facts extends PlaceFacts>(
    intent: Intent,
    podman: Pick<PodmanState, "images" | "architecture"> | null,
    facts: Facts,
): { readonly intent: Intent; readonly facts: Facts } {
    const { image, pullPolicy, archive } = intent;
    if (archive !== undefined || podman === null) return { intent, facts };
    const here = pullPolicy === "Always" ? null : imageHere(image, podman.images);
    if (here !== null) return { intent: { ...intent, image: here }, facts };
    const packaged = packagedImage(image, facts.packaged, podman);
    if (packaged === null) return { intent, facts };
    const { asked } = packaged.archive;
    return {
        intent: { ...intent, image: packaged.image, archive: asked },
        facts: { ...facts, archive: packaged.archive },
    };
}

/** Whether an RPM's image is of any account for this one; a digest is of none. */
export function mayBePackaged({ image, pullPolicy }: NamedIntent, images: readonly ImageState[]): boolean {
    return image.digest === null && (pullPolicy === "Always" || imageHere(image, images) === null);
}

function imageHere(image: ImageReference, images: readonly ImageState[]): ImageReference | null {
    if (localImage(image, images) !== undefined) return image;
    if (image.digest !== null || image.tag === null) return null;
    const built = parseReference(`localhost/${image.repository}:${image.tag}`);
    return "ok" in built && localImage(built.ok, images) !== undefined ? built.ok : null;
}

/** As with mgradm, an archive that cannot be loaded is passed over. */
function packagedImage(
    image: ImageReference,
    packaged: PackagedImage | null | undefined,
    { architecture }: Pick<PodmanState, "architecture">,
): { readonly image: ImageReference; readonly archive: ImageArchive } | null {
    if (packaged?.image !== image.text) return null;
    const { archive } = packaged;
    const names = archive.content?.names ?? [];
    // An archive may name another registry: what it says is what there is after loading it.
    const end = `/${image.repository}:${image.tag ?? "latest"}`;
    const name = names.find((one) => one === image.text) ?? names.find((one) => one.endsWith(end));
    const parsed = parseReference(name ?? "");
    if ("error" in parsed) return null;
    const check = archiveCheck(
        { id: "image", title: message("Image") },
        parsed.ok.text,
        archive,
        architecture,
    );
    return check.result === "failed" ? null : { image: parsed.ok, archive };
}
