/**
 * Text from outside, made safe to look at.
 *
 * A journal line, a tag or a name may hold characters that move the cursor,
 * turn the writing direction or take no room at all, and so show something
 * else than what is there. Each becomes a mark that names it.
 */

// Control, format (bidi, zero width, soft hyphen, tags), lone surrogates, line and paragraph
// separators, and the letters that Unicode calls fillers; not tab and line feed.
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

function mark(character: string): string {
    const code = character.codePointAt(0) ?? 0;
    // Unicode has a picture for each of the oldest control characters.
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
}

/** `text` with every character that cannot be seen replaced by a mark; tabs and line feeds stay. */
export function visible(text: string): string {
    return text.replace(UNSEEN, mark);
}

/** The same for names, tags and values that are one line: tabs and line feeds are marked too. */
export function visibleLine(text: string): string {
    return visible(text).replace(/[\t\n]/g, mark);
}
