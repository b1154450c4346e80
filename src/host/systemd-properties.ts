/** D-Bus values of systemd units as plain values, and as this module's own words. */
import type { UnitState } from "../uyuni/host-state.js";
import { commandDirectives, plainDirectives } from "../uyuni/unit-directives.js";

export type UnitProperties = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An a{sv} as Cockpit delivers it ({name: {t, v}}) with the variants taken off. */
export function properties(dictionary: unknown): UnitProperties {
    const plain: Record<string, unknown> = {};
    if (isRecord(dictionary)) {
        for (const [name, variant] of Object.entries(dictionary))
            plain[name] = isRecord(variant) ? variant["v"] : undefined;
    }
    return plain;
}

const PREFIX = "/org/freedesktop/systemd1/unit/";

/** Object path of a unit: every byte but letters and digits as _xx (sd_bus_path_encode(3)). */
export function unitPath(name: string): string {
    const bytes = new TextEncoder().encode(name);
    let label = "";
    bytes.forEach((byte, index) => {
        const character = String.fromCharCode(byte);
        const plain = index === 0 ? /[A-Za-z]/ : /[A-Za-z0-9]/;
        label += plain.test(character) ? character : `_${byte.toString(16).padStart(2, "0")}`;
    });
    return PREFIX + label;
}

export function text(unit: UnitProperties, name: string): string {
    const value = unit[name];
    return typeof value === "string" ? value : "";
}

export function number(unit: UnitProperties, name: string): number {
    const value = unit[name];
    return typeof value === "number" ? value : 0;
}

function strings(list: readonly unknown[]): string[] {
    return list.filter((item) => typeof item === "string");
}

/** Whether systemd is about to start or stop a unit (Job, "(uo)"). */
export function hasJob(unit: UnitProperties): boolean {
    const job = unit["Job"];
    return Array.isArray(job) && job[0] !== 0;
}

export function texts(unit: UnitProperties, name: string): string[] {
    const value = unit[name];
    return Array.isArray(value) ? strings(value) : [];
}

/** A byte array ("ay") as Cockpit delivers it: base64. */
export function bytesAsHex(value: unknown): string {
    if (typeof value !== "string") return "";
    let hex = "";
    for (const character of window.atob(value)) hex += character.charCodeAt(0).toString(16).padStart(2, "0");
    return hex;
}

/** A byte array ("ay") that holds UTF-8 text. */
export function bytesAsText(value: unknown): string {
    if (typeof value !== "string") return "";
    return new TextDecoder().decode(
        Uint8Array.from(window.atob(value), (character) => character.charCodeAt(0)),
    );
}

const TIMESTAMP_OF: Readonly<Record<string, string>> = {
    active: "ActiveEnterTimestamp",
    reloading: "ActiveEnterTimestamp",
    inactive: "InactiveEnterTimestamp",
    failed: "InactiveEnterTimestamp",
    activating: "InactiveExitTimestamp",
    deactivating: "ActiveExitTimestamp",
};

/** Commands, a(sasbttttuii): the second field of each is its argv. */
function commands(unit: UnitProperties, name: string): string[][] {
    const value = unit[name];
    const list: unknown[] = Array.isArray(value) ? value : [];
    return list.flatMap((command) =>
        Array.isArray(command) && Array.isArray(command[1]) ? [strings(command[1])] : [],
    );
}

/** Files, a(sb): the first field of each is its path. */
function files(unit: UnitProperties, name: string): string[] {
    const value = unit[name];
    const list: unknown[] = Array.isArray(value) ? value : [];
    return list.flatMap((file) => (Array.isArray(file) ? strings(file.slice(0, 1)) : []));
}

export function unitState(name: string, unit: UnitProperties): UnitState {
    const activeState = text(unit, "ActiveState");
    const job = unit["Job"];
    return {
        name,
        description: text(unit, "Description"),
        loadState: text(unit, "LoadState"),
        activeState,
        subState: text(unit, "SubState"),
        unitFileState: text(unit, "UnitFileState"),
        needDaemonReload: unit["NeedDaemonReload"] === true,
        fragmentPath: text(unit, "FragmentPath"),
        dropInPaths: texts(unit, "DropInPaths"),
        stateChangeUsec: number(unit, TIMESTAMP_OF[activeState] ?? "StateChangeTimestamp"),
        mainPid: number(unit, "MainPID"),
        restarts: number(unit, "NRestarts"),
        result: text(unit, "Result"),
        environment: texts(unit, "Environment"),
        environmentFiles: files(unit, "EnvironmentFiles"),
        commands: Object.fromEntries(commandDirectives.map((name) => [name, commands(unit, name)])),
        settings: Object.fromEntries(plainDirectives.map((name) => [name, text(unit, name)])),
        invocationId: bytesAsHex(unit["InvocationID"]),
        job: Array.isArray(job) && typeof job[0] === "number" && job[0] !== 0,
    };
}
