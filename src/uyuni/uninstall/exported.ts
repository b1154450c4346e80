/** What an export has left, by the steps of its operation; and whether that is enough to remove the volumes. */
import { found, passed } from "../check.js";
import type { HostState, Known, Operation } from "../host-state.js";
import { message } from "../message.js";
import { serviceOfUnit } from "../names.js";
import type { Check, Step } from "../plan.js";
import { argv } from "../argv.js";
import { step } from "../step.js";
import { isUp } from "../unit-words.js";
import { volumesOf } from "./belongings.js";
import type { Row } from "./row.js";
import type { Survey } from "./survey.js";

export interface ExportedVolume {
    readonly name: string;
    /** Bytes on disk before; null where they were not known. */
    readonly size: number | null;
    /** File name in the folder. */
    readonly file: string;
}

export interface Exported {
    /** Its final name. */
    readonly folder: string;
    readonly volumes: readonly ExportedVolume[];
}

/** What an operation exports; null for one of another kind. */
export function exportedBy({ kind, steps }: Operation): Exported | null {
    const folder = steps.find(({ phase }) => phase === "commit")?.title.args[0];
    if (kind !== "export" || !folder?.startsWith("/")) return null;
    return {
        folder,
        volumes: steps
            .filter(({ phase }) => phase === "export")
            .map(({ title: { args } }) => {
                const [name = "", size = ""] = args;
                return { name, size: /^[0-9]+$/.test(size) ? Number(size) : null, file: `${name}.tar` };
            }),
    };
}

/** The folder in which the files are until all of them are complete. */
export function partFolder({ folder }: Exported): string {
    return `${folder}.part`;
}

/** The volume that is being exported just now; null for none. */
export function exportingNow(operation: Operation): ExportedVolume | null {
    if (operation.phase !== "running") return null;
    const running = operation.steps
        .filter(({ phase }) => phase === "export")
        .findIndex(({ status }) => status === "running");
    return exportedBy(operation)?.volumes[running] ?? null;
}

/** Checksums by file name, as the operation printed them. */
export function checksumsIn(lines: readonly string[]): ReadonlyMap<string, string> {
    return new Map(
        lines.flatMap((line) => {
            const [, sum, file] =
                /^([0-9a-f]{64}) [ *]([A-Za-z0-9][A-Za-z0-9_.-]*)$/.exec(line.trimEnd()) ?? [];
            return sum === undefined || file === undefined ? [] : [[file, sum] as const];
        }),
    );
}

/** The last operation, if it is an export that succeeded. */
export function lastExport(operation: Known<Operation | null>): Operation | null {
    const last = operation.state === "known" ? operation.value : null;
    return last?.kind === "export" && last.phase === "succeeded" ? last : null;
}

/** Whether all `volumes` were exported by the last operation, and nothing has used them since. */
export function exportCheck({ units }: Survey, { operation }: HostState, volumes: readonly Row[]): Check {
    const named = { id: "exported", title: message("Export of the volumes") };
    const last = lastExport(operation);
    const done = new Set(last === null ? [] : exportedBy(last)?.volumes.map(({ name }) => name));
    const missing = volumes.filter(({ name }) => !done.has(name)).map(({ name }) => name);
    const again = message("Export the volumes.");
    if (last === null || missing.length > 0)
        return found("failed", named, message("Not exported yet: $0", missing.join(", ")), again);
    const used = units.find(
        ({ name, activeState, stateChangeUsec }) =>
            volumes.some((volume) => {
                const service = serviceOfUnit(name)?.service;
                return service !== undefined && volumesOf(service).includes(volume.name);
            }) &&
            (isUp(activeState) || stateChangeUsec / 1000 > last.endedAt),
    );
    if (used !== undefined)
        return found("failed", named, message("$0 has run since the export.", used.name), again);
    return passed(named, message("All of them were exported, and nothing has used them since."));
}

/** Last of all before anything is removed: the files are there. */
export function exportGuards({ operation }: HostState, volumes: readonly Row[]): Step[] {
    const last = lastExport(operation);
    const exported = last === null ? null : exportedBy(last);
    return volumes.map(({ name }) => {
        const file = exported?.volumes.find((one) => one.name === name)?.file;
        const path = exported === null || file === undefined ? "" : `${exported.folder}/${file}`;
        return step("note", message("Make sure that $0 is exported", name), argv`/usr/bin/test -s ${path}`);
    });
}
