/**
 * Text files with the tag of what was read, and saving that does not overwrite
 * what somebody else saved meanwhile.
 *
 * Read as bytes: Cockpit's text channel silently leaves out what is no UTF-8,
 * and writing that back would lose it. Written only with a tag: a file that is
 * there keeps owner and mode then; without one they would change.
 */
import cockpit from "cockpit";
import type { SaveOutcome } from "./host.js";
import { asHostError, HostError, within } from "./problem.js";
import { runAsRoot } from "./root.js";

const SECONDS = 30;
const MOST_BYTES = 1024 * 1024;
const UNITS = "/etc/systemd/system";
/** Units of Uyuni and drop-ins of them: nothing else is saved from here. */
const OURS = /^\/etc\/systemd\/system\/(?:uyuni-[\w.@-]+\.service)(?:\.d\/[^/\0.][^/\0]*\.conf)?$/;

export interface TaggedText {
    /** null: no such file, or no text. */
    readonly text: string | null;
    /** "-" for a missing file. */
    readonly tag: string;
    /** It has bytes that are no UTF-8 text. */
    readonly binary: boolean;
}

/** Rejects with HostError. */
export async function readTagged(path: string): Promise<TaggedText> {
    const file = cockpit.file(path, { superuser: "try", binary: true, max_read_size: MOST_BYTES });
    const reading = new Promise<TaggedText>((resolve, reject) => {
        void file
            .read()
            .done((bytes, tag) => {
                resolve({ ...decoded(bytes), tag });
            })
            .fail(reject);
    });
    try {
        return await within(SECONDS, reading);
    } catch (reason) {
        throw asHostError(reason);
    } finally {
        file.close();
    }
}

function decoded(bytes: Uint8Array | null): { text: string | null; binary: boolean } {
    if (bytes === null) return { text: null, binary: false };
    try {
        const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
        return text.includes("\0") ? { text: null, binary: true } : { text, binary: false };
    } catch {
        return { text: null, binary: true };
    }
}

/** Neither the file nor its folder may be a link: what is written would be somewhere else. Rejects with HostError. */
async function refuseLink(path: string): Promise<void> {
    const [units = "", real] = (
        await runAsRoot(["realpath", "--canonicalize-missing", "--", UNITS, path])
    ).split("\n");
    if (real === units + path.slice(UNITS.length)) return;
    throw new HostError(
        "not-supported",
        cockpit.format(
            cockpit.gettext("A symbolic link leads from $0 to $1, and nothing is written through one."),
            path,
            real ?? "",
        ),
    );
}

/** Saves a unit file or drop-in of Uyuni's when it still has `tag`. Rejects with HostError. */
export async function saveText(path: string, text: string, tag: string): Promise<SaveOutcome> {
    if (!OURS.test(path)) throw new HostError("not-supported", path);
    const isNew = tag === "-";
    const directory = path.slice(0, path.lastIndexOf("/"));
    await refuseLink(path);
    if (isNew && directory !== UNITS) await runAsRoot(["install", "-d", "-m", "0755", "--", directory]);
    const file = cockpit.file(path, {
        superuser: "require",
        binary: true,
        ...(isNew && { attrs: { mode: 0o644 } }),
    });
    try {
        return { saved: await within(SECONDS, file.replace(new TextEncoder().encode(text), tag)) };
    } catch (reason) {
        const error = asHostError(reason);
        // A file that was removed is a conflict, too.
        if (error.problem !== "change-conflict" && error.problem !== "not-found") throw error;
        return { conflict: await readTagged(path) };
    } finally {
        file.close();
    }
}
