/** The folder into which volumes are exported: what was typed, and what is there. */
import { found, passed } from "../check.js";
import type { Checked } from "../checked.js";
import { message, type Message } from "../message.js";
import type { Check } from "../plan.js";
import type { Inventory } from "./inventory.js";
import type { Row } from "./row.js";

/** What the host says of the folder; it need not be there yet. */
export interface ExportPlace {
    /** Without symbolic links. */
    readonly path: string;
    /** Those of its folders that are there, the root first. */
    readonly folders: readonly PlaceFolder[];
    /** Bytes that are free in the last of them; null where that is not known. */
    readonly free: number | null;
    /** openssl(1) is there: it alone writes checksums into a file without a shell. */
    readonly openssl: boolean;
}

export interface PlaceFolder {
    readonly path: string;
    readonly isFolder: boolean;
    /** User id of its owner. */
    readonly owner: number;
    /** Permission bits. */
    readonly mode: number;
}

export const DEFAULT_EXPORT_PATH = "/var/backups/uyuni";

const LONGEST = 1000;
/** Its names come after it, and a file name has 255 bytes. */
const IN_MEMORY = ["/dev", "/proc", "/run", "/sys"];

/** Whether a path can be a folder for exports; without its last slash. */
export function checkExportPath(text: string): Checked<string> {
    const path = text.length > 1 ? text.replace(/\/$/, "") : text;
    if (!path.startsWith("/")) return { error: message("The path begins with a slash.") };
    if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u.test(path))
        return { error: message("The path has characters that cannot be seen.") };
    const [, ...names] = path.split("/");
    if (names.some((name) => name === "" || name === "." || name === ".."))
        return { error: message("The path has neither empty parts, nor “.” and “..”.") };
    const bytes = (name: string) => new TextEncoder().encode(name).length;
    if (bytes(path) > LONGEST || names.some((name) => bytes(name) > 255))
        return { error: message("The path is too long.") };
    if (IN_MEMORY.some((folder) => isWithin(path, folder)))
        return { error: message("What is there is lost when the host restarts.") };
    return { ok: path };
}

function isWithin(path: string, folder: string): boolean {
    return path === folder || path.startsWith(`${folder}/`);
}

/** Checks on the place for these volumes. */
export function placeChecks(
    place: ExportPlace,
    volumes: readonly Row[],
    inventory: Inventory,
): readonly Check[] {
    return [folderCheck(place, inventory), volumesFit(place, volumes), checksumCheck(place)];
}

/** Whether only root may change what is in the folder, or in one above it. */
export function folderCheck(
    { path, folders }: ExportPlace,
    { storage, volumes }: Pick<Inventory, "storage" | "volumes">,
): Check {
    const named = { id: "export-folder", title: message("Folder") };
    const other = message("Choose another folder.");
    const checked = checkExportPath(path);
    if ("error" in checked) return found("failed", named, message("It leads to $0.", path), checked.error);
    const inside = [storage, ...volumes.map(({ mountpoint }) => mountpoint)].find(
        (folder) => folder !== "" && isWithin(path, folder),
    );
    if (inside !== undefined)
        return found("failed", named, message("$0 is podman's own storage.", inside), other);
    const file = folders.find(({ isFolder }) => !isFolder);
    if (file !== undefined) return found("failed", named, message("$0 is no folder.", file.path), other);
    const open = folders.find(({ owner, mode }) => owner !== 0 || (mode & 0o022) !== 0);
    if (open !== undefined)
        return found(
            "failed",
            named,
            message("Others than root may change what is in $0.", open.path),
            message("Choose a folder that is root's alone, with all folders above it."),
        );
    return passed(named, message("Only root may change what is in $0.", path));
}

function volumesFit(place: ExportPlace, volumes: readonly Row[]): Check {
    const id = "export-space";
    const bytes = volumes.reduce((sum, { size }) => sum + (size ?? 0), 0);
    const open = volumes.filter(({ size }) => size === null).map(({ name }) => name);
    return spaceCheck(
        place,
        { id, bytes, open },
        {
            compared: (...sizes) => message("The volumes have $0, and $1 are free in $2.", ...sizes),
            less: message("Choose a folder on another disk, or fewer volumes."),
            unmeasured: message("If the space runs out, the export fails, and nothing is removed."),
        },
    );
}

export interface SpaceNeed {
    /** Of the check. */
    readonly id: string;
    /** As far as they are known. */
    readonly bytes: number;
    /** What was not measured yet. */
    readonly open: readonly string[];
}

export interface SpaceWords {
    /** What is needed, what is free, and where. */
    readonly compared: (needed: string, free: string, where: string) => Message;
    /** Where it is too little. */
    readonly less: Message;
    /** What becomes of it if it turns out to be too little. */
    readonly unmeasured: Message;
}

/** Whether what is to be written fits where it is to be written. */
export function spaceCheck(
    { free, folders }: ExportPlace,
    { id, bytes, open }: SpaceNeed,
    { compared, less, unmeasured }: SpaceWords,
): Check {
    const named = { id, title: message("Free space") };
    const where = folders.at(-1)?.path ?? "/";
    if (free === null)
        return found("warning", named, message("How much is free in $0 is not known.", where), less);
    const sizes = compared(amount(bytes), amount(free), where);
    if (bytes >= free) return found("failed", named, sizes, less);
    if (open.length === 0) return passed(named, sizes);
    const finding = message(
        "$0 are free in $1; how much they need is not known yet: $2.",
        amount(free),
        where,
        open.join(", "),
    );
    return found("warning", named, finding, unmeasured);
}

function checksumCheck({ openssl }: ExportPlace): Check {
    const named = { id: "export-checksums", title: message("Checksums") };
    return openssl
        ? passed(named, message("They are written beside the files, and the files are compared with them."))
        : found(
              "warning",
              named,
              message(
                  "openssl is not installed: they are only shown here, and not written beside the files.",
              ),
              message("Install the package $0 on this host.", "openssl"),
          );
}

/** In English, for a finding. */
export function amount(bytes: number): string {
    return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6).toFixed()} MB`;
}
