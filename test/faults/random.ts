/** What happens in a round: the same for the same seed and number. */

export type Kind = "change" | "failing change" | "set-up" | "uninstall" | "clean-up";
export type Victim = "step" | "podman" | "conmon" | "container" | "bridge" | "page" | "power";

/** What is done and killed, and how often. */
const kinds: readonly (readonly [Kind, number])[] = [
    ["change", 10],
    ["failing change", 4],
    ["set-up", 3],
    ["uninstall", 3],
    ["clean-up", 2],
];
const victims: readonly (readonly [Victim, number])[] = [
    ["step", 8],
    ["podman", 5],
    ["conmon", 3],
    ["container", 3],
    ["bridge", 2],
    ["page", 2],
    ["power", 3],
];

export interface Round {
    readonly number: number;
    readonly kind: Kind;
    readonly victim: Victim;
    /** In which list of steps it is killed. */
    readonly list: "step" | "undo";
    /** Which step of the list: a part of its length, from 0 to 1. */
    readonly part: number;
    /** From 1; chosen instead. */
    readonly step?: number;
    /** Milliseconds after that step began. */
    readonly after: number;
    /** Pull whatever is there already. */
    readonly pull: boolean;
}

/** Numbers from 0 to 1, by Mulberry32. */
function numbers(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** One of them, as often as its weight says. */
function pick<T>(next: () => number, weighted: readonly (readonly [T, number])[]): T {
    let left = next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of weighted) {
        left -= weight;
        if (left < 0) return one;
    }
    throw new RangeError("Nothing to pick from");
}

/** @param number from 1 */
export function roundOf(seed: number, number: number): Round {
    const next = numbers(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b));
    const kind = pick(next, kinds);
    const victim = pick(next, victims);
    // The roll-back may be killed as well, where there is one.
    const list = kind === "failing change" && next() < 0.7 ? "undo" : "step";
    return {
        ...{ number, kind, victim, list },
        part: next(),
        // Most steps take some milliseconds, a few take seconds.
        after: Math.floor(next() ** 3 * 1000),
        pull: next() < 0.3,
    };
}

/** A round as somebody asks for it: "change,step,undo,10,0", its last numbers being the step and milliseconds. */
export function roundFrom(text: string, number: number): Round {
    const [kind = "", victim = "", list = "step", step = "1", after = "0"] = text.split(",");
    const isKind = (name: string): name is Kind => kinds.some(([one]) => one === name);
    const isVictim = (name: string): name is Victim => victims.some(([one]) => one === name);
    if (!isKind(kind) || !isVictim(victim) || (list !== "step" && list !== "undo"))
        throw new RangeError(`No such case: ${text}`);
    return { number, kind, victim, list, part: 0, after: Number(after), pull: false, step: Number(step) };
}
