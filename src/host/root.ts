import cockpit from "cockpit";
import { asHostError, within } from "./problem.js";

/** Runs a program as root and resolves with its output. Rejects with HostError, also when it exits with another status than 0. */
export async function runAsRoot(argv: readonly string[], seconds = 30): Promise<string> {
    const process = cockpit.spawn(argv, {
        superuser: "require",
        err: "message",
        environ: ["LC_ALL=C.UTF-8"],
    });
    try {
        return await within(seconds, process);
    } catch (reason) {
        process.close("terminated");
        throw asHostError(reason);
    }
}
