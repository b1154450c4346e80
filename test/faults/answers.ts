/** What the page and the host answer, as plain values. */
import * as v from "valibot";

const strings = v.array(v.string());
const tree = v.record(v.string(), v.string());

export const Planned = v.object({
    id: v.string(),
    /** Titles. */
    steps: strings,
    undo: strings,
    files: v.array(v.object({ path: v.string(), mode: v.string(), after: v.nullable(v.string()) })),
});
export type Planned = v.InferOutput<typeof Planned>;

/** What the page said of the last operation, and from when on (milliseconds since the epoch). */
export const Said = v.object({ id: v.string(), phase: v.string(), at: v.number() });
export type Said = v.InferOutput<typeof Said>;

/** What the page says of an operation. */
export const Seen = v.object({
    id: v.string(),
    phase: v.string(),
    cancelled: v.boolean(),
    refused: v.boolean(),
    steps: strings,
    /** Since an operation or the recovery was started. */
    said: v.array(Said),
});
export type Seen = v.InferOutput<typeof Seen>;

export const Killed = v.object({ title: v.nullable(v.string()), killed: strings });
export type Killed = v.InferOutput<typeof Killed>;

/** What there is on the host when nothing runs any more. */
export const Found = v.object({
    busy: v.nullable(v.string()),
    tree,
    run: strings,
    state: tree,
    unit: v.record(v.string(), v.string()),
    units: strings,
    containers: v.array(v.object({ name: v.string(), image: v.string(), state: v.string() })),
    processes: v.number(),
    conmons: v.number(),
    images: strings,
    secrets: strings,
});
export type Found = v.InferOutput<typeof Found>;
