/** Drift between the files on disk and the unit that systemd has made from them. */
import { configuration, isLegacyConf } from "./configuration.js";
import type { DriftRow, TextDifference } from "./drift-files.js";
import type { FileState, Known, UnitState } from "./host-state.js";
import { message } from "./message.js";
import { unitFilePath } from "./names.js";
import type { AnyService } from "./services.js";
import { orderDropIns } from "./environment.js";
import { argvText, directivesOf } from "./unit-directives.js";

const pair = "file-unit";

export function loadedDrift(
    service: AnyService,
    files: Known<readonly FileState[]>,
    unit: Known<UnitState | null>,
): DriftRow {
    const unknown: DriftRow = {
        pair,
        result: "unknown",
        finding: message("What systemd has loaded is not known."),
        differences: [],
        action: null,
    };
    if (unit.state !== "known") return unknown;
    const loaded = unit.value;
    if (files.state !== "known")
        // systemd itself knows whether the files have changed since.
        return loaded?.needDaemonReload === true ? reload([]) : unknown;
    const hasFile = files.value.some(({ text }) => text !== null);
    if (!loaded || loaded.loadState === "not-found")
        return hasFile
            ? reload([])
            : { ...unknown, result: "agrees", finding: message("There is no such unit.") };
    const differences = loadedDifferences(service, loaded, files.value);
    return loaded.needDaemonReload || differences.length > 0
        ? reload(differences)
        : { ...unknown, result: "agrees", finding: message("systemd has loaded the files as they are.") };
}

function reload(differences: readonly TextDifference[]): DriftRow {
    return {
        pair,
        result: "differs",
        finding:
            differences.length === 0
                ? message(
                      "The files have changed since systemd read them: in comments, or in what cannot be compared here.",
                  )
                : message("The files have changed since systemd read them."),
        differences,
        action: "daemon-reload",
    };
}

/** Which files, which values and which commands; the loaded unit is what is there "now". */
function loadedDifferences(
    service: AnyService,
    unit: UnitState,
    files: readonly FileState[],
): readonly TextDifference[] {
    const present = files.filter(({ text }) => text !== null);
    const fragment = unit.fragmentPath || unitFilePath(service);
    const unitFile = present.find(({ path }) => path === fragment);
    const dropIns = orderDropIns(present.filter(({ path }) => path !== fragment && path.endsWith(".conf")));
    // A mask, or a unit file that was deleted, is told elsewhere, and is nothing that a reload mends.
    if (unitFile === undefined) return [];
    const differences: TextDifference[] = [];

    const onDisk = dropIns.map(({ path }) => path);
    if (onDisk.join("\n") !== unit.dropInPaths.join("\n"))
        differences.push({
            path: "",
            expected: [fragment, ...onDisk].join("\n"),
            actual: [fragment, ...unit.dropInPaths].join("\n"),
        });

    for (const { state, variable, value, inFile, path } of configuration(service, unit, present).values) {
        if (state !== "not-reloaded" || path === null || isLegacyConf(path)) continue;
        differences.push({
            path,
            expected: `${variable}=${inFile ?? ""}`,
            actual: value === null ? "" : `${variable}=${value}`,
        });
    }

    for (const { directive, text, path } of directivesOf(unitFile, dropIns, unit.name).values()) {
        const commands = unit.commands[directive];
        const now = commands?.map(argvText).join("\n") ?? unit.settings[directive];
        if (now === undefined || now === text) continue;
        const titled = (value: string) =>
            value.includes("\n") ? `${directive}=\n${value}` : `${directive}=${value}`;
        differences.push({ path, expected: titled(text), actual: titled(now) });
    }
    return differences;
}
