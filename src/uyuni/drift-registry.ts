/** Drift between a container, or the image that it would be made from, and what the registry has under the tag. */
import type { DriftRow } from "./drift-files.js";
import { configuredImage, type ImageLayers } from "./drift-image.js";
import type { ImageState, Known } from "./host-state.js";
import { localImage } from "./local-image.js";
import { message, type Message } from "./message.js";
import { parseReference, type ImageReference } from "./reference.js";
import type { AnyService } from "./services.js";
import type { TagDetails } from "./told-image.js";

/** What the registry told of the image that its digest names, beside it. */
export type RegistryImage = Pick<TagDetails, "imageDigest" | "config" | "created">;

export interface RegistryLayers extends ImageLayers {
    /** Digest under the tag: of a manifest, or of an index; absent where nobody asked. */
    readonly registryDigest?: Known<string>;
    /** Null where only the digest is known. */
    readonly registryImage?: RegistryImage | null;
}

export type RegistryVerdict =
    /** Pinned to a digest. */
    | "pinned"
    /** Its name says that it was made on this host: there is no registry to ask. */
    | "own"
    | "not-asked"
    /** There is no image on this host to compare with, or nothing is known of it. */
    | "unknown"
    | "same"
    /** Made later than the one on this host. */
    | "newer"
    /** Made earlier: the tag went back. */
    | "older"
    /** Another one; which is the newer is not known. */
    | "other";

/** What the registry has under the configured tag, against the image of the container or, without one, of the tag on this host. */
export function registryVerdict(service: AnyService, layers: RegistryLayers): RegistryVerdict {
    const { unit, images, registryDigest, registryImage = null } = layers;
    const reference = parseReference(unit.state === "known" ? configuredImage(service, unit.value) : "");
    if ("ok" in reference && reference.ok.digest !== null) return "pinned";
    if ("ok" in reference && isOwn(reference.ok)) return "own";
    if ("error" in reference || registryDigest?.state !== "known") return "not-asked";
    const digest = registryDigest.value;
    const list = images.state === "known" ? images.value : [];
    return compare(imageHere(reference.ok, layers), digest, registryImage ?? toldHere(digest, list));
}

function imageHere(reference: ImageReference, { container, images }: RegistryLayers): ComparedImage {
    const made = container.state === "known" ? container.value : null;
    const list = images.state === "known" ? images.value : [];
    const image = made ? list.find(({ id }) => id === made.imageId) : localImage(reference, list);
    return {
        id: made?.imageId ?? image?.id ?? "",
        digests: [...digestsOf(image), ...(made && made.imageDigest !== "" ? [made.imageDigest] : [])],
        created: image?.createdAt ?? 0,
    };
}

/** podman puts what is built under a name without a registry below this one. */
export function isOwn({ registry }: { readonly registry: string }): boolean {
    return registry === "localhost";
}

interface ComparedImage {
    /** "" if not known. */
    readonly id: string;
    readonly digests: readonly string[];
    readonly created: number;
}

/**
 * An index and the manifest of it that is for this host are one image, and so are manifests of one configuration,
 * whose layers were only compressed in another way: what was loaded out of an archive has no digest of a registry's.
 */
function compare(here: ComparedImage, digest: string, there: RegistryImage | null): RegistryVerdict {
    if (here.digests.includes(digest)) return "same";
    if (there !== null && there.imageDigest !== "" && here.digests.includes(there.imageDigest)) return "same";
    const config = there === null ? "" : bare(there.config);
    if (config !== "" && bare(here.id) === config) return "same";
    if (here.digests.length === 0 && (config === "" || here.id === "")) return "unknown";
    // podman tells no more than seconds.
    const [before, now] = [here.created, there?.created ?? 0].map((time) => Math.floor(time / 1000));
    if (before === undefined || now === undefined || before <= 0 || now <= 0 || before === now)
        return "other";
    return now > before ? "newer" : "older";
}

/** What this host knows of an image that is here, too, if under another name. */
function toldHere(digest: string, images: readonly ImageState[]): RegistryImage | null {
    const image = images.find((one) => digestsOf(one).includes(digest));
    return image === undefined ? null : { imageDigest: "", config: image.id, created: image.createdAt };
}

/** Digests by which podman knows an image, whatever the registries. */
export function digestsOf(image: Pick<ImageState, "digests"> | undefined): readonly string[] {
    return (image?.digests ?? []).map((digest) => digest.slice(digest.indexOf("@") + 1));
}

function bare(id: string): string {
    return id.replace(/^sha256:/, "");
}

/** The image of the container is the one that the registry has under the reference. */
export function registryDrift(service: AnyService, layers: RegistryLayers): DriftRow {
    const row = { pair: "container-registry", differences: [], action: null } as const;
    const verdict = registryVerdict(service, layers);
    switch (verdict) {
        case "pinned":
            return {
                ...row,
                result: "agrees",
                finding: message("The image is pinned to a digest: no registry can change it."),
            };
        case "own":
            return {
                ...row,
                result: "not-compared",
                finding: message("By its name the image was made on this host: there is no registry to ask."),
            };
        case "not-asked":
            return {
                ...row,
                result: "unknown",
                finding: message("What the registry has at present was not asked."),
            };
        case "unknown":
            return {
                ...row,
                result: "unknown",
                finding: message("The digest of the image on this host is not known."),
            };
        case "same":
            return { ...row, result: "agrees", finding: message("The registry has the same image.") };
        case "newer":
        case "older":
        case "other":
            return {
                ...row,
                result: "differs",
                finding: otherFinding(verdict, service),
                differences: differences(service, layers),
                // Nobody is led to what is older.
                action: service.files && verdict !== "older" ? "pull-and-restart" : null,
            };
    }
}

function differences(service: AnyService, layers: RegistryLayers): DriftRow["differences"] {
    const { unit, registryDigest } = layers;
    const reference = parseReference(unit.state === "known" ? configuredImage(service, unit.value) : "");
    if ("error" in reference || registryDigest?.state !== "known") return [];
    const { digests } = imageHere(reference.ok, layers);
    return [{ path: "", expected: registryDigest.value, actual: digests.join(" ") }];
}

function otherFinding(verdict: "newer" | "older" | "other", service: AnyService): Message {
    switch (verdict) {
        case "newer":
            return service.files
                ? message("The registry has a newer image under this tag by now.")
                : message(
                      "The registry has a newer image under this tag by now: upgrade with mgradm, since data has to migrate.",
                  );
        case "older":
            return message(
                "The tag has moved: what the registry has under it by now is older than the image on this host.",
            );
        case "other":
            return service.files
                ? message("The registry has another image under this tag by now.")
                : message(
                      "The registry has another image under this tag by now: upgrade with mgradm, since data has to migrate.",
                  );
    }
}
