/** Lines of any length as rows of one height, broken by counting columns of a fixed-width font. */
import { piecesOf, withoutColors, type Piece } from "./ansi.js";

/** A tab's width at most; the row may be shorter than it could be. */
const TAB = 8;
/** Nothing but printable ASCII: as many columns as characters, and no line break. */
const SIMPLE = /^[\x20-\x7e]*$/;
/** Characters that take two columns, roughly: East Asian scripts and pictures. */
const WIDE =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mark}/u;

function widthOf(character: string): number {
    if (character === "\t") return TAB;
    if (character < "\u0300") return 1;
    if (COMBINING.test(character)) return 0;
    return WIDE.test(character) ? 2 : 1;
}

/** What is longer is cut, so that one line cannot hold up the page; it is whole in a download. */
const LONGEST = 16_384;

function shortened(text: string): string {
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… +${text.length - LONGEST}`;
}

/** How many rows `wrap()` makes of it. */
export function rowCount(prefix: string, text: string, columns: number): number {
    const shown = withoutColors(text);
    return text.length <= LONGEST && SIMPLE.test(shown)
        ? Math.max(1, Math.ceil((prefix.length + shown.length) / columns))
        : wrap(prefix, text, columns).length;
}

/** Rows of at most `columns` columns; the first begins with `prefix`, a piece of its own style. */
export function wrap(prefix: string, text: string, columns: number): readonly (readonly Piece[])[] {
    const rows: Piece[][] = [];
    let row: Piece[] = [];
    let used = 0;
    const finish = () => {
        rows.push(row);
        row = [];
        used = 0;
    };
    const pieces = prefix === "" ? [] : [{ text: prefix, style: "uyuni-log-prefix" }];
    for (const { text: whole, style } of [...pieces, ...piecesOf(shortened(text))]) {
        let part = "";
        const put = () => {
            if (part !== "") row.push({ text: part, style });
            part = "";
        };
        for (const character of whole) {
            const width = widthOf(character);
            if (character === "\n" || used + width > columns) {
                put();
                finish();
                if (character === "\n") continue;
            }
            part += character;
            used += width;
        }
        put();
    }
    finish();
    return rows;
}
