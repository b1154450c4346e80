/** A reference in two cells: what it names, and its tag (or the beginning of its digest). Made for looking only. */
export function splitImage(image: string): { readonly name: string; readonly tag: string } {
    const at = image.indexOf("@");
    const beforeDigest = at < 0 ? image : image.slice(0, at);
    const digest = at < 0 ? "" : shortDigest(image.slice(at + 1));
    const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
    return colon < 0
        ? { name: beforeDigest, tag: digest }
        : { name: beforeDigest.slice(0, colon), tag: beforeDigest.slice(colon + 1) };
}

/** The algorithm and twelve digits, as podman shortens ids. */
export function shortDigest(digest: string): string {
    const colon = digest.indexOf(":");
    return digest.slice(0, colon + 1 + 12);
}

export function shortId(id: string): string {
    return id.slice(0, 12);
}
