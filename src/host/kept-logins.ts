/**
 * The logins that podman has, as far as it is run by systemd: so are its service, through which images are pulled,
 * the steps of an operation and the services themselves. There it knows no session, and nobody's environment.
 *
 * podman tells who is logged in. Its auth files have passwords in them, hardly hidden, and are read only when a
 * registry asks for one, or somebody is to be logged out.
 */
import { DOCKER_CFG, keptLogin, type KeptLogin } from "../uyuni/auth-file.js";
import { asHostError, HostError } from "./problem.js";
import { outputAnyway, outputOrNull, readText } from "./read-files.js";
import { REGISTRIES_CONF } from "./registries.js";
import { runAsRoot } from "./root.js";

/** In which this page has logins kept: that of a session is gone with it. */
export const AUTH_FILE = "/root/.config/containers/auth.json";
/** Those that podman itself writes; the others are Docker's. */
export const PODMAN_FILES = ["/run/containers/0/auth.json", AUTH_FILE];
/** In podman's order. */
const AUTH_FILES = [...PODMAN_FILES, "/root/.docker/config.json", DOCKER_CFG];

/** What is pulled with a login: there may be one for a part of a registry. */
export interface LoginPlace {
    /** As podman knows it, after registries.conf. */
    readonly registry: string;
    readonly repository: string;
    readonly insecure: boolean;
}

type Place = Pick<LoginPlace, "registry" | "repository">;

/** Who is logged in; null: nobody. Rejects with HostError when podman cannot tell, in its words. */
export async function readLogin({ registry, repository }: Place): Promise<string | null> {
    try {
        const user = (
            await runAsRoot(["podman", "login", "--get-login", `${registry}/${repository}`])
        ).trim();
        return user === "" ? null : user;
    } catch (reason) {
        const { problem, message } = asHostError(reason);
        // Its exit status is that of any other error.
        if (message.includes("not logged into")) return null;
        throw new HostError(problem, message.trim().replace(/^Error: /, ""));
    }
}

/** With what podman logs in. Rejects with HostError. */
export async function readKeptLogin(place: Place): Promise<KeptLogin> {
    const files = await Promise.all(AUTH_FILES.map(async (path) => ({ path, text: await readText(path) })));
    const login = keptLogin(files, `${place.registry}/${place.repository}`);
    if (login.kind === "helper" || login.kind === "unreadable") return login;
    if (login.kind === "password" && !(await namesHelpers())) return login;
    // What podman has beside its files is kept by a helper that registries.conf names, and may count more.
    const user = await readLogin(place).catch(() => null);
    const isKept = user === null || (login.kind === "password" && login.credentials.user === user);
    return isKept ? login : { kind: "helper", entry: null };
}

/** Whether registries.conf may name credential helpers. */
async function namesHelpers(): Promise<boolean> {
    const argv = ["grep", "-qrs", "-e", "credential-helpers", "--", ...REGISTRIES_CONF];
    return (await outputOrNull(argv)) !== null;
}

/** Another text when any login may be another one; it tells nothing of them. Rejects with HostError. */
export function loginStamp(): Promise<string> {
    return outputAnyway(["find", "-L", ...AUTH_FILES, "-printf", "%p %i %s %C@\\0"]);
}
