/** Which of the rows go: as they are by default, and as a person changed that. */
import { DATABASE_VOLUMES } from "./belongings.js";
import { freedBytes } from "./layers.js";
import type { Row } from "./row.js";
import type { Survey } from "./survey.js";

/** What a person chose otherwise than by default: keys of rows. What is no row any more counts for nothing. */
export type Choices = ReadonlyMap<string, boolean>;

export function goes(row: Row, choices: Choices): boolean {
    if (row.choice !== "free") return row.choice === "goes";
    return choices.get(row.key) ?? row.byDefault;
}

export function goingRows(rows: readonly Row[], choices: Choices): readonly Row[] {
    return rows.filter((row) => goes(row, choices));
}

/** `choices` with one row chosen, or not, by hand. */
export function choose(choices: Choices, row: Row, going: boolean): Choices {
    const changed = new Map(choices);
    if (going === row.byDefault) changed.delete(row.key);
    else changed.set(row.key, going);
    return changed;
}

export interface Freed {
    /** Bytes that are free afterwards, as far as they are known. */
    readonly bytes: number;
    /** Nothing was left out because its size is not known yet. */
    readonly complete: boolean;
}

/** What is freed when these rows go: layers that images share count once, and not at all while an image that stays has them. */
export function freedBy({ inventory }: Survey, going: readonly Row[]): Freed {
    const images = new Set(going.flatMap(({ removal }) => (removal.how === "image" ? [removal.id] : [])));
    const others = going.filter(({ kind }) => kind !== "image" && kind !== "network" && kind !== "secret");
    const sized = others.filter(({ kind }) => kind !== "unit");
    return {
        bytes: freedBytes(inventory.images, images) + sized.reduce((sum, { size }) => sum + (size ?? 0), 0),
        complete:
            sized.every(({ size }) => size !== null) &&
            inventory.images.every(({ id, layerSizes }) => !images.has(id) || layerSizes !== null),
    };
}

/** Rows with which the data of the database goes: these need a consent of their own. */
export function databaseRows(going: readonly Row[]): readonly Row[] {
    return going.filter(({ kind, name }) => kind === "volume" && DATABASE_VOLUMES.includes(name));
}
