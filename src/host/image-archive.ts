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
import { memberFault, parseMembers } from "../uyuni/archive-members.js";
import { message, type Message } from "../uyuni/message.js";
import { parseConfiguration, parseManifest } from "../uyuni/registry-image.js";
import { asHostError, exitStatus, within } from "./problem.js";
import { outputAnyway } from "./read-files.js";
import { runAsRoot } from "./root.js";

/** A compressed archive is read to its end. */
const SECONDS = 120;
/** Descriptions of images that are read: of more in one archive, nothing is told. */
const MOST_DESCRIBED = 8;
/** Characters of the list of members, and of descriptions in an archive; those of real ones have a few thousand. */
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
        const inside = isFile ? await lookInside(found) : { content: null, fault: null };
        return { asked, path: found, parts, inode, bytes, changed, free, ...inside };
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

/** Text of a description in an archive; "" where there is none. */
type Read = (name: string) => Promise<string>;

async function lookInside(path: string): Promise<Required<Pick<ImageArchive, "content" | "fault">>> {
    const listed = await tar(path, ["--list", "--verbose", "--numeric-owner", "--quoting-style=escape"], []);
    const members = parseMembers(listed.text);
    // What is no tar at all has no members either.
    if (!listed.isWhole && members.size > 0)
        return { content: null, fault: message("$0 is damaged: it cannot be read to its end.", path) };
    const faults: Message[] = [];
    const content = await readContent(async (name) => {
        const fault = memberFault(path, name, members);
        if (fault !== null) faults.push(fault);
        const found = members.get(name);
        return found?.kind === "file" ? member(path, found.name) : "";
    });
    const [fault = null] = faults;
    return { content: fault === null ? content : null, fault };
}

async function readContent(read: Read): Promise<ArchiveContent | null> {
    const [docker, oci] = await Promise.all([
        read("manifest.json").then(parseDockerList),
        read("index.json").then(parseOciList),
    ]);
    const byDocker = docker && (await describeAll(docker, (image) => dockerImage(read, image)));
    const byOci = oci && (await describeAll(oci, (image) => ociImage(read, image)));
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

async function dockerImage(read: Read, { names, description }: ListedImage): Promise<ArchivedImage> {
    const { architectures, healthCheck } = parseConfiguration(await read(description));
    return { names, id: configurationId(description), architectures, healthCheck };
}

async function ociImage(read: Read, { names, description }: ListedImage): Promise<ArchivedImage> {
    const manifest = parseManifest(await read(description));
    const id = digestId(manifest?.kind === "image" ? manifest.config : "");
    const text = await read(id === null ? "" : `blobs/sha256/${id}`);
    const { architectures, healthCheck } = parseConfiguration(text);
    return { names, id, architectures, healthCheck };
}

/** Text of a file in an archive; "" where there is none, or it is longer than any description. */
async function member(path: string, name: string): Promise<string> {
    const { text, isWhole } = await tar(path, ["--extract", "--to-stdout", "--occurrence=1"], [name]);
    return isWhole ? text : "";
}

interface TarOutput {
    readonly text: string;
    /** tar is content with the archive, and printed no more than the longest that is read. */
    readonly isWhole: boolean;
}

async function tar(path: string, options: readonly string[], names: readonly string[]): Promise<TarOutput> {
    // As bytes: nothing says that it is text.
    const process = cockpit.spawn(["tar", ...options, `--file=${path}`, "--force-local", "--", ...names], {
        superuser: "require",
        err: "ignore",
        environ: ["LC_ALL=C.UTF-8"],
        binary: true,
    });
    const decoder = new TextDecoder();
    let text = "";
    const ending = process.stream((chunk) => {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > LONGEST) process.close("too-large");
    });
    try {
        await within(SECONDS, ending);
        return { text, isWhole: true };
    } catch (reason) {
        process.close("terminated");
        if (exitStatus(reason) !== null || text.length > LONGEST) return { text, isWhole: false };
        throw asHostError(reason);
    }
}
