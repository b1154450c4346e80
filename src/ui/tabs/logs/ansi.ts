/**
 * Colours that programs write into their lines (ECMA-48 SGR: "ESC [ … m"), as
 * names of classes. Every other control sequence, and everything else that
 * cannot be seen, stays in the text as a mark.
 */
import { visible } from "../../visible-text.js";

/** A piece of a line that looks the same from end to end. */
export interface Piece {
    readonly text: string;
    /** Names of classes, "" for plain text. */
    readonly style: string;
}

interface Pen {
    /** 0 to 15; null: the page's own. */
    ink: number | null;
    paper: number | null;
    readonly looks: Set<string>;
}

const SGR = /\u001b\[([0-9;:]*)m/g;

/** Looks that a code turns on, and the codes that turn them off again. */
const LOOKS: Readonly<Record<number, string>> = {
    1: "bold",
    2: "faint",
    3: "italic",
    4: "underlined",
    7: "inverse",
    9: "struck",
};
const ENDS: Readonly<Record<number, readonly string[]>> = {
    22: ["bold", "faint"],
    23: ["italic"],
    24: ["underlined"],
    27: ["inverse"],
    29: ["struck"],
};

export function withoutColors(text: string): string {
    return text.includes("\u001b[") ? text.replace(SGR, "") : text;
}

/** The text as it is written into files: without colours, and with marks for what cannot be seen. */
export function plainText(text: string): string {
    return visible(withoutColors(text));
}

/** `text` in pieces, in order; what cannot be seen is marked. */
export function piecesOf(text: string): readonly Piece[] {
    if (!text.includes("\u001b[")) return [{ text: visible(text), style: "" }];
    const pieces: Piece[] = [];
    const pen: Pen = { ink: null, paper: null, looks: new Set() };
    let end = 0;
    const write = (part: string) => {
        if (part !== "") pieces.push({ text: visible(part), style: styleOf(pen) });
    };
    for (const match of text.matchAll(SGR)) {
        write(text.slice(end, match.index));
        end = match.index + match[0].length;
        apply(pen, match[1] ?? "");
    }
    write(text.slice(end));
    return pieces;
}

function styleOf({ ink, paper, looks }: Pen): string {
    const names = [...looks].map((look) => `uyuni-ansi-${look}`);
    if (ink !== null) names.push(`uyuni-ink-${ink}`);
    if (paper !== null) names.push(`uyuni-paper-${paper}`);
    return names.join(" ");
}

function apply(pen: Pen, parameters: string): void {
    const codes = parameters.split(/[;:]/).map(Number);
    for (let index = 0; index < codes.length; index++) {
        const code = codes[index] ?? 0;
        const look = LOOKS[code];
        if (code === 0) {
            pen.ink = pen.paper = null;
            pen.looks.clear();
        } else if (look !== undefined) pen.looks.add(look);
        else if (ENDS[code] !== undefined) for (const name of ENDS[code]) pen.looks.delete(name);
        else if (code >= 30 && code <= 37) pen.ink = code - 30;
        else if (code >= 90 && code <= 97) pen.ink = code - 90 + 8;
        else if (code === 39) pen.ink = null;
        else if (code >= 40 && code <= 47) pen.paper = code - 40;
        else if (code >= 100 && code <= 107) pen.paper = code - 100 + 8;
        else if (code === 49) pen.paper = null;
        else if (code === 38 || code === 48) {
            const { color, used } = extended(codes.slice(index + 1));
            if (code === 38) pen.ink = color;
            else pen.paper = color;
            index += used;
        }
    }
}

/** "5;N", one of 256 colours, or "2;R;G;B", as the nearest of 16. */
function extended([kind, first = 0, second = 0, third = 0]: readonly number[]): {
    color: number | null;
    used: number;
} {
    if (kind === 2) return { color: nearest(first, second, third), used: 4 };
    if (kind !== 5) return { color: null, used: 0 };
    if (first < 16) return { color: first, used: 2 };
    if (first >= 232) {
        const grey = (first - 232) * 10 + 8;
        return { color: nearest(grey, grey, grey), used: 2 };
    }
    const cube = first - 16;
    const level = (value: number) => (value % 6) * 51;
    return {
        color: nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6)), level(cube)),
        used: 2,
    };
}

/** All 16 can be read on either theme; the colours that they stand for need not. */
function nearest(red: number, green: number, blue: number): number {
    const most = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    if (most - least < 40) return most < 64 ? 0 : most < 128 ? 8 : most < 192 ? 7 : 15;
    const middle = (most + least) / 2;
    const hue = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
    return most > 200 ? hue + 8 : hue;
}
