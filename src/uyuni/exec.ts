/** Command lines of unit files. */
import { quoteWord } from "./words.js";
import type { Argv } from "./plan.js";

/**
 * `argv` for an ExecStart= line of a unit file: every argument arrives as it
 * is, without variables, specifiers or escapes taking effect (systemd.service(5)
 * "Command lines"). Not for transient units: those take an argv as it stands.
 *
 * @throws RangeError if the program is not an absolute path, or an argument holds a NUL
 */
export function quoteExec(argv: Argv): string {
    const [program, ...rest] = argv;
    // No prefix character ("-", "@", "+" …) can sneak in by way of the program.
    if (!/^\/[A-Za-z0-9_./+-]+$/.test(program)) throw new RangeError(`Not the path of a program: ${program}`);
    return [program, ...rest.map(quoteArgument)].join(" ");
}

function quoteArgument(argument: string): string {
    // A lone semicolon would begin a second command; quoteWord() puts it in quotes.
    return quoteWord(argument.replaceAll("$", "$$$$")) || '""';
}
