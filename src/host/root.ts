import cockpit from "cockpit";
import { asHostError, HostError, within } from "./problem.js";

/** A session of root's has, by these, places of its own for podman's logins, which systemd's units do not know. */
const NO_SESSION = ["XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "REGISTRY_AUTH_FILE", "DOCKER_CONFIG"];

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
        environ: ["LC_ALL=C.UTF-8", ...NO_SESSION.map((name) => `${name}=`)],
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
