/**
 * Unit and drop-in files without loss: a file is a list of entries that keep
 * their own text, so reading and writing back changes nothing, whatever the
 * text is, and changing one value leaves all the rest byte for byte.
 *
 * What counts as a section, a comment and a continued line follows systemd's
 * own reader (systemd.syntax(7), src/shared/conf-parser.c):
 *  - "\n", "\r", a NUL and their pairs all end a line;
 *  - a line whose first visible character is "#" or ";" is a comment, also in
 *    the middle of a continued line, which goes on after it; its own trailing
 *    backslash means nothing;
 *  - a backslash at the end of a line, itself not escaped, joins the next line
 *    with a blank; an empty line ends the joining;
 *  - a malformed section header ends the reading: nothing after it counts.
 */

export type UnitEntry =
    | { readonly kind: "section"; readonly text: string; readonly section: string }
    | {
          readonly kind: "assignment";
          readonly text: string;
          readonly section: string;
          readonly key: string;
          /** Continued lines joined; quotes, escapes and specifiers as they stand. */
          readonly value: string;
      }
    /** Comments, empty lines, and lines that systemd ignores. */
    | { readonly kind: "other"; readonly text: string };

export interface UnitFile {
    readonly entries: readonly UnitEntry[];
    /** The text ends in the middle of a continued line. */
    readonly unfinished: boolean;
}

const blank = " \t\r\n";
const lineEnd = /(?:\r\n?|\n\r?)?\0|\r\n?|\n\r?/g;

export function parseUnitFile(text: string): UnitFile {
    const entries: UnitEntry[] = [];
    let section: string | null = "";
    /** Text and joined line of a continued line that is not yet complete. */
    let pending = "";
    let joined: string | null = null;

    const complete = (entryText: string, line: string): void => {
        const entry = interpret(entryText, line, section);
        if (entry === null) {
            section = null;
            entries.push({ kind: "other", text: entryText });
            return;
        }
        if (entry.kind === "section") section = entry.section;
        entries.push(entry);
    };

    for (const [index, line] of splitLines(text).entries()) {
        // Only at the very beginning, as systemd does.
        const content = (index === 0 ? line.content.replace(/^\ufeff/, "") : line.content).replace(
            /^[ \t\r\n]+/,
            "",
        );
        const lineText = pending + line.content + line.end;
        if (/^[#;]/.test(content)) {
            if (joined === null) entries.push({ kind: "other", text: lineText });
            else pending = lineText;
            continue;
        }
        const whole: string = (joined ?? "") + content;
        if (endsEscaped(whole)) {
            pending = lineText;
            joined = `${whole.slice(0, -1)} `;
            continue;
        }
        complete(lineText, whole);
        pending = "";
        joined = null;
    }
    if (joined !== null) complete(pending, joined);
    return { entries, unfinished: joined !== null };
}

export function stringifyUnitFile(file: UnitFile): string {
    return file.entries.map(({ text }) => text).join("");
}

/** Values of a setting in the order of the file, from all sections of that name. The empty ones, which reset a list, are among them. */
export function values(file: UnitFile, section: string, key: string): string[] {
    return file.entries.flatMap((entry) =>
        entry.kind === "assignment" && entry.section === section && entry.key === key ? [entry.value] : [],
    );
}

/**
 * Changes the last assignment of `key` in `section`, the one that counts for a
 * setting that is no list; adds it where there is none.
 *
 * @param value as it has to stand in the file, already quoted
 * @throws RangeError if key or value would not stay in one line
 */
export function setValue(file: UnitFile, section: string, key: string, value: string): UnitFile {
    const last = file.entries.findLastIndex(
        (entry) => entry.kind === "assignment" && entry.section === section && entry.key === key,
    );
    const old = file.entries[last];
    if (!old) return addValue(file, section, key, value);
    const end = /(?:(?:\r\n?|\n\r?)?\0|\r\n?|\n\r?)$/.exec(old.text)?.[0] ?? "";
    const text = assignmentText(key, value) + end;
    // Reading the whole text again keeps `unfinished` right without a second set of rules.
    return parseUnitFile(file.entries.map((entry, index) => (index === last ? text : entry.text)).join(""));
}

/**
 * Adds an assignment after the last one of `section`, or a section with it at
 * the end. Parameters and errors as of `setValue`.
 */
export function addValue(file: UnitFile, section: string, key: string, value: string): UnitFile {
    if (!/^[A-Za-z][A-Za-z-]*$/.test(section)) throw new RangeError(`Not a section: ${section}`);
    const line = `${assignmentText(key, value)}\n`;
    const texts = file.entries.map(({ text }) => text);
    const after = file.entries.findLastIndex((entry) => entry.kind !== "other" && entry.section === section);
    const end = after < 0 ? texts.length : after + 1;
    const before = closed(texts.slice(0, end).join(""), file.unfinished && end === texts.length);
    if (after >= 0) return parseUnitFile(before + line + texts.slice(end).join(""));
    return parseUnitFile(`${before}${before === "" ? "" : "\n"}[${section}]\n${line}`);
}

/** Takes all assignments of `key` out of `section`. */
export function removeValues(file: UnitFile, section: string, key: string): UnitFile {
    const kept = file.entries.filter(
        (entry) => !(entry.kind === "assignment" && entry.section === section && entry.key === key),
    );
    return parseUnitFile(stringifyUnitFile({ ...file, entries: kept }));
}

/** `text` with its last line ended, so that what follows stands for itself. */
function closed(text: string, unfinished: boolean): string {
    if (text === "") return text;
    const ended = /[\n\r\0]$/.test(text) ? text : `${text}\n`;
    if (!unfinished) return ended;
    // A newline would become one line end with a carriage return before it, and no empty line.
    return ended.endsWith("\r") ? `${ended}\n\n` : `${ended}\n`;
}

function assignmentText(key: string, value: string): string {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key)) throw new RangeError(`Not a setting: ${key}`);
    if (/[\n\r\0]/.test(value) || endsEscaped(value))
        throw new RangeError(`The value of ${key} does not stay in one line`);
    return `${key}=${value}`;
}

/** Null for a malformed section header. */
function interpret(text: string, line: string, section: string | null): UnitEntry | null {
    const stripped = strip(line);
    if (section === null) return { kind: "other", text };
    if (stripped.startsWith("["))
        return stripped.endsWith("]") ? { kind: "section", text, section: stripped.slice(1, -1) } : null;
    const equals = stripped.indexOf("=");
    if (equals < 0 || section === "") return { kind: "other", text };
    return {
        kind: "assignment",
        text,
        section,
        key: strip(stripped.slice(0, equals)),
        value: strip(stripped.slice(equals + 1)),
    };
}

function splitLines(text: string): { content: string; end: string }[] {
    const lines = [];
    let start = 0;
    for (const match of text.matchAll(lineEnd)) {
        lines.push({ content: text.slice(start, match.index), end: match[0] });
        start = match.index + match[0].length;
    }
    if (start < text.length) lines.push({ content: text.slice(start), end: "" });
    return lines;
}

function endsEscaped(line: string): boolean {
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    return backslashes % 2 === 1;
}

/** Strips systemd's white space, which is less than JavaScript's. */
function strip(text: string): string {
    let start = 0;
    let end = text.length;
    while (start < end && blank.includes(text.charAt(start))) start++;
    while (end > start && blank.includes(text.charAt(end - 1))) end--;
    return text.slice(start, end);
}
