/** Logins that podman keeps in its auth files (containers-auth.json(5)), looked up as podman does it. */
import * as v from "valibot";
import { checkUser, passwordProblem, type Credentials } from "./registry-login.js";

/** What podman would log in with. */
export type KeptLogin =
    | { readonly kind: "none" }
    | { readonly kind: "password"; readonly credentials: Credentials; readonly entry: LoginEntry }
    /** A credential helper or an identity token: only podman itself can use it. No entry: registries.conf names the helper. */
    | { readonly kind: "helper"; readonly entry: LoginEntry | null }
    /** One of the files is none, or its entry is none. */
    | { readonly kind: "unreadable"; readonly path: string };

/** What a login is kept as. */
export interface LoginEntry {
    /** Of the file. */
    readonly path: string;
    /** A registry, or a part of it. */
    readonly key: string;
}

export interface AuthFileText {
    readonly path: string;
    /** Null: there is no such file. */
    readonly text: string | null;
}

const AuthFile = v.object({
    auths: v.nullish(v.record(v.string(), v.unknown()), {}),
    credHelpers: v.nullish(v.record(v.string(), v.unknown()), {}),
});
/** Docker's first file of logins, which has nothing around them. */
export const DOCKER_CFG = "/root/.dockercfg";
const DockerCfg = v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((auths) => ({ auths, credHelpers: {} })),
);
const Entry = v.object({ auth: v.nullish(v.string(), ""), identitytoken: v.nullish(v.string(), "") });

/** docker.io has another name where Docker itself logged in. */
const DOCKER = ["docker.io", "registry-1.docker.io", "index.docker.io"];

/**
 * For `repository`, with its registry and without a tag, after registries.conf.
 *
 * @param files in the order in which podman looks into them: the first that has a login counts
 */
export function keptLogin(files: readonly AuthFileText[], repository: string): KeptLogin {
    for (const { path, text } of files) {
        if (text === null) continue;
        const isOld = path === DOCKER_CFG;
        const file = v.safeParse(isOld ? DockerCfg : AuthFile, parseJson(text));
        if (!file.success) return { kind: "unreadable", path };
        const { auths, credHelpers } = file.output;
        const [registry = ""] = repository.split("/", 1);
        // Helpers know whole registries only.
        if (Object.hasOwn(credHelpers, registry)) return { kind: "helper", entry: { path, key: registry } };
        const key =
            (isOld ? [registry] : lookedUp(repository)).find((name) => Object.hasOwn(auths, name)) ??
            Object.keys(auths).find((name) => usualName(name, isOld) === usualName(registry, isOld));
        if (key === undefined) continue;
        const found = entryLogin(auths[key], { path, key }) ?? { kind: "unreadable", path };
        if (found.kind !== "none") return found;
    }
    return { kind: "none" };
}

/** The repository and all namespaces around it, up to the registry. */
function lookedUp(repository: string): readonly string[] {
    const parts = repository.split("/");
    return parts.map((_part, index) => parts.slice(0, parts.length - index).join("/"));
}

/** Docker wrote addresses, at first without their beginning, and had its own registry's under another name. */
function usualName(key: string, isOld: boolean): string {
    const [host = ""] = key.replace(/^https?:\/\//, "").split("/", 1);
    // A key with a namespace means nothing but itself.
    const whole = isOld || /^https?:\/\//.test(key) || !key.includes("/") ? host : key;
    return DOCKER.includes(whole) ? "docker.io" : whole;
}

/** Null for what cannot be read. */
function entryLogin(value: unknown, entry: LoginEntry): KeptLogin | null {
    const read = v.safeParse(Entry, value);
    if (!read.success) return null;
    const { auth, identitytoken } = read.output;
    // As a helper leaves it behind when somebody logs out.
    if (auth === "") return { kind: "none" };
    const plain = decoded(auth);
    if (plain === null) return null;
    const colon = plain.indexOf(":");
    // podman warns of it, and looks into the next file.
    if (colon < 0) return { kind: "none" };
    if (identitytoken !== "") return { kind: "helper", entry };
    const credentials = {
        user: plain.slice(0, colon),
        // Docker pads some with them.
        password: plain.slice(colon + 1).replace(/\0+$/, ""),
    };
    const isUsable = "ok" in checkUser(credentials.user) && passwordProblem(credentials.password) === null;
    return isUsable ? { kind: "password", credentials, entry } : null;
}

/** Null for what is no base64 of UTF-8. */
function decoded(text: string): string | null {
    try {
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        return null;
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
