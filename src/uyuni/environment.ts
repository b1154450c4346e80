/**
 * Environment= of units: reading it as systemd does (systemd.exec(5)), and
 * finding which file an effective value comes from.
 */
import type { FileState } from "./host-state.js";
import { parseUnitFile, values } from "./unit-file.js";
import { quoteWord, splitWords } from "./words.js";

export interface EnvironmentValue {
    readonly value: string;
    /** Path of the file that sets it. */
    readonly path: string;
}

/**
 * Assignments out of the values of Environment= settings, in order.
 *
 * An empty value drops all before it; one with an open quote or a bad escape
 * is ignored whole, a word that is no assignment alone. `%%` is a percent
 * sign; other specifiers stay as they are, for they mean something only to a
 * loaded unit.
 */
export function environmentOf(settings: readonly string[]): ReadonlyMap<string, string> {
    const environment = new Map<string, string>();
    for (const setting of settings) {
        if (setting === "") environment.clear();
        for (const word of splitWords(setting) ?? []) {
            const assignment = splitAssignment(word.replaceAll("%%", "%"));
            if (assignment) environment.set(...assignment);
        }
    }
    return environment;
}

/** `NAME=value` strings, as systemd reports the environment of a loaded unit; the last of several wins. */
export function environmentFromAssignments(assignments: readonly string[]): ReadonlyMap<string, string> {
    return new Map(
        assignments.flatMap((assignment) => {
            const split = splitAssignment(assignment);
            return split ? [split] : [];
        }),
    );
}

/**
 * One assignment, quoted for the right side of `Environment=`.
 *
 * @throws RangeError if name or value is none that systemd accepts
 */
export function quoteEnvironment(name: string, value: string): string {
    const assignment = `${name}=${value}`;
    if (splitAssignment(assignment)?.[0] !== name)
        throw new RangeError(`Not an environment assignment: ${name}`);
    return quoteWord(assignment);
}

/**
 * The effective environment of a unit and the file of each value: the unit
 * file first, then the drop-ins in the order systemd merges them.
 */
export function effectiveEnvironment(
    unit: FileState,
    dropIns: readonly FileState[],
): ReadonlyMap<string, EnvironmentValue> {
    let environment = new Map<string, EnvironmentValue>();
    for (const { path, text } of [unit, ...orderDropIns(dropIns)]) {
        for (const setting of values(parseUnitFile(text ?? ""), "Service", "Environment")) {
            if (setting === "") environment = new Map();
            for (const [name, value] of environmentOf([setting])) environment.set(name, { value, path });
        }
    }
    return environment;
}

const directories = ["/etc/", "/run/", "/usr/local/lib/", "/usr/lib/", "/lib/"];

/**
 * Drop-ins sorted by file name, whatever their folder, as systemd.unit(5) has
 * it: custom.conf loses to generated.conf, and that to local.conf. Of two with
 * one name, the one in /etc hides the one in /run, and that the one in /usr.
 */
export function orderDropIns(dropIns: readonly FileState[]): FileState[] {
    const byName = new Map<string, FileState>();
    for (const dropIn of dropIns) {
        const name = dropIn.path.slice(dropIn.path.lastIndexOf("/") + 1);
        const other = byName.get(name);
        if (!other || rank(dropIn.path) < rank(other.path)) byName.set(name, dropIn);
    }
    return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, dropIn]) => dropIn);
}

function rank(path: string): number {
    const found = directories.findIndex((directory) => path.startsWith(directory));
    return found < 0 ? directories.length : found;
}

/** Null for what systemd's env_assignment_is_valid() refuses: a bad name, control characters but tab and newline. */
function splitAssignment(text: string): [string, string] | null {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
    if (!match) return null;
    const [, name = "", value = ""] = match;
    return /[\u0000-\u0008\u000b-\u001f\u007f]/.test(value) ? null : [name, value];
}
