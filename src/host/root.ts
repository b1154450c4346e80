import cockpit from "cockpit";
import { asHostError, HostError, within } from "./problem.js";

/** Runs a program as root and resolves with its output. Rejects with HostError, also when it exits with another status than 0, or is stopped. */
export async function runAsRoot(
    argv: readonly string[],
    seconds = 30,
    signal?: AbortSignal,
): Promise<string> {
    if (signal?.aborted === true) throw new HostError("cancelled", "");
    const process = cockpit.spawn(argv, {
        superuser: "require",
        err: "message",
        // A session of root's has a place of its own for podman's logins, which systemd's units do not know.
        environ: ["LC_ALL=C.UTF-8", "XDG_RUNTIME_DIR="],
    });
    const stop = () => {
        process.close("cancelled");
    };
    signal?.addEventListener("abort", stop);
    try {
        return await within(seconds, process);
    } catch (reason) {
        process.close("terminated");
        throw asHostError(reason);
    } finally {
        signal?.removeEventListener("abort", stop);
    }
}
