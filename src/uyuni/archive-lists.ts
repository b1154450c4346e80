/**
 * The lists of images in an archive: manifest.json of a docker-archive, index.json of an oci-archive. An archive may
 * have both (docker save writes such), and podman load goes by index.json first, by manifest.json where that fails
 * (containers/common, libimage/load.go): so both have to say the same.
 */
import * as v from "valibot";
import type { ArchivedImage } from "./archive-facts.js";
import { parseReference } from "./reference.js";

/** An image as a list tells of it. */
export interface ListedImage {
    /** Whole references; what is none is left out. */
    readonly names: readonly string[];
    /** Path within the archive: of the configuration, or in an oci-archive of the manifest. "" if it is not told. */
    readonly description: string;
}

const MOST_IMAGES = 50;
const MOST_NAMES = 50;

const DockerImage = v.object({
    Config: v.optional(v.fallback(v.string(), ""), ""),
    RepoTags: v.nullish(v.array(v.unknown()), []),
});
const DockerArchive = v.array(v.unknown());
const OciImage = v.object({
    digest: v.optional(v.fallback(v.string(), ""), ""),
    annotations: v.optional(v.fallback(v.record(v.string(), v.unknown()), {}), {}),
});
const OciArchive = v.object({ manifests: v.array(v.unknown()) });

/** manifest.json of a docker-archive; null for what is none. */
export function parseDockerList(text: string): ListedImage[] | null {
    const entries = v.safeParse(DockerArchive, json(text));
    if (!entries.success) return null;
    const images = entries.output.slice(0, MOST_IMAGES).flatMap((entry) => {
        const image = v.safeParse(DockerImage, entry);
        return image.success ? [image.output] : [];
    });
    if (images.length === 0) return null;
    return images.map(({ Config, RepoTags }) => ({
        names: references(RepoTags),
        description: configurationId(Config) === null ? "" : Config,
    }));
}

/** index.json of an oci-archive; null for what is none. */
export function parseOciList(text: string): ListedImage[] | null {
    const index = v.safeParse(OciArchive, json(text));
    if (!index.success) return null;
    const images = index.output.manifests.slice(0, MOST_IMAGES).flatMap((entry) => {
        const image = v.safeParse(OciImage, entry);
        return image.success ? [image.output] : [];
    });
    if (images.length === 0) return null;
    return images.map(({ digest, annotations }) => {
        const id = digestId(digest);
        // As podman has it: what containerd writes goes before the standard's, which may be a tag alone.
        const written = annotations["io.containerd.image.name"] ?? "";
        const name = written === "" ? annotations["org.opencontainers.image.ref.name"] : written;
        return { names: references([name]), description: id === null ? "" : `blobs/sha256/${id}` };
    });
}

/** Id of the image whose configuration a docker-archive has under this path, which is named by its digest; null for another. */
export function configurationId(path: string): string | null {
    return /^(?:blobs\/sha256\/|sha256:)?([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1] ?? null;
}

/** The digits of a digest that podman makes an image's id of; null for another. */
export function digestId(digest: string): string | null {
    return /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1] ?? null;
}

/** Whether two lists of the same archive give the same names to the same images. What has no id agrees with nothing. */
export function listsAgree(one: readonly ArchivedImage[], other: readonly ArchivedImage[]): boolean {
    const [first, second] = [namesById(one), namesById(other)];
    return first !== null && second !== null && first === second;
}

function namesById(images: readonly ArchivedImage[]): string | null {
    const pairs: string[] = [];
    for (const { id, names } of images) {
        if (id === null) return null;
        pairs.push(id, ...names.map((name) => `${id} ${name}`));
    }
    return JSON.stringify([...new Set(pairs)].sort());
}

function references(names: readonly unknown[]): string[] {
    const whole = names
        .slice(0, MOST_NAMES)
        .filter((name): name is string => typeof name === "string" && "ok" in parseReference(name));
    return [...new Set(whole)];
}

function json(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
