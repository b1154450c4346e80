/** Rows for units, containers and files. */
import { message, type Message } from "../message.js";
import { containerName, instanceOfUnit, serviceOfContainer } from "../names.js";
import type { Service } from "../services.js";
import { isUp } from "../unit-words.js";
import type { FileRole, OwnedFile } from "./files.js";
import type { FoundFile } from "./inventory.js";
import { isEverything, type Row, type Scope } from "./row.js";
import type { Survey } from "./survey.js";

/** Every instance that systemd knows, that is started at boot, or that has a container: whatever its number. */
export function unitRows(found: Survey, scope: Scope): readonly Row[] {
    return inScope(found, scope).flatMap((service) => {
        const units = unitsOf(found, service);
        return [...units.map((unit) => unitRow(found, service, unit)), ...containerRows(found, service)];
    });
}

function inScope({ present }: Survey, scope: Scope): readonly Service[] {
    return present.filter(({ id }) => scope.has(id));
}

function unitsOf({ units, files }: Survey, service: Service): readonly string[] {
    const known = units.map(({ name }) => name).filter((name) => instanceOfUnit(service, name));
    const linked = files.flatMap(({ role, unit, service: owner }) =>
        owner === service && role === "link" && unit !== null ? [unit] : [],
    );
    return [...new Set([...known, ...linked])].sort();
}

function unitRow({ units, files }: Survey, service: Service, unit: string): Row {
    const state = units.find(({ name }) => name === unit);
    const links = files
        .filter((one) => one.role === "link" && one.unit === unit)
        .map(({ file }) => file.path);
    const up = isUp(state?.activeState ?? "");
    return {
        key: `unit ${unit}`,
        kind: "unit",
        name: unit,
        service: service.id,
        ours: message("Unit of the service"),
        size: null,
        usedBy: [],
        choice: "goes",
        byDefault: true,
        note: up
            ? message("It runs, and is stopped first.")
            : links.length > 0
              ? message("It is not started at boot any more.")
              : null,
        // One that has failed holds nothing, but stopping it does no harm either.
        removal: { how: "unit", unit, links, stop: state !== undefined },
    };
}

/** By the exact name of an instance's container, whether or not there is a unit. */
function containerRows({ inventory }: Survey, service: Service): readonly Row[] {
    return inventory.containers
        .filter(({ name }) => {
            const owner = serviceOfContainer(name);
            return owner?.service === service && containerName(service, owner.instance ?? undefined) === name;
        })
        .map(({ name, size }) => ({
            key: `container ${name}`,
            kind: "container",
            name,
            service: service.id,
            ours: message("Container of the service"),
            size,
            usedBy: [],
            choice: "goes",
            byDefault: true,
            note: null,
            removal: { how: "container", container: name },
        }));
}

export function fileRows(found: Survey, scope: Scope): readonly Row[] {
    const own = inScope(found, scope).flatMap((service) =>
        found.files.filter((one) => one.service === service).flatMap((one) => fileRow(one) ?? []),
    );
    const tools = isEverything(found, scope)
        ? found.inventory.files.flatMap((file) => toolRow(file) ?? [])
        : [];
    return [...own, ...tools];
}

const WHY: Readonly<Record<FileRole, Message>> = {
    unit: message("Unit file of the service"),
    generated: message("Written when the service was set up"),
    link: message("Starts the service at boot"),
    mask: message("Keeps an instance of the service from being started"),
    temporary: message("Left by a set-up that was cut off"),
    settings: message("Written when the service was set up, and never changed"),
    runtime: message("Says which container of the service ran; until the next boot"),
    administrator: message("Made by an administrator, for this service"),
    folder: message("Folder of the service's drop-ins"),
};

/** Links go with their unit, and a folder goes when nothing is left in it. */
function fileRow({ file, service, role }: OwnedFile): Row | null {
    if (role === "link" || role === "folder") return null;
    const byHand = role === "administrator";
    const isFolder = file.kind === "directory";
    return {
        key: `file ${file.path}`,
        kind: "file",
        name: file.path,
        service: service.id,
        ours: WHY[role],
        size: file.size,
        usedBy: [],
        choice: !byHand ? "goes" : isFolder ? "stays" : "free",
        byDefault: !byHand,
        note: !byHand
            ? null
            : isFolder
              ? message("A folder that somebody made is left alone.")
              : message("It is of no use without the service, but nothing else has what is in it."),
        removal: { how: "file", path: file.path },
    };
}

/** Configuration and log of mgradm and the other tools. */
function toolRow({ path, kind, size }: FoundFile): Row | null {
    const log = /^\/var\/log\/uyuni-tools\.log[^/]*$/.test(path);
    if (kind !== "file" || !(log || /^\/etc\/uyuni\/uyuni-tools\.ya?ml$/.test(path))) return null;
    return {
        key: `file ${path}`,
        kind: "file",
        name: path,
        service: null,
        ours: log ? message("Log of mgradm") : message("Configuration of mgradm"),
        size,
        usedBy: [],
        choice: "free",
        byDefault: false,
        note: message("It may be wanted as long as mgradm is installed."),
        removal: { how: "file", path },
    };
}
