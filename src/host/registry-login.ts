/**
 * Logging root's podman in to registries, as mgradm and systemd's units use it.
 *
 * podman run by systemd has no session, and so looks into root's home for
 * logins. The file has passwords in it, hardly hidden: it is not read here, but
 * only where a registry asks for one (registry-auth.ts). podman tells who is
 * logged in, and makes the file for root alone.
 */
import cockpit from "cockpit";
import { parseSccCredentials, type Credentials } from "../uyuni/registry-login.js";
import { outputOrNull, readText } from "./read-files.js";
import { asHostError, HostError, within } from "./problem.js";
import { endPause } from "./registry-pause.js";
import { runAsRoot } from "./root.js";

/** Where logins are kept. */
export const AUTH_FILE = "/root/.config/containers/auth.json";
export const SCC_FILE = "/etc/zypp/credentials.d/SCCcredentials";
/** Problem of a HostError: the host's own credentials are none. */
export const NO_CREDENTIALS = "no-credentials";
const SECONDS = 60;

export interface LoginPlace {
    /** As podman knows it, after registries.conf. */
    readonly registry: string;
    readonly insecure: boolean;
}

/** Who is logged in; null: nobody. Rejects with HostError when podman cannot tell, in its words. */
export async function readLogin({ registry }: LoginPlace): Promise<string | null> {
    const argv = ["podman", "login", `--authfile=${AUTH_FILE}`, "--get-login", registry];
    try {
        const user = (await runAsRoot(argv)).trim();
        return user === "" ? null : user;
    } catch (reason) {
        const { problem, message } = asHostError(reason);
        // Its exit status is that of any other error.
        if (message.includes("not logged into")) return null;
        throw new HostError(problem, message.trim().replace(/^Error: /, ""));
    }
}

/** Rejects with HostError, in podman's words. The password goes to its standard input, and nowhere else. */
export async function logIn({ registry, insecure }: LoginPlace, credentials: Credentials): Promise<void> {
    const process = cockpit.spawn(
        [
            "podman",
            "login",
            `--authfile=${AUTH_FILE}`,
            ...(insecure ? ["--tls-verify=false"] : []),
            `--username=${credentials.user}`,
            "--password-stdin",
            registry,
        ],
        { superuser: "require", err: "message", environ: ["LC_ALL=C.UTF-8"] },
    );
    void process.input(credentials.password);
    try {
        await within(SECONDS, process);
        endPause(registry);
    } catch (reason) {
        process.close("terminated");
        const { problem, message } = asHostError(reason);
        throw new HostError(problem, message.trim().replace(/^Error: /, ""));
    }
}

/** Rejects with HostError. */
export async function logOut({ registry }: LoginPlace): Promise<void> {
    await runAsRoot(["podman", "logout", `--authfile=${AUTH_FILE}`, registry]);
    endPause(registry);
}

/** Whether this host is registered, so that its own credentials could be used. */
export async function hasSccCredentials(): Promise<boolean> {
    return (await outputOrNull(["test", "-s", SCC_FILE])) !== null;
}

/** With the credentials that this host is registered with; they are on their way for a moment only. Rejects with HostError (`NO_CREDENTIALS`, too). */
export async function logInWithScc(place: LoginPlace): Promise<void> {
    const credentials = parseSccCredentials((await readText(SCC_FILE)) ?? "");
    if (credentials === null) throw new HostError(NO_CREDENTIALS, SCC_FILE);
    await logIn(place, credentials);
}
