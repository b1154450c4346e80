/** Which drop-ins systemd merges into a unit: systemd.unit(5), all its folders. */
import type { FileState } from "./host-state.js";
import { isTemplate } from "./names.js";
import type { AnyService } from "./services.js";

/** Folders of systemd's units, the ones that count most first. */
const folders = [
    "/etc/systemd/system.control",
    "/run/systemd/system.control",
    "/run/systemd/transient",
    "/run/systemd/generator.early",
    "/etc/systemd/system",
    "/etc/systemd/system.attached",
    "/run/systemd/system",
    "/run/systemd/system.attached",
    "/run/systemd/generator",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
    "/run/systemd/generator.late",
] as const;

/**
 * The command that finds the drop-ins of all units of a service: of each, what it is ("f" for a file that has a
 * text) and its path, and a NUL. It fails where one of the folders is missing, as most of them are.
 */
export function findDropIns({ unitFile }: Pick<AnyService, "unitFile">): readonly string[] {
    const [name = ""] = unitFile.split(/@?\.service$/);
    const names = [name, ...prefixes(name)].join("|");
    const pattern = `/.*/(service|(${names})(@[^/]*)?\\.service)\\.d/[^/]+\\.conf`;
    return [
        "find",
        "-L",
        ...folders,
        ...["-mindepth", "2", "-maxdepth", "2", "-regextype", "posix-extended", "-regex", pattern],
        ...["-printf", "%y %p\\0"],
    ];
}

/** What `findDropIns` has printed. A link to /dev/null has no text, and hides the files of its name all the same. */
export function foundDropIns(
    output: string,
): readonly { readonly path: string; readonly hasText: boolean }[] {
    return output
        .split("\0")
        .filter((entry) => /^[A-Za-z] \//.test(entry))
        .map((entry) => ({ path: entry.slice(2), hasText: entry.startsWith("f ") }));
}

/** An entry of a folder of drop-ins, as far as it could be read. */
export interface DropInEntry {
    readonly path: string;
    readonly kind: "file" | "link" | "directory" | "other" | "missing";
    readonly text: string | null;
    /** It has bytes that are no text. */
    readonly binary: boolean;
    /** Cockpit's code for why it could not be read. */
    readonly problem: string | null;
}

/**
 * The text that systemd takes a drop-in for; null where that is not known. Seen of systemd 257: a link that leads
 * nowhere, in a circle or to a folder, and a folder, are drop-ins by their names, and empty; a reload changes nothing.
 */
export function textAsLoaded({ path, kind, text, binary, problem }: DropInEntry): string | null {
    if (text !== null || binary || !/\.d\/[^/]+\.conf$/.test(path)) return text;
    const isEmpty = kind === "directory" || kind === "link";
    return isEmpty && (problem === null || problem === "internal-error") ? "" : null;
}

/** Those of `files` that systemd merges into `unit`, in the order in which it does: by name; of two with one name, the first found counts. */
export function dropInsOf(
    service: AnyService,
    unit: string,
    files: readonly FileState[],
): readonly FileState[] {
    const isIn = (directory: string) => (file: FileState) =>
        file.path.slice(0, file.path.lastIndexOf("/")) === directory;
    const inFolders = (names: readonly string[]) =>
        folders.flatMap((folder) => names.flatMap((name) => files.filter(isIn(`${folder}/${name}.d`))));
    const found = new Map<string, FileState>();
    for (const file of [...inFolders(namesOf(service, unit)), ...inFolders(["service"])]) {
        const name = file.path.slice(file.path.lastIndexOf("/") + 1);
        if (!found.has(name)) found.set(name, file);
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

/** Names of a unit for which systemd has folders of drop-ins, the ones that count most first. */
function namesOf(service: AnyService, unit: string): readonly string[] {
    const [name = ""] = service.unitFile.split(/@?\.service$/);
    const ends = isTemplate(service) ? ["@.service", unit.slice(name.length)] : [".service"];
    return [unit, service.unitFile, ...ends.flatMap((end) => prefixes(name).map((one) => one + end))];
}

/** `a-b-` and `a-` of `a-b-c`. */
function prefixes(name: string): string[] {
    const parts = name.split("-").slice(0, -1);
    return parts.map((_, index) => `${parts.slice(0, parts.length - index).join("-")}-`);
}
