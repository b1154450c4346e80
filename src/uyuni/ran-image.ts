/** An image that a container of a service ran from, as the journal keeps it. */
import { parseReference } from "./reference.js";

export interface RanImage {
    /** As it was configured then. */
    readonly reference: string;
    /** The same repository with the digest that ran. */
    readonly pinned: string;
    readonly digest: string;
}

/** Null where one of them is none: a reference as podman takes it, and sha256: with 64 hexadecimal digits. */
export function ranImage(reference: string, digest: string): RanImage | null {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) return null;
    const parsed = parseReference(reference);
    return "error" in parsed ? null : { reference, pinned: `${parsed.ok.name}@${digest}`, digest };
}

/** What `wellTemplate` (listener-check.ts) prints of a container that is well; null for any other line. */
export function parseRanImage(line: string): RanImage | null {
    const [, reference, digest] = /^running(?: healthy)? image ([^ ]+) ([^ ]+)$/.exec(line.trimEnd()) ?? [];
    return reference === undefined || digest === undefined ? null : ranImage(reference, digest);
}
