/** What an uninstall would take away, and what it would leave: one row for each thing, with the reasons. */
import type { Row, Scope } from "./row.js";
import { networkRows, secretRows, volumeRows } from "./rows-data.js";
import { imageRows } from "./rows-images.js";
import { fileRows, unitRows } from "./rows-services.js";
import type { Survey } from "./survey.js";

/** All rows of a scope, in the order in which things are taken away. */
export function rowsOf(found: Survey, scope: Scope): readonly Row[] {
    return [
        ...unitRows(found, scope),
        ...fileRows(found, scope),
        ...volumeRows(found, scope),
        ...imageRows(found, scope),
        ...networkRows(found, scope),
        ...secretRows(found, scope),
    ];
}
