/**
 * Images that RPMs put on the host, as mgradm finds them: an archive, and beside it a file that says which image and
 * tags are in it. An image's path is written there with "-" for each "/", without its registry.
 */
import * as v from "valibot";
import type { ImageReference } from "./reference.js";

export const RPM_IMAGE_FOLDER = "/usr/share/suse-docker-images/native";

/** An image of an RPM. */
export interface RpmImage {
    /** Path of the image below its registry, with "-" for "/". */
    readonly name: string;
    readonly tags: readonly string[];
    /** Path of the archive. */
    readonly path: string;
}

const MOST_TAGS = 50;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** In that folder, and nowhere else; without what podman reads otherwise. */
const FILE = /^[A-Za-z0-9_][A-Za-z0-9_.+~^-]{0,254}$/;

const Metadata = v.object({
    image: v.object({
        name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_.-]{0,254}$/)),
        tags: v.array(v.unknown()),
        file: v.pipe(v.string(), v.regex(FILE)),
    }),
});

/** What such a file tells; null for one that tells nothing that can be used. mgradm would end its search there. */
export function parseRpmImage(text: string): RpmImage | null {
    let json: unknown;
    try {
        json = JSON.parse(text);
    } catch {
        return null;
    }
    const parsed = v.safeParse(Metadata, json);
    if (!parsed.success) return null;
    const { name, tags, file } = parsed.output.image;
    const valid = tags.filter((tag): tag is string => typeof tag === "string" && TAG.test(tag));
    return {
        name,
        tags: [...new Set(valid)].slice(0, MOST_TAGS),
        path: `${RPM_IMAGE_FOLDER}/${file}`,
    };
}

/** The RPM's image that a reference means, whatever its registry; a digest is of none. */
export function rpmImageFor(
    { repository, tag, digest }: ImageReference,
    images: readonly RpmImage[],
): RpmImage | null {
    if (tag === null || digest !== null) return null;
    const wanted = repository.replaceAll("/", "-");
    return images.find(({ name, tags }) => name === wanted && tags.includes(tag)) ?? null;
}
