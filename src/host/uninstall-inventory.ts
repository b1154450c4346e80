/**
 * Everything on the host that an uninstall may concern: read when it is asked
 * for, never kept. podman's program is asked about all containers and all images
 * at once, since its REST service has only one at a time; of its answers only the
 * fields that are needed, and never a container's environment.
 */
import * as v from "valibot";
import type {
    FoundContainer,
    FoundFile,
    FoundImage,
    FoundVolume,
    Inventory,
} from "../uyuni/uninstall/inventory.js";
import { imageUses } from "../uyuni/uninstall/belongings.js";
import { layerSizes } from "../uyuni/uninstall/layers.js";
import { ownedFiles, RUNTIME_FOLDER } from "../uyuni/uninstall/files.js";
import type { HostState } from "../uyuni/host-state.js";
import { runningIn } from "../uyuni/mgradm/tool.js";
import { serviceOfContainer } from "../uyuni/names.js";
import { unitDirectory } from "../uyuni/services.js";
import { parseNetworks, parseSecrets } from "./podman-answers.js";
import { readInfo } from "./podman-info.js";
import { podmanRequest } from "./podman-socket.js";
import { asHostError, HostError } from "./problem.js";
import { outputAnyway, outputOrNull, readText } from "./read-files.js";
import { runAsRoot } from "./root.js";

const SECONDS = 60;
/** Command lines have a limit; an id takes 65 bytes. */
const AT_ONCE = 500;
/** Any of them may name an image. */
const TEXTS = /\.(?:conf|service)$/;

const texts = v.nullish(v.array(v.string()), []);
const Container = v.object({
    id: v.string(),
    name: v.string(),
    image: v.string(),
    status: v.string(),
    mounts: v.nullish(
        v.array(v.object({ Type: v.nullish(v.string(), ""), Name: v.nullish(v.string(), "") })),
        [],
    ),
    networks: v.nullish(v.record(v.string(), v.unknown()), {}),
    secrets: v.nullish(v.array(v.object({ Name: v.nullish(v.string(), "") })), []),
});
const CONTAINER = `{"id":{{json .ID}},"name":{{json .Name}},"image":{{json .Image}},"status":{{json .State.Status}},"mounts":{{json .Mounts}},"networks":{{json .NetworkSettings.Networks}},"secrets":{{json .Config.Secrets}}}`;

const ListedImages = v.nullish(
    v.array(
        v.object({
            Id: v.string(),
            RepoTags: texts,
            RepoDigests: texts,
            Digest: v.nullish(v.string(), ""),
            History: texts,
            Created: v.nullish(v.number(), 0),
            Size: v.number(),
            ReadOnly: v.nullish(v.boolean(), false),
        }),
    ),
    [],
);
const Layers = v.object({
    id: v.string(),
    layers: texts,
    history: v.nullish(v.array(v.object({ empty_layer: v.nullish(v.boolean(), false) })), []),
});
const LAYERS = `{"id":{{json .ID}},"layers":{{json .RootFS.Layers}},"history":{{json .History}}}`;
const History = v.array(v.object({ Size: v.number() }));
const Volumes = v.nullish(v.array(v.object({ Name: v.string(), Mountpoint: v.nullish(v.string(), "") })), []);

