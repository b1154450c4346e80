/** Words for a POSIX shell. */

/**
 * `word` so that /bin/sh takes it as exactly one argument. Words made of
 * harmless characters stay bare, for people to read.
 *
 * @throws RangeError for a NUL, which no argument can hold
 */
export function quoteShell(word: string): string {
    if (word.includes("\0")) throw new RangeError("An argument cannot hold a NUL");
    // With "=", only an option: anything else might be an assignment to the shell.
    if (/^(?:[A-Za-z0-9_@%+:,./-]+|-[A-Za-z0-9_@%+:,./=-]+)$/.test(word)) return word;
    return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line of quoted words. */
export function quoteShellCommand(argv: readonly string[]): string {
    return argv.map(quoteShell).join(" ");
}
