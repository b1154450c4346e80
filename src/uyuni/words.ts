/**
 * Words of a unit file's value: how systemd splits, unquotes and unescapes
 * them (systemd.syntax(7) "Quoting"; extract_first_word() with
 * EXTRACT_UNQUOTE | EXTRACT_CUNESCAPE), and how a word is written so that it
 * comes out again as it was.
 */

const simpleEscapes: Readonly<Record<string, number>> = {
    a: 7,
    b: 8,
    f: 12,
    n: 10,
    r: 13,
    t: 9,
    v: 11,
    s: 32,
    "\\": 92,
    '"': 34,
    "'": 39,
};

const numericEscape = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/;

/** The words of `value`; null where systemd would refuse the whole value (open quote, bad escape, not UTF-8). */
export function splitWords(value: string): string[] | null {
    const words: string[] = [];
    let position = 0;
    for (;;) {
        while (/[ \t\n\r]/.test(value.charAt(position))) position++;
        if (position >= value.length) return words;
        const word = readWord(value, position);
        if (word === null) return null;
        words.push(word.text);
        position = word.end;
    }
}

function readWord(value: string, start: number): { text: string; end: number } | null {
    // \xNN and octal escapes are bytes, so the word is put together as bytes.
    const bytes: number[] = [];
    let quote = "";
    let position = start;
    while (position < value.length) {
        const character = String.fromCodePoint(value.codePointAt(position) ?? 0);
        if (character === "\\") {
            const escape = readEscape(value.slice(position + 1, position + 10));
            if (escape === null) return null;
            bytes.push(...escape.bytes);
            position += 1 + escape.length;
            continue;
        }
        position += character.length;
        if (quote !== "") {
            if (character === quote) quote = "";
            else bytes.push(...utf8(character));
        } else if (character === '"' || character === "'") quote = character;
        else if (/[ \t\n\r]/.test(character)) break;
        else bytes.push(...utf8(character));
    }
    if (quote !== "") return null;
    try {
        const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
            Uint8Array.from(bytes),
        );
        return { text, end: position };
    } catch {
        return null;
    }
}

function readEscape(rest: string): { bytes: readonly number[]; length: number } | null {
    const simple = simpleEscapes[rest.charAt(0)];
    if (simple !== undefined) return { bytes: [simple], length: 1 };
    const match = numericEscape.exec(rest);
    if (!match) return null;
    const [whole, byte, short, long, octal] = match;
    const code = octal === undefined ? parseInt(byte ?? short ?? long ?? "", 16) : parseInt(octal, 8);
    if (code === 0) return null;
    if (byte !== undefined || octal !== undefined)
        return code > 255 ? null : { bytes: [code], length: whole.length };
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    return { bytes: utf8(String.fromCodePoint(code)), length: whole.length };
}

function utf8(text: string): number[] {
    return [...new TextEncoder().encode(text)];
}

/**
 * `word` in double quotes, or as it stands if it is plain. Specifiers (`%`)
 * are doubled; `$` is left to the caller, since only Exec lines expand it.
 *
 * @throws RangeError for text that cannot be in a unit file: a NUL, half a surrogate pair
 */
export function quoteWord(word: string): string {
    if (word.includes("\0") || /\p{Surrogate}/u.test(word))
        throw new RangeError("A word of a unit file is text without NUL");
    if (/^[A-Za-z0-9_@+=:,./[\]{}$-]+$/.test(word)) return word;
    const escaped = word
        .replace(/[\\"]/g, "\\$&")
        .replaceAll("%", "%%")
        .replace(
            /[\u0001-\u001f\u007f]/g,
            (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`,
        );
    return `"${escaped}"`;
}
