/** The command with which a loaded unit makes its container, as podman is to get it. */
import { splitWords } from "./words.js";

/**
 * Arguments of podman after variables took effect, as systemd (systemd.service(5)
 * "Command lines") and the shell of some units replace them; null where that
 * takes more of a shell than words and variables.
 *
 * @param argv ExecStart of the loaded unit
 */
export function podmanCommand(
    argv: readonly string[],
    environment: ReadonlyMap<string, string>,
): readonly string[] | null {
    const [shell, option, script] = argv;
    const replaced = argv.flatMap((word) => replaceAsSystemd(word, environment));
    const words =
        /^\/(?:usr\/)?bin\/(?:ba)?sh$/.test(shell ?? "") && option === "-c" && argv.length === 3
            ? shellWords(replaceBraced(script ?? "", environment), environment)
            : replaced;
    if (words === null || !(words[0] ?? "").endsWith("podman") || words[1] !== "run") return null;
    return words;
}

/** `$NAME` as a word of its own becomes as many words as it has, `${NAME}` is replaced where it stands. */
function replaceAsSystemd(word: string, environment: ReadonlyMap<string, string>): string[] {
    const [, name] = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word) ?? [];
    if (name !== undefined) return splitWords(environment.get(name) ?? "") ?? [];
    return [replaceBraced(word, environment)];
}

function replaceBraced(text: string, environment: ReadonlyMap<string, string>): string {
    return text.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name?: string) =>
        name === undefined ? (whole === "$$" ? "$" : whole) : (environment.get(name) ?? ""),
    );
}

function shellWords(script: string, environment: ReadonlyMap<string, string>): string[] | null {
    if (/[\\;|&<>()`*?[\]#~\n]|\$\(/.test(script)) return null;
    const text = script.replace(
        /\$([A-Za-z_][A-Za-z0-9_]*)/g,
        (_, name: string) => environment.get(name) ?? "",
    );
    const words = text.includes("$") ? null : splitWords(text);
    return words?.[0] === "exec" ? words.slice(1) : words;
}

/** Names of variables that a `podman run` passes on from its own environment (`-e NAME`). */
export function passedVariables(command: readonly string[]): readonly string[] {
    return command.flatMap((word, index) => {
        const value = /^(?:-e|--env)$/.test(word)
            ? (command[index + 1] ?? "")
            : (/^--env=(.*)$/s.exec(word)?.[1] ?? "");
        return /^[A-Za-z_][A-Za-z0-9_]*$/.test(value) ? [value] : [];
    });
}