/** Rejects with HostError. */
export async function readInventory(state: HostState): Promise<Inventory> {
    try {
        const [files, containers, images, volumes, secrets, networks, storage, mgradm] = await Promise.all([
            readFiles(),
            readContainers(),
            readImages(),
            readVolumes().then(
                (listed) => ({ listed }),
                (reason: unknown) => ({ listed: [], volumesUnread: asHostError(reason).message }),
            ),
            podmanRequest("GET", "/secrets/json").then(parseSecrets),
            podmanRequest("GET", "/networks/json").then(parseNetworks),
            storagePath(state),
            outputOrNull(["pgrep", "-a", "-x", "mgradm"]),
        ]);
        const inventory: Inventory = {
            ...{ files, containers, images, secrets, networks },
            volumes: volumes.listed,
            ...("volumesUnread" in volumes && { volumesUnread: volumes.volumesUnread }),
            mgradm: runningIn(mgradm ?? ""),
            storage,
        };
        const units = state.units.state === "known" ? [...state.units.value.values()] : [];
        // Of the others nobody asks how large their layers are.
        const ours = new Set(imageUses(units, inventory).map(({ image }) => image.id));
        return {
            ...inventory,
            images: await Promise.all(
                images.map(async (image) => (ours.has(image.id) ? await measured(image) : image)),
            ),
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}

async function storagePath({ podman }: HostState): Promise<string> {
    const known = podman.state === "known" ? podman.value.storage.path : "";
    return known === "" ? (await readInfo()).storage.path : known;
}

/** Entries of the folders of units, and what the tools of Uyuni leave elsewhere; names may hold anything but NUL. */
async function readFiles(): Promise<readonly FoundFile[]> {
    const find = (...args: string[]) =>
        outputAnyway(["find", ...args, "-printf", "%p\\0%y\\0%s\\0%l\\0"], SECONDS);
    const [units, tools, running] = await Promise.all([
        find(unitDirectory, "-mindepth", "1", "-maxdepth", "2", "-path", "*uyuni-*"),
        find(
            ...["/etc", "/var/log", "-maxdepth", "2", "("],
            ...["-path", "/etc/uyuni/uyuni-tools.*", "-o", "-path", "/var/log/uyuni-tools.log*", ")"],
        ),
        find(RUNTIME_FOLDER, "-mindepth", "1", "-maxdepth", "1", "-type", "f", "-name", "uyuni-*"),
    ]);
    const found = [...entries(units), ...entries(tools), ...entries(running)];
    const known = new Set(ownedFiles(found).map(({ file }) => file.path));
    return Promise.all(
        found.map(async (file) => {
            const wanted = known.has(file.path) && file.kind === "file" && TEXTS.test(file.path);
            return wanted ? { ...file, text: await readText(file.path) } : file;
        }),
    );
}

const KINDS: Readonly<Record<string, FoundFile["kind"]>> = { f: "file", l: "link", d: "directory" };

function entries(output: string): FoundFile[] {
    const fields = output.split("\0");
    const found: FoundFile[] = [];
    for (let at = 0; at + 4 <= fields.length; at += 4) {
        const [path = "", kind = "", size = "", target = ""] = fields.slice(at, at + 4);
        // A name that is no UTF-8 cannot be said in a command.
        if (!path.includes("\ufffd"))
            found.push({ path, kind: KINDS[kind] ?? "other", size: Number(size), target, text: null });
    }
    return found;
}

/**
 * What `podman KIND inspect` prints of `ids`, a line each. What was removed in
 * between is left out: podman fails then, and tells of all others all the same.
 */
async function inspect(
    kind: "container" | "image",
    ids: readonly string[],
    format: string,
    ...options: readonly string[]
): Promise<readonly string[]> {
    const lines: string[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        const argv = ["podman", kind, "inspect", ...options, "--format", format, ...some];
        lines.push(...(await outputAnyway(argv, SECONDS)).split("\n").filter((line) => line !== ""));
    }
    if (lines.length === 0 && ids.length > 0) throw new HostError("protocol-error", `podman ${kind} inspect`);
    return lines;
}

function parsed<S extends v.GenericSchema>(schema: S, line: string, what: string): v.InferOutput<S> {
    try {
        return v.parse(schema, JSON.parse(line));
    } catch (reason) {
        throw new HostError("protocol-error", `${what}: ${String(reason)}`);
    }
}

async function readContainers(): Promise<readonly FoundContainer[]> {
    const listed = await runAsRoot(["podman", "container", "ls", "--all", "--quiet", "--no-trunc"], SECONDS);
    const ids = listed.split("\n").filter((id) => id !== "");
    const found = (await inspect("container", ids, CONTAINER)).map((line) =>
        parsed(Container, line, "podman container inspect"),
    );
    const ours = found.filter(({ name }) => serviceOfContainer(name) !== null).map(({ id }) => id);
    // Without the sizes it goes on.
    const sized = await inspect("container", ours, "{{.ID}} {{.SizeRw}}", "--size").catch(() => []);
    const sizes = new Map(sized.map((line) => [line.split(" ")[0], Number(line.split(" ")[1])]));
    return found.map(({ id, name, image, status, mounts, networks, secrets }) => {
        const size = sizes.get(id);
        return {
            ...{ id, name, status },
            imageId: image.replace(/^sha256:/, ""),
            volumes: mounts.flatMap(({ Type, Name }) => (Type === "volume" ? [Name] : [])),
            networks: Object.keys(networks),
            secrets: secrets.map(({ Name }) => Name),
            size: size === undefined || Number.isNaN(size) ? null : size,
        };
    });
}

interface LayeredImage extends FoundImage {
    /** Of each entry of its history, whether it made no layer. */
    readonly empty: readonly boolean[];
}

async function readImages(): Promise<readonly LayeredImage[]> {
    const listed = v.parse(
        ListedImages,
        await podmanRequest("GET", "/images/json", { all: "true" }, SECONDS),
    );
    const ids = listed.map(({ Id }) => Id.replace(/^sha256:/, ""));
    const layers = new Map(
        (await inspect("image", ids, LAYERS)).map((line) => {
            const image = parsed(Layers, line, "podman image inspect");
            return [image.id.replace(/^sha256:/, ""), image];
        }),
    );
    return listed.map(({ Id, RepoTags, RepoDigests, Digest, History: history, Created, Size, ReadOnly }) => {
        const id = Id.replace(/^sha256:/, "");
        const image = layers.get(id);
        return {
            id,
            names: RepoTags,
            history,
            digests: digestsOf([Digest, ...RepoDigests]),
            createdAt: Created * 1000,
            size: Size,
            readOnly: ReadOnly,
            layers: image?.layers ?? [],
            layerSizes: null,
            empty: (image?.history ?? []).map(({ empty_layer }) => empty_layer),
        };
    });
}

/** Each once, without the repository. */
function digestsOf(texts: readonly string[]): readonly string[] {
    const digests = texts.map((text) => text.slice(text.lastIndexOf("@") + 1));
    return [...new Set(digests.filter((digest) => digest !== ""))];
}

async function measured({ empty, ...image }: LayeredImage): Promise<FoundImage> {
    const told = await podmanRequest("GET", `/images/${image.id}/history`, {}, SECONDS).catch(() => null);
    const history = v.safeParse(History, told);
    if (!history.success) return image;
    const sizes = history.output.map(({ Size }) => Size);
    return { ...image, layerSizes: layerSizes(sizes, empty, image.layers.length) };
}

async function readVolumes(): Promise<readonly FoundVolume[]> {
    const [listed, mounts] = await Promise.all([podmanRequest("GET", "/volumes/json"), readMounts()]);
    return v.parse(Volumes, listed).map(({ Name, Mountpoint }) => {
        const folder = Mountpoint.slice(0, Mountpoint.lastIndexOf("/"));
        const at = mounts.has(Mountpoint) ? Mountpoint : mounts.has(folder) ? folder : null;
        return { name: Name, mountpoint: Mountpoint, mountedAt: Mountpoint === "" ? null : at };
    });
}

/** Where file systems are mounted, by proc_pid_mountinfo(5): its fifth field, with octal escapes. */
async function readMounts(): Promise<ReadonlySet<string>> {
    const output = await runAsRoot(["cat", "/proc/1/mountinfo"]);
    return new Set(
        output
            .split("\n")
            .map((line) =>
                (line.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, (_escape, code: string) =>
                    String.fromCharCode(Number.parseInt(code, 8)),
                ),
            ),
    );
}
