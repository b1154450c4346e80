/** How an operation makes sure of which image a container is. */
import { imageId } from "./image-moves.js";
import type { ImageReference } from "./reference.js";

/** An image by all that is known of it. */
export interface WantedImage {
    readonly image: ImageReference;
    /** Another reference by which the same image is pulled; null where there is none. */
    readonly pull: ImageReference | null;
    /** Its id on this host; null where that is not known yet. */
    readonly localId: string | null;
}

/**
 * Template for `podman container inspect` that prints the image of a container, and fails unless it is the wanted one
 * under any of its names, by its digest or by its id.
 *
 * What is written into it has been checked: neither references nor ids have quotes or backslashes.
 */
export function imageTemplate({ image, pull, localId }: WantedImage): string {
    const wanted = pull === null ? [image] : [image, pull];
    const names = new Set(wanted.flatMap(spellings));
    const digests = new Set(wanted.flatMap(({ digest }) => (digest === null ? [] : [digest])));
    const id = imageId(localId ?? undefined)?.replace(/^sha256:/, "");
    const isWanted = [
        comparison(".ImageName", [...names]),
        ...(digests.size > 0 ? [comparison(".ImageDigest", [...digests])] : []),
        ...(id === undefined ? [] : [comparison(".Image", [id])]),
    ];
    // An index of nothing is how a template fails on purpose.
    return `{{.ImageName}} {{.ImageDigest}}{{if not (or false ${isWanted.join(" ")})}}{{index "" 0}}{{end}}`;
}

/** `eq` of a template takes what is compared, and everything that it may be equal to. */
function comparison(field: string, values: readonly string[]): string {
    return `(eq ${field} ${values.map((value) => `"${value}"`).join(" ")})`;
}

/** Names under which podman keeps what it was told to run: as it was told, or as Docker completes that. */
function spellings({ name, tag, digest, text }: ImageReference): string[] {
    // With both, the tag alone may mean another image, and podman leaves it out.
    const end = digest === null ? `:${tag ?? "latest"}` : `@${digest}`;
    const [, path] = /^(?:index\.)?docker\.io\/(.+)$/.exec(name) ?? [];
    const completed = path?.includes("/") === false ? `library/${path}` : path;
    const names = completed === undefined ? [name] : [name, `docker.io/${completed}`];
    return [text, ...names.map((one) => `${one}${end}`)];
}
