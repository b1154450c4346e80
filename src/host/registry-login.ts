/**
 * Logging root's podman in to registries, as mgradm and systemd's units use it, and out. podman makes the file
 * that logins are kept in for root alone.
 */
import cockpit from "cockpit";
import { parseSccCredentials, type Credentials } from "../uyuni/registry-login.js";
import { AUTH_FILE, PODMAN_FILES, readKeptLogin, type LoginPlace } from "./kept-logins.js";
import { outputOrNull, readText } from "./read-files.js";
import { asHostError, HostError, within } from "./problem.js";
import { endPause } from "./registry-pause.js";
import { runAsRoot } from "./root.js";

export const SCC_FILE = "/etc/zypp/credentials.d/SCCcredentials";
/** Problem of a HostError: the host's own credentials are none. */
export const NO_CREDENTIALS = "no-credentials";
/** Problem of a HostError whose text is a path: the login is in a file that is not podman's to change. */
export const NOT_PODMANS = "not-podmans";
const SECONDS = 60;

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

/** Of the login that podman has now; there may be another one behind it. Rejects with HostError (`NOT_PODMANS`, too). */
export async function logOut(place: LoginPlace): Promise<void> {
    const { registry } = place;
    const login = await readKeptLogin(place);
    const kept = login.kind === "password" || login.kind === "helper" ? login.entry : null;
    const { path, key } = kept ?? { path: AUTH_FILE, key: registry };
    if (!PODMAN_FILES.includes(path)) throw new HostError(NOT_PODMANS, path);
    await runAsRoot(["podman", "logout", `--authfile=${path}`, key]);
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
