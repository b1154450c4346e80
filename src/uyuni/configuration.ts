/**
 * How a service is configured: which files there are and whose they are, which
 * value counts and where it was set, and what podman gives the container.
 * What counts is what systemd says of the loaded unit; the files explain it.
 */
import { environmentFromAssignments, orderDropIns } from "./environment.js";
import type { FileState, Known, PodmanState, UnitState } from "./host-state.js";
import { known } from "./host-state.js";
import { message, type Message } from "./message.js";
import { generatedConfPath, unitFilePath } from "./names.js";
import { customConfPath } from "./service-files.js";
import type { AnyService, SecretUse } from "./services.js";
import { assignmentsOf, environmentFilesOf, withSpecifiers, type Assignment } from "./unit-values.js";

export type FileOwner =
    /** Written, and overwritten, by it. */
    | "mgradm"
    | "cockpit-uyuni"
    | "administrator"
    /** From a package: below /usr. */
    | "distribution";

export interface ConfigurationFile {
    readonly path: string;
    readonly text: string;
    readonly owner: FileOwner;
    /** mgradm's own from the time before generated.conf, which its next upgrade splits up. */
    readonly legacy: boolean;
    /** The loaded unit was made from it. */
    readonly loaded: boolean;
}

export type ValueState =
    | "effective"
    /** The files say something else by now: systemd has not read them again. */
    | "not-reloaded"
    /** No file that was read sets it. */
    | "unexplained";

export interface ConfigurationValue {
    readonly variable: string;
    /** As the loaded unit has it; null where only a file sets it yet. */
    readonly value: string | null;
    /** Path of the file that sets it, null where none does. */
    readonly path: string | null;
    readonly state: ValueState;
    /** What the files say, where that is something else. */
    readonly inFile: string | null;
    /** Assignments that a later one overrides. */
    readonly overridden: readonly Assignment[];
}

export interface Configuration {
    /** The unit file, then the drop-ins in the order in which systemd merges them. */
    readonly files: readonly ConfigurationFile[];
    readonly values: readonly ConfigurationValue[];
    /** Files with further variables, read when the service starts. */
    readonly environmentFiles: readonly { readonly file: string; readonly path: string }[];
}

/** @param files the unit file and the drop-ins, as they are on disk */
export function configuration(
    service: AnyService,
    unit: UnitState,
    files: readonly FileState[],
): Configuration {
    const present = files.filter(({ text }) => text !== null);
    const fragment = unit.fragmentPath || unitFilePath(service);
    const unitFile = present.find(({ path }) => path === fragment) ?? { path: fragment, text: null };
    const dropIns = orderDropIns(present.filter(({ path }) => path !== fragment && path.endsWith(".conf")));
    const assignments = assignmentsOf(unitFile, dropIns);
    const loaded = environmentFromAssignments(unit.environment);
    const variables = new Set([...loaded.keys(), ...assignments.map(({ variable }) => variable)]);
    return {
        files: [...(unitFile.text === null ? [] : [unitFile]), ...dropIns].map(({ path, text }) => ({
            path,
            text: text ?? "",
            owner: ownerOf(service, path),
            legacy: isLegacyConf(path),
            loaded: path === unit.fragmentPath || unit.dropInPaths.includes(path),
        })),
        values: [...variables].map((variable) =>
            valueOf(
                variable,
                loaded.get(variable) ?? null,
                assignments.filter((one) => one.variable === variable),
                unit.name,
            ),
        ),
        environmentFiles: environmentFilesOf(unitFile, dropIns),
    };
}

function valueOf(
    variable: string,
    value: string | null,
    assignments: readonly Assignment[],
    unit: string,
): ConfigurationValue {
    const last = assignments.at(-1);
    const overridden = assignments.slice(0, -1);
    if (!last) return { variable, value, path: null, state: "unexplained", inFile: null, overridden };
    const { path } = last;
    const agrees = value === last.value || value === withSpecifiers(last.value, unit);
    return {
        variable,
        value,
        path,
        state: agrees ? "effective" : "not-reloaded",
        inFile: agrees ? null : last.value,
        overridden,
    };
}

/** Whose a unit file or drop-in is, by its place and name (uyuni-tools 5.2). */
export function ownerOf(service: AnyService, path: string): FileOwner {
    if (path === unitFilePath(service) || path === generatedConfPath(service)) return service.writtenBy;
    if (isLegacyConf(path)) return "mgradm";
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (["server.env", "generated-backup-volume.conf"].includes(name)) return "mgradm";
    // mgradm writes Saline's time zone there each time, and drops whatever else it says.
    if (path === customConfPath(service) && (service.files?.custom.length ?? 0) > 0) return service.writtenBy;
    return path.startsWith("/usr/") || path.startsWith("/lib/") ? "distribution" : "administrator";
}

/** mgradm's drop-in of old for the server, image and all. */
export function isLegacyConf(path: string): boolean {
    return path.endsWith("/uyuni-server.service.d/Service.conf");
}

/** Something that an administrator's drop-in and another file both set. */
export interface Contest {
    /** The administrator's file. */
    readonly path: string;
    readonly variable: string;
    readonly wins: boolean;
    /** The other file. */
    readonly other: string;
    readonly sentence: Message;
}

/** What comes of the administrator's overrides: systemd merges drop-ins in the order of their names. */
export function contests({ files, values }: Pick<Configuration, "files" | "values">): readonly Contest[] {
    const owners = new Map(files.map(({ path, owner }) => [path, owner]));
    return values.flatMap(({ variable, path, overridden }): Contest[] => {
        if (path === null) return [];
        const beaten = [...new Map(overridden.map((one) => [one.path, one])).values()].filter(
            (one) => one.path !== path,
        );
        const winner = baseName(path);
        const lost = beaten
            .filter((one) => owners.get(one.path) === "administrator")
            .map((one): Contest => {
                const name = baseName(one.path);
                return {
                    path: one.path,
                    variable,
                    wins: false,
                    other: path,
                    sentence: message(
                        "$0 in $1 has no effect: $2 is read after it, in the order of names, and sets it too.",
                        variable,
                        name,
                        winner,
                    ),
                };
            });
        const last = beaten.at(-1);
        if (owners.get(path) !== "administrator" || !last) return lost;
        const won: Contest = {
            path,
            variable,
            wins: true,
            other: last.path,
            sentence: message(
                "$0 is set by $1, which is read after $2: what is set there has no effect.",
                variable,
                winner,
                baseName(last.path),
            ),
        };
        return [...lost, won];
    });
}

function baseName(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1);
}

/** The secrets that the service's container is given, and whether podman has them; contents are never read. */
export function secretsOf(
    service: AnyService,
    podman: Known<PodmanState>,
): readonly (SecretUse & { readonly present: Known<boolean> })[] {
    return service.secrets.map((use) => ({
        ...use,
        present: podman.state === "known" ? known(podman.value.secrets.includes(use.secret)) : podman,
    }));
}
