/** Command lines that read like command lines, and are lists of arguments all the same. */
import type { Argv } from "./plan.js";

/**
 * argv`/usr/bin/mv -fT ${from} ${to}`: only the blanks of the template itself
 * separate arguments. A value is never split, whatever is in it; one that
 * stands next to other text becomes one argument with it. A list stands alone
 * and gives an argument for each of its elements.
 */
export function argv(
    template: TemplateStringsArray,
    ...values: readonly (string | readonly string[])[]
): Argv {
    const done: string[] = [];
    let word: string | null = null;
    for (const [index, text] of template.entries()) {
        for (const part of text.split(/(\s+)/)) {
            if (part.trim() !== "") word = (word ?? "") + part;
            else if (part !== "" && word !== null) {
                done.push(word);
                word = null;
            }
        }
        const value = values[index];
        if (typeof value === "string") word = (word ?? "") + value;
        else if (value !== undefined) done.push(...value);
    }
    if (word !== null) done.push(word);
    const [program, ...rest] = done;
    if (program === undefined) throw new RangeError("A command line begins with a program");
    return [program, ...rest];
}
