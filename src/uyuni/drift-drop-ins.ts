/** What drop-ins make of a unit: drift from its template that somebody wants. */
import { ownerOf } from "./configuration.js";
import type { DriftRow, TextDifference } from "./drift-files.js";
import { orderDropIns } from "./environment.js";
import type { FileState, Known, UnitState } from "./host-state.js";
import { message } from "./message.js";
import { generatedConfPath, unitFilePath } from "./names.js";
import type { AnyService } from "./services.js";
import { directivesOf } from "./unit-directives.js";
import { assignmentsOf } from "./unit-values.js";

const pair = "drop-ins";

/** The unit as its own files have it, against the unit with the drop-ins that came later. */
export function dropInDrift(
    service: AnyService,
    files: Known<readonly FileState[]>,
    unit: Known<UnitState | null>,
): DriftRow {
    const row = { pair, differences: [], action: null } as const;
    if (files.state !== "known" || unit.state !== "known")
        return { ...row, result: "unknown", finding: message("The files were not read.") };
    const loadedFrom = unit.value?.fragmentPath ?? "";
    const fragment = loadedFrom === "" ? unitFilePath(service) : loadedFrom;
    const present = files.value.filter(({ text }) => text !== null);
    const unitFile = present.find(({ path }) => path === fragment);
    if (!unitFile) return { ...row, result: "not-compared", finding: message("There is no unit file.") };
    const dropIns = orderDropIns(present.filter(({ path }) => path !== fragment && path.endsWith(".conf")));
    const own = dropIns.filter(
        ({ path }) => path === generatedConfPath(service) || ownerOf(service, path) !== "administrator",
    );
    if (own.length === dropIns.length)
        return { ...row, result: "agrees", finding: message("Nobody has added a drop-in.") };
    const differences = overrides(unitFile, own, dropIns, unit.value?.name ?? "");
    return differences.length === 0
        ? { ...row, result: "agrees", finding: message("No drop-in changes what the unit was given.") }
        : {
              ...row,
              result: "overridden",
              finding: message("Drop-ins of the administrator change what the unit was given."),
              differences,
              action: "edit-drop-ins",
          };
}

function overrides(
    unitFile: FileState,
    own: readonly FileState[],
    all: readonly FileState[],
    unitName: string,
): readonly TextDifference[] {
    const differences: TextDifference[] = [];
    const given = new Map(assignmentsOf(unitFile, own).map(({ variable, value }) => [variable, value]));
    const inEffect = new Map(assignmentsOf(unitFile, all).map((one) => [one.variable, one]));
    for (const [variable, { value, path }] of inEffect) {
        const before = given.get(variable);
        if (before === value) continue;
        differences.push({
            path,
            expected: before === undefined ? "" : `${variable}=${before}`,
            actual: `${variable}=${value}`,
        });
    }
    for (const [variable, value] of given)
        if (!inEffect.has(variable))
            differences.push({ path: "", expected: `${variable}=${value}`, actual: "" });

    const before = directivesOf(unitFile, own, unitName);
    for (const { directive, text, path } of directivesOf(unitFile, all, unitName).values()) {
        const old = before.get(directive)?.text;
        if (old === text) continue;
        differences.push({
            path,
            expected: old === undefined ? "" : `${directive}=\n${old}`,
            actual: `${directive}=\n${text}`,
        });
    }
    return differences;
}
