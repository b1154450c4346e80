/**
 * What is in a tar, as `tar --list --verbose` tells it. The page and podman have to see the same description: podman
 * follows links, and takes the last of two.
 */
import { message, type Message } from "./message.js";

export interface Member {
    /** As the archive has it, perhaps with "./" before it. */
    readonly name: string;
    readonly kind: "file" | "other" | "repeated";
}

/**
 * Members by their path within the archive, without "./" before it.
 *
 * @param listing with numeric owners, names quoted by the style "escape"; what is no line of it is passed over
 */
export function parseMembers(listing: string): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>();
    for (const line of listing.split("\n")) {
        const [, type = "", shown = ""] =
            /^(.)\S+ +\d+\/\d+ +\d+(?:,\d+)? +[\d-]+ +[\d:]+ (.*)$/.exec(line) ?? [];
        const name = type === "h" || type === "l" ? shown.replace(/ (?:->|link to) .*$/, "") : shown;
        const path = name.replace(/^(?:\.?\/+)+/, "");
        if (path === "") continue;
        const kind = type === "-" ? "file" : "other";
        members.set(path, { name, kind: members.has(path) ? "repeated" : kind });
    }
    return members;
}

/** Why a description at `path` is not to be read; null where it is a file, or is not there. */
export function memberFault(
    archive: string,
    path: string,
    members: ReadonlyMap<string, Member>,
): Message | null {
    const kind = members.get(path)?.kind;
    if (kind === "other") return message("In $0, $1 is no file, but a link or the like.", archive, path);
    return kind === "repeated" ? message("In $0, $1 is there more than once.", archive, path) : null;
}
