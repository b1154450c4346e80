/**
 * Where a password for a registry may be sent, when the registry says where. Its
 * word is not trusted: whoever answers in its place could name anybody.
 */
import type { KeptLogin } from "./auth-file.js";
import { message, type Message } from "./message.js";
import { refusalOf, type RegistryFailure } from "./registry-answer.js";
import type { Credentials } from "./registry-login.js";

/** An address at which a registry was asked. */
export interface AskedPlace {
    readonly url: string;
    /** After registries.conf: no valid certificate is needed, nor TLS. */
    readonly insecure: boolean;
}

/**
 * The service that gives tokens, if it may be asked at all; null otherwise.
 *
 * Without a password, what goes for the registry goes for it. A password is sent
 * to nobody but a host with a valid certificate and, where registries.conf calls
 * the registry insecure, to the registry's own host: without TLS only if the
 * registry itself has none.
 */
export function tokenPlace(realm: string, asked: AskedPlace, withPassword: boolean): AskedPlace | null {
    if (!URL.canParse(realm)) return null;
    const url = new URL(realm);
    const own = new URL(asked.url);
    // Only what is a host's own name may stand for it.
    if (url.username !== "" || url.password !== "") return null;
    const isOwn = url.hostname === own.hostname;
    if (url.protocol === "https:")
        return { url: url.href, insecure: asked.insecure && (isOwn || !withPassword) };
    if (url.protocol !== "http:" || !asked.insecure) return null;
    return withPassword && !(isOwn && own.protocol === "http:") ? null : { url: url.href, insecure: true };
}

/** The header of HTTP's basic authentication (RFC 7617), in UTF-8 as podman sends it. */
export function basicHeader({ user, password }: Credentials): string {
    const bytes = Array.from(new TextEncoder().encode(`${user}:${password}`), (byte) =>
        String.fromCharCode(byte),
    );
    return `Basic ${btoa(bytes.join(""))}`;
}

/** "" for what cannot be sent as a token (RFC 6750). */
export function bearerHeader(token: string): string {
    return /^[A-Za-z0-9._~+/=-]+$/.test(token) ? `Bearer ${token}` : "";
}

/** Why a login that podman has is of no use to this page; null when it is, and when there is none. */
export function unusableLogin(registry: string, login: KeptLogin): Message | null {
    switch (login.kind) {
        case "none":
        case "password":
            return null;
        case "helper":
            return message(
                "podman’s login to $0 is kept by a credential helper, or is an identity token, which only podman itself can use.",
                registry,
            );
        case "unreadable":
            return message("podman’s logins in $0 cannot be read: the file is damaged.", login.path);
    }
}

/** That a registry names a place where no password is sent. */
export function unsafePlace(registry: string, realm: string): Message {
    return message("$0 wants its password sent to $1, which is not safe: it was not sent.", registry, realm);
}

/** How much of what a registry calls an address is told. */
const LONGEST = 200;

/** The service at `tokens` (host and port) failed like this. */
export function tokenFailure(tokens: string, failure: RegistryFailure): RegistryFailure {
    return { ...failure, tokens };
}

/** It answered with this HTTP status, and without a token. */
export function withoutToken(tokens: string, status: number, retryAfter: string): RegistryFailure {
    return tokenFailure(tokens, refusalOf(status, retryAfter));
}

/** A registry has its tokens at an address that is not asked: no HTTP, or not safe. */
export function wrongRealm(realm: string): RegistryFailure {
    return tokenFailure(realm.slice(0, LONGEST), { problem: "realm", status: 0, retryAfter: "", detail: "" });
}
