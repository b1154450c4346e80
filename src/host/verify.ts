/**
 * systemd's own opinion of a unit and its drop-ins before they are in place.
 *
 * The files are written below a directory of root's own in /run, and
 * systemd-analyze is given the unit in there by its path: it then looks into that
 * directory before any other, and for everything else (other units, drop-ins from
 * /usr and /run) where PID 1 looks. A drop-in that is in place but not among the
 * files is covered by an empty one of its name. Nothing is loaded into PID 1.
 *
 * What counts is what it prints: it ends with 0 although lines are ignored, and
 * with 1 because of units that are not ours.
 */
import cockpit from "cockpit";
import type { FileText, VerifyOutput } from "./host.js";
import { asHostError, exitStatus, HostError, within } from "./problem.js";
import { outputOrNull } from "./read-files.js";
import { runAsRoot } from "./root.js";

const SECONDS = 20;
const UNITS = "/etc/systemd/system";
const SCRATCH = "/run/cockpit-uyuni";

/**
 * @param unit as it is started: with its instance when it is a template's
 * @param files all of the unit's and its template's files below /etc/systemd/system, as they are going to be
 */
export async function verifyUnit(unit: string, files: readonly FileText[]): Promise<VerifyOutput> {
    const random = window.crypto.getRandomValues(new Uint8Array(6));
    const root = `${SCRATCH}/verify-${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    try {
        return { root, lines: await within(SECONDS, verifyIn(root, unit, files)) };
    } catch (reason) {
        throw asHostError(reason);
    } finally {
        await remove(root);
    }
}

async function verifyIn(root: string, unit: string, files: readonly FileText[]): Promise<string[]> {
    const texts = new Map(files.map(({ path, text }) => [relative(path), text]));
    const template = unit.replace(/@[^/]*\.service$/, "@.service");
    for (const name of new Set([unit, template]))
        for (const dropIn of await dropInsOf(name)) if (!texts.has(dropIn)) texts.set(dropIn, "");
    const text = texts.get(unit) ?? texts.get(template);
    if (text === undefined) throw new HostError("not-found", unit);
    // Given a template, systemd-analyze makes up an instance, which has no files of its own.
    const ofInstance = [...texts.keys()].some((name) => name === unit || name.startsWith(`${unit}.d/`));
    const verified = ofInstance ? unit : template;
    texts.set(verified, text);
    const folders = new Set([...texts.keys()].map((name) => `${root}/${name}`.replace(/\/[^/]*$/, "")));
    await runAsRoot(["install", "-d", "-m", "0700", "--", SCRATCH, root, ...folders]);
    await Promise.all([...texts].map(([name, text]) => write(`${root}/${name}`, text)));
    return analyze(`${root}/${verified}`);
}

function relative(path: string): string {
    const name = path.startsWith(`${UNITS}/`) ? path.slice(UNITS.length + 1) : "";
    if (!/^[\w.@-]+(?:\.d\/[^/\0]+)?$/.test(name)) throw new HostError("not-supported", path);
    return name;
}

async function dropInsOf(unit: string): Promise<string[]> {
    const directory = `${UNITS}/${unit}.d`;
    const listed = await outputOrNull([
        "find",
        directory,
        "-maxdepth",
        "1",
        "-name",
        "*.conf",
        "-printf",
        "%f\\n",
    ]);
    return (listed ?? "")
        .split("\n")
        .filter((name) => name !== "")
        .map((name) => `${unit}.d/${name}`);
}

async function write(path: string, text: string): Promise<void> {
    const file = cockpit.file(path, { superuser: "require" });
    try {
        await file.replace(text, "-");
    } finally {
        file.close();
    }
}

async function analyze(path: string): Promise<string[]> {
    const process = cockpit.spawn(["systemd-analyze", "verify", "--man=no", "--", path], {
        superuser: "require",
        err: "out",
        environ: ["LC_ALL=C.UTF-8", "SYSTEMD_COLORS=0", "SYSTEMD_LOG_LEVEL=warning"],
    });
    let output = "";
    try {
        await within(
            SECONDS,
            process.stream((chunk) => (output += chunk)),
        );
    } catch (reason) {
        process.close("terminated");
        if (exitStatus(reason) === null) throw reason;
    }
    return output.split("\n").filter((line) => line !== "");
}

/** With it, what a page that was closed in the middle left behind. */
async function remove(root: string): Promise<void> {
    const old = ["find", SCRATCH, "-mindepth", "1", "-maxdepth", "1", "-name", "verify-*", "-mmin", "+5"];
    await runAsRoot(["rm", "-rf", "--", root]).catch(() => undefined);
    await outputOrNull([...old, "-exec", "rm", "-rf", "--", "{}", "+"]).catch(() => undefined);
}
