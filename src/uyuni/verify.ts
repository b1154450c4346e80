/**
 * Having systemd itself look at a unit and its drop-ins before they are put in
 * place: `systemd-analyze verify` on copies in a folder of their own.
 *
 * It takes the folder of the file that it is given as the first place to look
 * for units, before the host's own: the copies hide the files that are there,
 * and all that they refer to is found. (With --root=, it would miss the host's
 * units and programs instead.) A template is verified as its instance "i". Tried
 * with systemd 252; what it says of a file has the form `FILE:LINE: TEXT`, whose
 * text differs from version to version.
 */
import type { FileState } from "./host-state.js";
import type { Argv } from "./plan.js";
import { unitDirectory, type AnyService } from "./services.js";

export interface Verification {
    /** To be written, with their folders, before `argv` is run. */
    readonly files: readonly { readonly path: string; readonly text: string }[];
    /** Its exit status says nothing: units that are referred to count as well. What it says is on stderr. */
    readonly argv: Argv;
}

export interface UnitProblem {
    /** Where the file is to be, not its copy. */
    readonly path: string;
    /** From 1; null where the message names none. */
    readonly line: number | null;
    /** systemd's own words. */
    readonly text: string;
    /** systemd passes over it and goes on. */
    readonly ignored: boolean;
}

/**
 * @param directory absolute path of an empty folder that only root can write to
 * @param files the unit file and the drop-ins as they are going to be; those that are no files are left out
 * @throws RangeError if the unit file is not among them, or one is not of the service
 */
export function verification(
    service: AnyService,
    files: readonly FileState[],
    directory: string,
): Verification {
    const unit = `${unitDirectory}/${service.unitFile}`;
    const copies = files.flatMap(({ path, text }) => {
        if (text === null) return [];
        if (path !== unit && !path.startsWith(`${unit}.d/`))
            throw new RangeError(`${path} is no file of ${service.unitFile}`);
        return [{ path: directory + path.slice(unitDirectory.length), text }];
    });
    const copy = `${directory}/${service.unitFile}`;
    if (!copies.some(({ path }) => path === copy))
        throw new RangeError(`Without ${service.unitFile} there is nothing to verify`);
    return { files: copies, argv: ["/usr/bin/systemd-analyze", "verify", "--man=no", copy] };
}

/** Problems of the verified files, each once and in the order of the output; those of other units are left out. */
export function parseVerification(
    output: string,
    service: AnyService,
    directory: string,
): readonly UnitProblem[] {
    const found = new Map<string, UnitProblem>();
    for (const raw of output.split("\n")) {
        const problem = parseLine(plain(raw), service, directory);
        if (problem) found.set(JSON.stringify([problem.path, problem.line, problem.text]), problem);
    }
    return [...found.values()];
}

function parseLine(line: string, { unitFile }: AnyService, directory: string): UnitProblem | null {
    const copy = `${directory}/${unitFile}`;
    if (line.startsWith(`${copy}:`) || line.startsWith(`${copy}.d/`)) {
        const rest = line.slice(directory.length);
        // Names of drop-ins end in ".conf", so that a colon in one is not taken for the end of it.
        const match = /^(.*?\.(?:service|conf))(?::([0-9]+))?(?::[0-9]+)?: +(.*)$/.exec(rest);
        if (!match) return null;
        const [, path = "", number, text = ""] = match;
        return problem(unitDirectory + path, number === undefined ? null : Number(number), text);
    }
    const [stem = "", end = ""] = unitFile.split("@");
    const unit = line.slice(0, line.indexOf(": "));
    const isOurs =
        end === ""
            ? unit === unitFile
            : unit.startsWith(`${stem}@`) && unit.endsWith(end) && !unit.includes("/");
    return isOurs ? problem(`${unitDirectory}/${unitFile}`, null, line.slice(unit.length + 2).trim()) : null;
}

function problem(path: string, line: number | null, text: string): UnitProblem {
    return { path, line, text, ignored: /\bignor(?:ing|ed)\b/i.test(text) };
}

/** Without colours, links and the priority or program that some targets of the log put first. */
function plain(line: string): string {
    return line
        .replace(/\u001b\[[0-9;]*m|\u001b\]8;;[^\u0007\u001b]*(?:\u0007|\u001b\\)/g, "")
        .replace(/^<[0-7]>/, "")
        .replace(/^systemd-analyze\[[0-9]+\]: /, "")
        .trimEnd();
}
