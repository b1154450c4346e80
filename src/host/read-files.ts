/** Reading text files of the host; nothing here writes. */
import cockpit, { type Superuser } from "cockpit";
import { asHostError, exitStatus, within } from "./problem.js";

const SECONDS = 15;

/** The text of a file, null when there is none. Rejects with HostError. */
export async function readText(path: string): Promise<string | null> {
    const file = cockpit.file(path, { superuser: "try" });
    try {
        return await within(SECONDS, file.read());
    } catch (reason) {
        throw asHostError(reason);
    } finally {
        file.close();
    }
}

/**
 * Output of a program, run as root unless told otherwise; null when it exits with another status than 0
 * (its complaint is then of no interest: the caller asks somewhere else).
 * Rejects with HostError when it cannot be run at all or does not end.
 */
export async function outputOrNull(
    argv: readonly string[],
    seconds = SECONDS,
    superuser: Superuser = "require",
): Promise<string | null> {
    const process = cockpit.spawn(argv, { superuser, err: "ignore", environ: ["LC_ALL=C.UTF-8"] });
    try {
        return await within(seconds, process);
    } catch (reason) {
        process.close("terminated");
        if (exitStatus(reason) !== null) return null;
        throw asHostError(reason);
    }
}

/**
 * What a program printed, run as root, whatever its exit status: for programs that fail when one of many things
 * cannot be looked at. As bytes until its end: Cockpit's text channels know no NUL. Rejects with HostError when it
 * cannot be run at all or does not end.
 * @param err "out": with its complaints in between
 */
export async function outputAnyway(
    argv: readonly string[],
    seconds = SECONDS,
    err: "ignore" | "out" = "ignore",
): Promise<string> {
    const process = cockpit.spawn(argv, {
        superuser: "require",
        err,
        environ: ["LC_ALL=C.UTF-8"],
        binary: true,
    });
    const decoder = new TextDecoder();
    const chunks: string[] = [];
    const ending = process.stream((chunk) => {
        chunks.push(decoder.decode(chunk, { stream: true }));
    });
    try {
        await within(seconds, ending);
    } catch (reason) {
        process.close("terminated");
        if (exitStatus(reason) === null) throw asHostError(reason);
    }
    return chunks.join("");
}
