/** Whether the files of other people have a unit run another image than the one that it is given. */
import { found } from "./check.js";
import { dropInsOf } from "./drop-in-files.js";
import type { FileState } from "./host-state.js";
import { message } from "./message.js";
import { generatedConfPath, unitFilePath } from "./names.js";
import type { Check } from "./plan.js";
import type { ImageReference } from "./reference.js";
import type { AnyService } from "./services.js";
import type { SetUpFile } from "./set-up-files.js";
import { parseUnitFile, values } from "./unit-file.js";
import { assignmentsOf, environmentFilesOf, withSpecifiers } from "./unit-values.js";
import { splitWords } from "./words.js";

/** What a set-up makes of a service. */
export interface WantedUnits {
    readonly image: ImageReference;
    /** The units that are started. */
    readonly units: readonly string[];
    readonly files: readonly Pick<SetUpFile, "path" | "after">[];
}

/**
 * @param dropIns all drop-ins of the service's units as they are; undefined where they were not read
 * @returns a failure or a warning; nothing where the image is the wanted one
 */
export function dropInsCheck(
    service: AnyService,
    wanted: WantedUnits,
    dropIns: readonly FileState[] | undefined,
): Check[] {
    if (dropIns === undefined) return [];
    const written = wanted.files.map(({ path, after }): FileState => ({ path, text: after }));
    const paths = new Set(written.map(({ path }) => path));
    const files = [...written, ...dropIns.filter(({ path }) => !paths.has(path))];
    const checks = wanted.units.flatMap((unit) => unitCheck(service, unit, wanted.image, files) ?? []);
    const worst = checks.find(({ result }) => result === "failed") ?? checks[0];
    return worst === undefined ? [] : [worst];
}

function unitCheck(
    service: AnyService,
    unit: string,
    image: ImageReference,
    files: readonly FileState[],
): Check | null {
    const named = { id: "drop-ins", title: message("Drop-ins") };
    const { imageVariable: variable } = service;
    const unitFile = files.find(({ path }) => path === unitFilePath(service));
    // Of the files that are read after the unit's own, those that say nothing of the image are nobody's business here.
    if (unitFile === undefined) return null;
    const dropIns = dropInsOf(service, unit, files);

    const command = commandOf([unitFile, ...dropIns]);
    if (command !== null && !uses(command.lines, variable, image))
        return found(
            "failed",
            named,
            message(
                "$0 has a command of its own (ExecStart=) that does not use $1: the container would be of another image.",
                command.path,
                variable,
            ),
            message("Have the command use the variable, or take it out of the file."),
        );

    const takenAway = unsetBy(dropIns, variable, image);
    if (takenAway !== null)
        return found(
            "failed",
            named,
            message(
                "$0 takes $1 away (UnsetEnvironment=): the unit would have no image.",
                takenAway,
                variable,
            ),
            message("Take that line out of the file."),
        );

    const set = assignmentsOf(unitFile, dropIns).findLast((one) => one.variable === variable);
    if (set === undefined)
        return found(
            "failed",
            named,
            message(
                "$0 drops $1, which set-up writes: the unit would have no image.",
                droppedBy(service, dropIns),
                variable,
            ),
            message("Remove that file, or give it a name that sorts before $0.", "generated.conf"),
        );
    if (withSpecifiers(set.value, unit) !== image.text)
        return found(
            "failed",
            named,
            message(
                "$0 sets $1 to $2, and is read last: the container would be of that image.",
                set.path,
                variable,
                set.value,
            ),
            message("Take that line out of the file, or choose the image that it names."),
        );

    const [read] = environmentFilesOf(unitFile, dropIns);
    if (read === undefined) return null;
    return found(
        "warning",
        named,
        message(
            "$0 has variables read from $1 when the unit starts: if $2 is among them, the container is of that image.",
            read.path,
            read.file,
            variable,
        ),
        message("Make sure that $0 is not set there. If it is, the change is rolled back.", variable),
    );
}

interface Command {
    readonly path: string;
    readonly lines: readonly string[];
}

/** The commands that start the unit, and the file that has the last word; null where there is none. */
function commandOf(files: readonly FileState[]): Command | null {
    let command: Command | null = null;
    for (const { path, text } of files)
        for (const value of values(parseUnitFile(text ?? ""), "Service", "ExecStart")) {
            const before: readonly string[] = value === "" ? [] : (command?.lines ?? []);
            command = { path, lines: value === "" ? [] : [...before, value] };
        }
    return command;
}

/** The variable, anywhere: a shell may be what uses it; or the image itself. */
function uses(lines: readonly string[], variable: string, image: ImageReference): boolean {
    const used = new RegExp(`\\$(?:\\{${variable}\\}|${variable}(?![A-Za-z0-9_]))`);
    return lines.some((line) => used.test(line) || splitWords(line)?.includes(image.text) === true);
}

/** The last file that takes the variable away; a word with a value does only if it has that. */
function unsetBy(files: readonly FileState[], variable: string, image: ImageReference): string | null {
    let by: string | null = null;
    for (const { path, text } of files)
        for (const value of values(parseUnitFile(text ?? ""), "Service", "UnsetEnvironment")) {
            const words = splitWords(value) ?? [];
            if (value === "") by = null;
            else if (words.includes(variable) || words.includes(`${variable}=${image.text}`)) by = path;
        }
    return by;
}

/** The file with an empty Environment=; or the one that systemd reads in the place of generated.conf. */
function droppedBy(service: AnyService, dropIns: readonly FileState[]): string {
    const emptied = dropIns.findLast(({ text }) =>
        values(parseUnitFile(text ?? ""), "Service", "Environment").includes(""),
    );
    const generated = generatedConfPath(service);
    const hiding = dropIns.find(({ path }) => path.endsWith("/generated.conf") && path !== generated);
    return (hiding ?? emptied)?.path ?? generated;
}
