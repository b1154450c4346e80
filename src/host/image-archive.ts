/** Looking into an image archive on the host, as root, without loading it. */
import cockpit from "cockpit";
import type { ArchiveContent, ArchivePart, ImageArchive } from "../uyuni/archive-facts.js";
import { parseDockerList, parseOciList, type ArchiveList } from "../uyuni/image-archive.js";
import { parseConfiguration, parseManifest } from "../uyuni/registry-image.js";
import { asHostError, exitStatus, within } from "./problem.js";
import { outputAnyway } from "./read-files.js";
import { runAsRoot } from "./root.js";

/** A compressed archive is read to its end. */
const SECONDS = 120;
/** Of the descriptions in an archive; those of real ones have a few thousand bytes. */
const LONGEST = 1_000_000;

/**
 * @param asked absolute, without "..", and without control characters
 * @param free bytes that are free for images, null if that is not known
 */
export async function readArchive(asked: string, free: number | null): Promise<ImageArchive> {
    try {
        const found = (await runAsRoot(["realpath", "--canonicalize-missing", "--", asked])).replace(
            /\n$/,
            "",
        );
        const { parts, bytes, changed } = await readParts(found);
        const isFile = parts.some(({ path, kind }) => path === found && kind === "file");
        return {
            ...{ asked, path: found, parts, bytes, changed, free },
            content: isFile ? await readContent(found) : null,
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}

async function readParts(path: string): Promise<Pick<ImageArchive, "parts" | "bytes" | "changed">> {
    const names = path.split("/").slice(1);
    const all = ["/", ...names.map((_name, index) => `/${names.slice(0, index + 1).join("/")}`)];
    const told = await outputAnyway([
        "stat",
        "--printf=%n\\0%F\\0%u\\0%a\\0%s\\0%y\\0",
        "--",
        ...new Set(all),
    ]);
    const fields = told.split("\0");
    const parts: ArchivePart[] = [];
    let [bytes, changed] = [0, ""];
    for (let at = 0; at + 6 <= fields.length; at += 6) {
        const [name = "", kind = "", owner = "", mode = "", size = "", time = ""] = fields.slice(at, at + 6);
        parts.push({
            path: name,
            kind: kind === "directory" ? "folder" : kind.startsWith("regular") ? "file" : "other",
            owner: Number(owner),
            mode: Number.parseInt(mode, 8),
        });
        if (name === path) [bytes, changed] = [Number(size), time];
    }
    return { parts, bytes, changed };
}

async function readContent(path: string): Promise<ArchiveContent | null> {
    const docker = parseDockerList(await member(path, "manifest.json"));
    if (docker !== null) return describe(docker, await member(path, docker.description));
    const oci = parseOciList(await member(path, "index.json"));
    if (oci === null) return null;
    const manifest = parseManifest(await member(path, oci.description));
    const [, digits = ""] =
        /^sha256:([0-9a-f]+)$/.exec(manifest?.kind === "image" ? manifest.config : "") ?? [];
    return describe(oci, await member(path, digits === "" ? "" : `blobs/sha256/${digits}`));
}

function describe({ kind, names }: ArchiveList, text: string): ArchiveContent {
    const { architectures, healthCheck } = parseConfiguration(text);
    return { kind, names, architectures, healthCheck };
}

/** Text of a file in an archive; "" where there is none, or it is longer than any description. */
async function member(path: string, name: string): Promise<string> {
    if (name === "") return "";
    // As bytes: nothing says that it is text.
    const process = cockpit.spawn(
        ["tar", "--extract", "--to-stdout", "--occurrence=1", `--file=${path}`, "--force-local", "--", name],
        { superuser: "require", err: "ignore", environ: ["LC_ALL=C.UTF-8"], binary: true },
    );
    const decoder = new TextDecoder();
    let text = "";
    const ending = process.stream((chunk) => {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > LONGEST) process.close("too-large");
    });
    try {
        await within(SECONDS, ending);
        return text;
    } catch (reason) {
        process.close("terminated");
        if (exitStatus(reason) !== null || text.length > LONGEST) return "";
        throw asHostError(reason);
    }
}
