import cockpit from "cockpit";
import { asHostError, within } from "./problem.js";

/** Runs a program as root and resolves with its output. Rejects with HostError, also when it exits with another status than 0. */
export async function runAsRoot(argv: readonly string[], seconds = 30): Promise<string> {
    const process = cockpit.spawn(argv, {
        superuser: "require",
        err: "message",
        // A session of root's has a place of its own for podman's logins, which systemd's units do not know.
        environ: ["LC_ALL=C.UTF-8", "XDG_RUNTIME_DIR="],
    });
    try {
        return await within(seconds, process);
    } catch (reason) {
        process.close("terminated");
        throw asHostError(reason);
    }
}
