/** Directives of a unit and its drop-ins beside the environment: what the files say, to be compared with what systemd has loaded. */
import { orderDropIns } from "./environment.js";
import type { FileState } from "./host-state.js";
import { parseUnitFile, values } from "./unit-file.js";
import { withSpecifiers } from "./unit-values.js";
import { splitWords } from "./words.js";

/** Commands of a service; each may have several, and an empty value drops those before it. */
export const commandDirectives = ["ExecStartPre", "ExecStart", "ExecStop", "ExecStopPost"] as const;
/** Directives with one value, which systemd tells in the words of the file. */
export const plainDirectives = ["Type", "Restart", "PIDFile"] as const;

export type Directive = (typeof commandDirectives)[number] | (typeof plainDirectives)[number];

/** The value of a directive, and the file that decides it. */
export interface DirectiveValue {
    readonly directive: Directive;
    /** One line an argument, commands one after the other. */
    readonly text: string;
    /** Path; the last of those that say something about it. */
    readonly path: string;
}

/**
 * What the files say; a directive is left out where they say nothing of it, or
 * in a way that is not understood here (specifiers that only systemd knows).
 */
export function directivesOf(
    unit: FileState,
    dropIns: readonly FileState[],
    unitName: string,
): ReadonlyMap<Directive, DirectiveValue> {
    const found = new Map<Directive, DirectiveValue>();
    const files = [unit, ...orderDropIns(dropIns)].map(({ path, text }) => ({
        path,
        parsed: parseUnitFile(text ?? ""),
    }));
    for (const directive of [...commandDirectives, ...plainDirectives]) {
        const settings: { value: string; path: string }[] = [];
        let decidedBy = "";
        for (const { path, parsed } of files)
            for (const value of values(parsed, "Service", directive)) {
                if (value === "" || !isCommand(directive)) settings.length = 0;
                if (value !== "") settings.push({ value, path });
                decidedBy = path;
            }
        const texts = settings.map(({ value }) =>
            isCommand(directive) ? commandText(value, unitName) : specified(value, unitName),
        );
        if (decidedBy !== "" && texts.every((text) => text !== null))
            found.set(directive, { directive, text: texts.join("\n"), path: decidedBy });
    }
    return found;
}

function isCommand(directive: Directive): boolean {
    return directive.startsWith("Exec");
}

/** Null for a command that systemd understands, and this does not. */
function commandText(value: string, unitName: string): string | null {
    // systemd.service(5): prefixes of the program; "@" has its name follow.
    const [, prefix = "", command = ""] = /^([-@:+!|]*)(.*)$/s.exec(value) ?? [];
    const words = prefix.includes("@") ? null : splitWords(command);
    if (words === null || words.includes(";")) return null;
    const texts = words.map((word) => specified(word, unitName));
    return texts.every((text) => text !== null) ? argvText(texts) : null;
}

function specified(value: string, unitName: string): string | null {
    return /%[^nNpitSE%]/.test(value.replaceAll("%%", "")) ? null : withSpecifiers(value, unitName);
}

/** One line an argument; continued lines of a file keep their indentation in systemd, which means nothing. */
export function argvText(argv: readonly string[]): string {
    return argv.map((word) => word.replace(/\s+/g, " ").trim()).join("\n");
}
