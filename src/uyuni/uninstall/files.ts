/** Whose the files among systemd's own are, by their names: mgradm's and this module's, or an administrator's. */
import { instanceOfUnit, serviceOfContainer } from "../names.js";
import { services, unitDirectory, type Service } from "../services.js";
import { parseUnitFile } from "../unit-file.js";
import { environmentOf } from "../environment.js";
import type { FoundFile } from "./inventory.js";

export type FileRole =
    /** Unit file of a service. */
    | "unit"
    /** It says how a service is run, and is written anew by whoever set it up. */
    | "generated"
    /** Has a unit started by another one. */
    | "link"
    /** Keeps an instance from being started. */
    | "mask"
    /** Left by an operation that was cut off. */
    | "temporary"
    /** custom.conf with nothing in it but what is written there by a set-up. */
    | "settings"
    /** Which process and which container systemd and podman started, until the next boot. */
    | "runtime"
    /** Somebody made it by hand. */
    | "administrator"
    /** Folder of drop-ins. */
    | "folder";

export interface OwnedFile {
    readonly file: FoundFile;
    readonly service: Service;
    readonly role: FileRole;
    /** Unit that a link or a mask is about. */
    readonly unit: string | null;
}

/** Beside generated.conf: what mgradm writes for one service only; UYUNI facts of mgradm 5.2. */
const GENERATED: Readonly<Record<string, readonly string[]>> = {
    server: ["server.env", "Service.conf"],
    db: ["generated-backup-volume.conf"],
};

/** The files of Uyuni's among those found, each with its service. */
export function ownedFiles(files: readonly FoundFile[]): readonly OwnedFile[] {
    return files.flatMap((file) => owned(file) ?? []);
}

/** Where systemd and podman write down what they run; PIDFile= and --cidfile of the units. */
export const RUNTIME_FOLDER = "/run";

/** Named after the container, after the unit, or after both with the instance, in one version of mgradm or another. */
function runtime(file: FoundFile): OwnedFile | null {
    const [, stem] = /^\/run\/([^/]+)\.(?:pid|ctr-id)$/.exec(file.path) ?? [];
    if (stem === undefined || file.kind !== "file") return null;
    const unit = stem.replace(/(\.service)-[^.]*$/, "$1");
    const service =
        services.find((one) => instanceOfUnit(one, unit) !== null) ?? serviceOfContainer(stem)?.service;
    return service === undefined ? null : { file, service, role: "runtime", unit: null };
}

function owned(file: FoundFile): OwnedFile | null {
    if (file.path.startsWith(`${RUNTIME_FOLDER}/`)) return runtime(file);
    if (!file.path.startsWith(`${unitDirectory}/`)) return null;
    const [first = "", second, ...deeper] = file.path.slice(unitDirectory.length + 1).split("/");
    if (deeper.length > 0) return null;
    for (const service of services) {
        const found =
            second === undefined ? ofUnit(service, first, file) : inFolder(service, first, second, file);
        if (found !== null) return { file, service, ...found };
    }
    return null;
}

type Found = Pick<OwnedFile, "role" | "unit">;

/** The name before it was hidden from systemd; see besideName(). */
function shownName(name: string): string | null {
    return /^\.(.+)\.[0-9a-f]{12}$/.exec(name)?.[1] ?? null;
}

function ofUnit(service: Service, name: string, { kind, target }: FoundFile): Found | null {
    if (shownName(name) === service.unitFile) return { role: "temporary", unit: null };
    const isInstance = instanceOfUnit(service, name)?.instance != null;
    if (name === service.unitFile || isInstance) {
        if (kind === "link" && target === "/dev/null") return { role: "mask", unit: name };
        return { role: isInstance || kind !== "file" ? "administrator" : "unit", unit: null };
    }
    if (!name.endsWith(".d")) return null;
    const unit = name.slice(0, -".d".length);
    return unit === service.unitFile || instanceOfUnit(service, unit) ? { role: "folder", unit: null } : null;
}

function inFolder(service: Service, folder: string, name: string, file: FoundFile): Found | null {
    if (/\.(?:wants|requires|upholds)$/.test(folder))
        return file.kind === "link" && (name === service.unitFile || instanceOfUnit(service, name))
            ? { role: "link", unit: name }
            : null;
    const unit = folder.endsWith(".d") ? folder.slice(0, -".d".length) : "";
    if (unit !== service.unitFile)
        return instanceOfUnit(service, unit) ? { role: "administrator", unit: null } : null;
    if (shownName(name) !== null) return { role: "temporary", unit: null };
    if (file.kind !== "file") return { role: "administrator", unit: null };
    if (name === "generated.conf" || GENERATED[service.id]?.includes(name))
        return { role: "generated", unit: null };
    if (name === "custom.conf" && isOnlySettings(service, file.text)) return { role: "settings", unit: null };
    return { role: "administrator", unit: null };
}

/** Nothing but variables that a set-up writes, as it writes them: mgradm's PODMAN_EXTRA_ARGS while it is empty. */
function isOnlySettings(service: Service, text: string | null): boolean {
    if (text === null) return false;
    const own = (service.files?.custom ?? []).map(({ variable }) => variable);
    return parseUnitFile(text).entries.every((entry) => {
        if (entry.kind === "other") return entry.text.trim() === "";
        if (entry.kind === "section") return entry.section === "Service";
        if (entry.section !== "Service" || entry.key !== "Environment") return false;
        return [...environmentOf([entry.value])].every(
            ([name, value]) => own.includes(name) || (name === "PODMAN_EXTRA_ARGS" && value.trim() === ""),
        );
    });
}
