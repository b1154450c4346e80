/** Who sets what in the environment of a unit: every assignment of its files, in the order in which systemd merges them. */
import { environmentOf, orderDropIns } from "./environment.js";
import type { FileState } from "./host-state.js";
import { parseUnitFile, values } from "./unit-file.js";

export interface Assignment {
    readonly variable: string;
    readonly value: string;
    /** Path of the file. */
    readonly path: string;
}

/** Assignments that count, the last of a variable's being the effective one; an empty `Environment=` drops all before it. */
export function assignmentsOf(unit: FileState, dropIns: readonly FileState[]): readonly Assignment[] {
    const list: Assignment[] = [];
    for (const { path, text } of [unit, ...orderDropIns(dropIns)])
        for (const setting of values(parseUnitFile(text ?? ""), "Service", "Environment")) {
            if (setting === "") list.length = 0;
            for (const [variable, value] of environmentOf([setting])) list.push({ variable, value, path });
        }
    return list;
}

/**
 * Files that systemd reads variables from when it starts the unit
 * (EnvironmentFile=): what they say is not in a loaded unit's environment, and
 * wins over it.
 */
export function environmentFilesOf(
    unit: FileState,
    dropIns: readonly FileState[],
): readonly { readonly file: string; readonly path: string }[] {
    const list: { file: string; path: string }[] = [];
    for (const { path, text } of [unit, ...orderDropIns(dropIns)])
        for (const setting of values(parseUnitFile(text ?? ""), "Service", "EnvironmentFile")) {
            if (setting === "") list.length = 0;
            else list.push({ file: setting.replace(/^-/, ""), path });
        }
    return list;
}

/** `value` of a unit file as the loaded unit has it: the specifiers of unit names and paths replaced. */
export function withSpecifiers(value: string, unit: string): string {
    const [, prefix = "", instance = ""] = /^([^@]*)(?:@(.*))?\.service$/s.exec(unit) ?? [];
    const name = unit.replace(/\.service$/, "");
    const meanings: Readonly<Record<string, string>> = {
        n: unit,
        N: name,
        p: prefix,
        i: instance,
        t: "/run",
        S: "/var/lib",
        E: "/etc",
        "%": "%",
    };
    return value.replace(/%(.)/g, (whole, specifier: string) => meanings[specifier] ?? whole);
}
