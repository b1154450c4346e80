/**
 * The flags of mgradm that are offered, in its own words.
 *
 * Flags that take a password are not among them: a command line can be read by
 * everybody on the host, and is kept in the journal.
 */
import { message, type Message } from "../message.js";
import type { Flags, Task } from "./tool.js";

export type FieldKind = "switch" | "tag" | "image" | "registry" | "policy" | "volumes";

export interface Field {
    /** Without the dashes. */
    readonly flag: string;
    readonly kind: FieldKind;
    /** What mgradm's help says of it. */
    readonly words: Message;
    /** Seldom needed. */
    readonly more: boolean;
    /** What it does is a step of its own, and the flag is not given. */
    readonly step?: true;
}

/** What was filled in, by the flag: "" for nothing, and of a switch "true" or "". */
export type Values = Readonly<Record<string, string>>;

export const pullPolicyValues = ["Always", "IfNotPresent", "Never"] as const;

function field(kind: FieldKind, flag: string, words: Message, more = false): Field {
    return { flag, kind, words, more };
}

function imageFields(prefix: string, name: string): readonly Field[] {
    return [
        field("image", `${prefix}-image`, message("Image for $0 container", name), true),
        field(
            "tag",
            `${prefix}-tag`,
            message("Tag for $0 container, overrides the global value if set", name),
            true,
        ),
    ];
}

const skipVolumesWords = {
    backup: message("Skip backup of selected volumes"),
    restore: message("Skip restore of selected volumes"),
};
const dryRun = field("switch", "dryrun", message("Print expected actions, but no action is done"));

const all: Readonly<Record<Task, readonly Field[]>> = {
    upgrade: [
        field("tag", "tag", message("Tag Image")),
        field("image", "image", message("Image")),
        field("registry", "registry-host", message("Specify a registry where to pull the images from")),
        field("policy", "pullPolicy", message("Set whether to pull the images or not")),
        ...imageFields("pgsql", "PostgreSQL Database"),
        field("image", "dbupgrade-image", message("Database upgrade image"), true),
        field("tag", "dbupgrade-tag", message("Database upgrade image tag"), true),
        ...imageFields("coco", "Confidential computing attestation"),
        ...imageFields("hubxmlrpc", "Hub XML-RPC API"),
        ...imageFields("saline", "Saline"),
        ...imageFields("tftpd", "TFTPD"),
    ],
    backup: [
        field("switch", "skipdatabase", message("Do not backup database volume, allow online backup")),
        field("switch", "skipimages", message("Do not backup container images")),
        field("switch", "norestart", message("Do not restart services after backup is done")),
        dryRun,
        field("volumes", "skipvolumes", skipVolumesWords.backup, true),
        field("volumes", "extravolumes", message("Backup additional volumes to the built-in ones"), true),
        field("switch", "skipconfig", message("Do not backup podman configuration"), true),
    ],
    restore: [
        field("switch", "force", message("Force overwrite of existing items")),
        field("switch", "continue", message("Skip existing items and restore the rest")),
        { ...field("switch", "restart", message("Restart service after restore is done")), step: true },
        dryRun,
        field("switch", "skipdatabase", message("Do not restore database volume"), true),
        field("switch", "skipimages", message("Skip restore of container images"), true),
        field("switch", "skipconfig", message("Do not restore podman configuration"), true),
        field("switch", "skipverify", message("Skip verification of the backup files"), true),
        field("volumes", "skipvolumes", skipVolumesWords.restore, true),
    ],
    support: [],
};

/** What can be filled in for a task: the flags that this mgradm knows. */
export function fieldsOf(task: Task, flags: Flags): readonly Field[] {
    return all[task].filter(({ flag }) => flags.has(flag));
}

export function isOn(values: Values, flag: string): boolean {
    return values[flag] === "true";
}

/** Volumes in a list that was typed. */
export function volumesIn(text: string | undefined): readonly string[] {
    return (text ?? "").split(/[\s,]+/).filter((name) => name !== "");
}
