/**
 * Image references by the grammar of github.com/distribution/reference
 * (`name[:tag][@digest]`), narrowed to what may be written into a unit: the
 * registry is named, and a tag or a digest is given.
 *
 * An `ImageReference` that exists has been checked; none can be made but here.
 */
import type { Checked } from "./checked.js";
import { message, type Message } from "./message.js";

const checked = Symbol("checked");

export interface ImageReference {
    /** Host and port: `registry.opensuse.org`, `[::1]:5000` */
    readonly registry: string;
    /** Path below the registry: `uyuni/server` */
    readonly repository: string;
    /** Registry and repository: what a registry is asked for tags of. */
    readonly name: string;
    readonly tag: string | null;
    /** `sha256:` and 64 hexadecimal digits, or another algorithm's. */
    readonly digest: string | null;
    /** The whole reference, as it was given. */
    readonly text: string;
    readonly [checked]: true;
}

// Anchored without the m flag; control characters, newline included, are refused before.
const component = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const registryPattern = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
/** podman refuses these algorithms with any other number of digits, and in upper case. */
const digestLength: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const longestName = 255;
/** Not in the grammar: a bound for a whole reference, far above any real one. */
const longestText = 1024;

const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** The reference, or a sentence saying what is wrong and where. Nothing is trimmed or completed. */
export function parseReference(text: string): Checked<ImageReference> {
    if (text === "") return { error: message("Enter an image reference.") };
    if (control.test(text))
        return { error: message("The image reference contains a line break or another control character.") };
    if (/\s/.test(text)) return { error: message("The image reference contains a blank.") };
    if (text.length > longestText)
        return {
            error: message("The image reference is too long: more than $0 characters.", `${longestText}`),
        };

    const at = text.indexOf("@");
    const digest = at < 0 ? null : text.slice(at + 1);
    const beforeDigest = at < 0 ? text : text.slice(0, at);
    // A colon after the last slash begins the tag; one before it belongs to the registry's port.
    const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
    const hasPath = beforeDigest.includes("/");
    const tag = colon < 0 || !hasPath ? null : beforeDigest.slice(colon + 1);
    const name = tag === null ? beforeDigest : beforeDigest.slice(0, colon);
    const slash = name.indexOf("/");
    const registry = name.slice(0, Math.max(slash, 0));
    const repository = name.slice(slash + 1);

    const error =
        nameError(name, registry, repository) ??
        (tag === null ? null : tagError(tag)) ??
        (digest === null ? null : digestError(digest)) ??
        (tag === null && digest === null
            ? message("The image reference has neither a tag nor a digest: add one, such as $0:latest.", name)
            : null);
    if (error) return { error };
    return { ok: { registry, repository, name, tag, digest, text, [checked]: true } };
}

function nameError(name: string, registry: string, repository: string): Message | null {
    if (name.length > longestName)
        return message("The image name is too long: $0 characters, $1 are allowed.", `${name.length}`, "255");
    // Without a dot, a colon or "localhost", podman takes the first part for a path and asks its search registries.
    if (!/[.:]/.test(registry) && registry !== "localhost")
        return message(
            "The image reference does not name its registry: begin with a host such as $0.",
            "registry.opensuse.org/",
        );
    if (!registryPattern.test(registry)) return message("“$0” is not a registry host.", registry);
    if (repository === "") return message("The image reference names a registry, but no image.");
    if (/[A-Z]/.test(repository))
        return message("The image name “$0” has upper-case letters: only a tag may.", repository);
    if (!repositoryPattern.test(repository))
        return message(
            "“$0” is not an image name: allowed are lower-case letters and digits, separated by “.”, “_”, “-” and “/”.",
            repository,
        );
    return null;
}

/** Whether this can be the tag of an image: whatever else a registry tells in its place is none, and may be meant for a parser. */
export function isTag(text: string): boolean {
    return tagPattern.test(text);
}

/** Why this cannot be the tag of an image; null when it can. */
export function tagError(tag: string): Message | null {
    if (tag === "") return message("The tag after the colon is missing.");
    if (tag.length > 128)
        return message("The tag is too long: $0 characters, $1 are allowed.", `${tag.length}`, "128");
    if (!isTag(tag))
        return message(
            "“$0” is not a tag: allowed are letters, digits, “_”, “.” and “-”, the last two not at its beginning.",
            tag,
        );
    return null;
}

function digestError(digest: string): Message | null {
    if (!digestPattern.test(digest))
        return message(
            "“$0” is not a digest: expected is an algorithm such as sha256, a colon, and its digits.",
            digest,
        );
    const [algorithm = "", digits = ""] = digest.split(":");
    const length = digestLength[algorithm];
    if (length !== undefined && (digits.length !== length || /[A-F]/.test(digits)))
        return message("A $0 digest has $1 digits out of 0–9 and a–f.", algorithm, `${length}`);
    return null;
}
