/** mgradm as it is installed on the host: its version, and the flags that it knows. */
import type { Known } from "../host-state.js";

/** Where its package puts it. */
export const MGRADM = "/usr/bin/mgradm";

/** What mgradm is run for. */
export type Task = "upgrade" | "backup" | "restore" | "support";

export const tasks: readonly Task[] = ["upgrade", "backup", "restore", "support"];

export function isTask(text: unknown): text is Task {
    return tasks.some((task) => task === text);
}

/** The subcommand. Newer versions take the word podman after upgrade, too. */
export const subcommands: Readonly<Record<Task, readonly string[]>> = {
    upgrade: ["upgrade", "podman"],
    backup: ["backup", "create"],
    restore: ["backup", "restore"],
    support: ["support", "config"],
};

/** Its own default by the name of the flag, "" where its help tells none. */
export type Flags = ReadonlyMap<string, string>;

export interface Mgradm {
    /** As it tells it: "5.2.16 for latest image (…) (compilation tag: …)". */
    readonly version: string;
    /** null: this version has no such command. */
    readonly commands: Readonly<Record<Task, Flags | null>>;
    /** Command line of one that runs; null if there is none. */
    readonly running: string | null;
}

/**
 * Where mgradm 5.2.16 moves the database's data when it goes to another version
 * of PostgreSQL, and leaves them when it has succeeded, too.
 */
export interface OldData {
    readonly folder: string;
    readonly isThere: boolean;
}

/** Beside the folder of the volume's data. */
export const OLD_DATA = "_data_old";

/** Null where there is no volume of a database, or that is not known. */
export function oldDataFolder(oldData: Known<OldData | null>): string | null {
    return oldData.state === "known" ? (oldData.value?.folder ?? null) : null;
}

/** Without which it is another command: mgradm prints the help of the parent for a subcommand that it does not know. */
const DISTINCTIVE: Readonly<Record<Task, string>> = {
    upgrade: "tag",
    backup: "norestart",
    restore: "skipverify",
    support: "output",
};

/** The flags of a command out of its `--help`, in English; null where the help is of something else. */
export function flagsOf(task: Task, help: string): Flags | null {
    const flags = new Map<string, string>();
    let last: string | null = null;
    for (const line of help.split("\n")) {
        const [, flag] = /^ {2,}(?:-[A-Za-z], )?--([A-Za-z][A-Za-z0-9-]*)(?: |$)/.exec(line) ?? [];
        if (flag !== undefined) {
            flags.set(flag, "");
            last = flag;
        }
        // The default ends the text, which may have several lines.
        const [, value] = /\(default "?([^")]*)"?\)$/.exec(line.trimEnd()) ?? [];
        if (value !== undefined && last !== null) flags.set(last, value);
    }
    return flags.has(DISTINCTIVE[task]) ? flags : null;
}

/** The version in what `mgradm --version` prints. */
export function versionIn(output: string): string {
    return (output.split("\n")[0] ?? "").replace(/^.*? version /, "").trim();
}

/**
 * The command line of a running mgradm, by pgrep(1)'s lines; null if there is none. Those that only ask for help count
 * for nothing, nor do those without arguments: of one that has ended, and was not waited for yet, only the name is left.
 */
export function runningIn(output: string): string | null {
    const lines = output
        .split("\n")
        .map((line) => line.replace(/^[0-9]+ /, "").trim())
        .filter((line) => line !== "" && line.includes(" ") && !/ --(?:help|version)$/.test(line));
    return lines[0] ?? null;
}
