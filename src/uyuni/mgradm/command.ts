/** From what was filled in to mgradm's command line. */
import type { Checked } from "../checked.js";
import { message, type Message } from "../message.js";
import type { Argv } from "../plan.js";
import { parseReference, tagError } from "../reference.js";
import { fieldsOf, isOn, pullPolicyValues, volumesIn, type Field, type Values } from "./fields.js";
import { MGRADM, subcommands, type Flags, type Task } from "./tool.js";

export type FieldProblems = Readonly<Partial<Record<string, Message>>>;

/** What is wrong, by the flag; empty where nothing is. */
export function fieldProblems(task: Task, flags: Flags, values: Values): FieldProblems {
    const problems: Partial<Record<string, Message>> = {};
    for (const field of fieldsOf(task, flags)) {
        const checked = checkField(field, values[field.flag] ?? "");
        if ("error" in checked) problems[field.flag] = checked.error;
    }
    return problems;
}

/** The value as the flag takes it; null: the flag is left out. */
export function checkField({ kind }: Field, text: string): Checked<string | null> {
    if (text === "") return { ok: null };
    switch (kind) {
        case "switch":
            return text === "true" ? { ok: text } : { error: message("This is on or off.") };
        case "policy":
            return pullPolicyValues.some((value) => value === text)
                ? { ok: text }
                : { error: message("It is Always, IfNotPresent or Never.") };
        case "tag":
            return checkTag(text);
        case "image":
            return checkImage(text);
        case "registry": {
            const parsed = parseReference(`${text}/image:latest`);
            return "ok" in parsed && parsed.ok.name === `${text}/image` ? { ok: text } : noRegistry(parsed);
        }
        case "volumes":
            return checkVolumes(text);
    }
}

function checkTag(text: string): Checked<string> {
    const error = tagError(text);
    return error === null ? checkedCase(text, text) : { error };
}

function noRegistry(parsed: ReturnType<typeof parseReference>): Checked<string> {
    return {
        error:
            "error" in parsed
                ? parsed.error
                : message("This is no registry: a host, and a path below it if need be."),
    };
}

/**
 * A name that mgradm puts the registry before, or one that begins with a
 * registry. mgradm knows a registry by a dot and by the letter that its last
 * part begins with, and takes any other host, and one with a port, for a path.
 */
function checkImage(text: string): Checked<string> {
    const first = text.slice(0, Math.max(0, text.indexOf("/")));
    const named = first.includes(".") || first.includes(":") || first === "localhost";
    if (first.includes(":"))
        return {
            error: message(
                "mgradm takes a host with a port for a part of the name: enter $0 as the registry.",
                first,
            ),
        };
    const whole = `${named ? "" : "registry.invalid/"}${text}`;
    const checked = parseReference(/[:@]/.test(text) ? whole : `${whole}:latest`);
    if ("error" in checked) return checked;
    if (first.includes(".") && !/\.[A-Za-z][A-Za-z0-9-]*$/.test(first))
        return {
            error: message("mgradm takes $0 for a part of the name: enter it as the registry.", first),
        };
    const { tag, digest } = checked.ok;
    if (tag !== null && digest !== null)
        return { error: message("mgradm takes a tag or a digest, and refuses both together.") };
    return checkedCase(tag ?? "", text);
}

/** mgradm turns the whole of an image's name into lower case. */
function checkedCase(tag: string, text: string): Checked<string> {
    return /[A-Z]/.test(tag)
        ? { error: message("mgradm makes lower-case letters of all: it cannot be used with this tag.") }
        : { ok: text };
}

function checkVolumes(text: string): Checked<string | null> {
    const names = volumesIn(text);
    const wrong = names.find((name) => name.length > 255 || !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name));
    if (wrong !== undefined) return { error: message("“$0” is not the name of a volume.", wrong) };
    return { ok: names.length === 0 ? null : names.join(",") };
}

/**
 * The command line; `folder` is what `backup` and `support` write into, or where
 * `restore` reads.
 *
 * @throws RangeError for what `fieldProblems` complains about
 */
export function mgradmArgv(task: Task, flags: Flags, values: Values, folder: string | null): Argv {
    const given = fieldsOf(task, flags).flatMap((field) => {
        const checked = checkField(field, values[field.flag] ?? "");
        if ("error" in checked) throw new RangeError(`Not a value of --${field.flag}`);
        if (checked.ok === null || field.step === true) return [];
        return field.kind === "switch" ? [`--${field.flag}`] : [`--${field.flag}=${checked.ok}`];
    });
    return [MGRADM, ...subcommands[task], ...given, ...folderArguments(task, folder)];
}

function folderArguments(task: Task, folder: string | null): readonly string[] {
    if (folder === null) return [];
    if (!folder.startsWith("/")) throw new RangeError(`Not an absolute path: ${folder}`);
    return task === "support" ? [`--output=${folder}`] : [folder];
}

/** Nothing is done but telling what would be. */
export function isDryRun(values: Values): boolean {
    return isOn(values, "dryrun");
}
