/** Looking into an image archive on the host, as root, without loading it. */
import cockpit from "cockpit";
import type { ArchiveContent, ArchivedImage, ArchivePart, ImageArchive } from "../uyuni/archive-facts.js";
import {
    configurationId,
    digestId,
    listsAgree,
    parseDockerList,
    parseOciList,
    type ListedImage,
} from "../uyuni/archive-lists.js";
import { parseConfiguration, parseManifest } from "../uyuni/registry-image.js";
import { asHostError, exitStatus, within } from "./problem.js";
import { outputAnyway } from "./read-files.js";
import { runAsRoot } from "./root.js";

/** A compressed archive is read to its end. */
const SECONDS = 120;
/** Descriptions of images that are read: of more in one archive, nothing is told. */
const MOST_DESCRIBED = 8;
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
        const { parts, inode, bytes, changed } = await readParts(found);
        const isFile = parts.some(({ path, kind }) => path === found && kind === "file");
        return {
            ...{ asked, path: found, parts, inode, bytes, changed, free },
            content: isFile ? await readContent(found) : null,
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}

async function readParts(path: string): Promise<Pick<ImageArchive, "parts" | "inode" | "bytes" | "changed">> {
    const names = path.split("/").slice(1);
    const all = ["/", ...names.map((_name, index) => `/${names.slice(0, index + 1).join("/")}`)];
    const told = await outputAnyway([
        "stat",
        "--printf=%n\\0%F\\0%u\\0%a\\0%s\\0%z\\0%i\\0",
        "--",
        ...new Set(all),
    ]);
    const fields = told.split("\0");
    const parts: ArchivePart[] = [];
    let [inode, bytes, changed] = [0, 0, ""];
    for (let at = 0; at + 7 <= fields.length; at += 7) {
        const [name = "", kind = "", owner = "", mode = "", size = "", time = "", number = ""] = fields.slice(
            at,
            at + 7,
        );
        parts.push({
            path: name,
            kind: kind === "directory" ? "folder" : kind.startsWith("regular") ? "file" : "other",
            owner: Number(owner),
            mode: Number.parseInt(mode, 8),
        });
        if (name === path) [inode, bytes, changed] = [Number(number), Number(size), time];
    }
    return { parts, inode, bytes, changed };
}

async function readContent(path: string): Promise<ArchiveContent | null> {
    const [docker, oci] = await Promise.all([
        member(path, "manifest.json").then(parseDockerList),
        member(path, "index.json").then(parseOciList),
    ]);
    const byDocker = docker && (await describeAll(docker, (image) => dockerImage(path, image)));
    const byOci = oci && (await describeAll(oci, (image) => ociImage(path, image)));
    const images = byOci ?? byDocker;
    if (images === null) return null;
    return {
        kind: byOci === null ? "docker-archive" : "oci-archive",
        names: [...new Set(images.flatMap(({ names }) => names))],
        images,
        agree: byOci === null || byDocker === null || listsAgree(byOci, byDocker),
    };
}

/** One after another: each may have to read the whole archive. */
async function describeAll(
    images: readonly ListedImage[],
    describe: (image: ListedImage) => Promise<ArchivedImage>,
): Promise<ArchivedImage[]> {
    const described: ArchivedImage[] = [];
    for (const [index, image] of images.entries())
        described.push(
            index < MOST_DESCRIBED
                ? await describe(image)
                : { names: image.names, id: null, architectures: [], healthCheck: null },
        );
    return described;
}

async function dockerImage(path: string, { names, description }: ListedImage): Promise<ArchivedImage> {
    const { architectures, healthCheck } = parseConfiguration(await member(path, description));
    return { names, id: configurationId(description), architectures, healthCheck };
}

async function ociImage(path: string, { names, description }: ListedImage): Promise<ArchivedImage> {
    const manifest = parseManifest(await member(path, description));
    const id = digestId(manifest?.kind === "image" ? manifest.config : "");
    const text = await member(path, id === null ? "" : `blobs/sha256/${id}`);
    const { architectures, healthCheck } = parseConfiguration(text);
    return { names, id, architectures, healthCheck };
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
