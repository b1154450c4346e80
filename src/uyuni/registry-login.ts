/** Logging in to a registry: what may be typed, the host's own credentials, and why it was refused. */
import type { Checked } from "./checked.js";
import { message, type Message } from "./message.js";
import { pullFailure } from "./pull-failure.js";
import { registrySentence } from "./registry-answer.js";

export interface Credentials {
    readonly user: string;
    readonly password: string;
}

/** SUSE's registry takes the credentials that a host was registered with at the SUSE Customer Center. */
export const sccRegistry = "registry.suse.com";

/** As HTTP can send it (RFC 7617), and as podman reads it. */
export function checkUser(user: string): Checked<string> {
    if (user === "") return { error: message("Type the name of the user.") };
    if (/[\u0000-\u001f\u007f:]/.test(user))
        return { error: message("The name of a user has neither colons nor control characters.") };
    return { ok: user };
}

/** podman reads one line. Null: it can be used. */
export function passwordProblem(password: string): Message | null {
    if (password === "") return message("Type the password.");
    return /[\r\n\0]/.test(password) ? message("A password is one line.") : null;
}

/** Of zypper's file: lines `username=…` and `password=…`. Null when one of them is not there. */
export function parseSccCredentials(text: string): Credentials | null {
    const value = (name: string) =>
        text
            .split("\n")
            .map((line) => /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line))
            .find((found) => found?.[1] === name)?.[2] ?? "";
    const [user, password] = [value("username"), value("password")];
    return "ok" in checkUser(user) && passwordProblem(password) === null ? { user, password } : null;
}

/** What podman's complaint about a login means. */
export function loginSentence(registry: string, words: string): Message {
    const failure = pullFailure(words);
    if (failure?.problem === "login" || failure?.problem === "forbidden")
        return message("$0 does not take this user and password.", registry);
    if (failure !== null) return registrySentence(registry, failure);
    return message("podman could not log in to $0: $1", registry, words);
}

/** That the host's own credentials, in this file, are of no use. */
export function unusableCredentials(path: string): Message {
    return message("$0 has no user name and password: register this host again, or type them here.", path);
}
