/**
 * Where the server's database is, out of whatever text tells it.
 *
 * Passwords are in the same files; only the keys named here are ever looked at.
 */
import type { DatabaseSettings } from "./host-state.js";
import { parseUnitFile, values } from "./unit-file.js";
import { environmentOf } from "./environment.js";
import { checkDatabaseHost, checkDatabaseName, checkDatabasePort, hostForContainers } from "./settings.js";

/** Values as they were written; a key that is not there is absent. */
export interface DatabaseValues {
    readonly host?: string;
    readonly port?: string;
    readonly name?: string;
    readonly backend?: string;
}

/** Texts to look into, best first; null or absent where one could not be read. */
export interface DatabaseTexts {
    /** /etc/rhn/rhn.conf of the running server container. */
    readonly rhnConf?: string | null;
    /** The same file in the volume `etc-rhn`, when the server is stopped. */
    readonly rhnConfInVolume?: string | null;
    /** generated.conf of the attestation service. */
    readonly attestationConf?: string | null;
    /** server.env beside the server's unit. */
    readonly serverEnv?: string | null;
}

const defaults: DatabaseSettings = { host: "db", port: "5432", name: "susemanager", source: "defaults" };

/** `key = value` or `key=value` lines of rhn.conf; "#" begins a comment line; the last of several wins. */
export function parseRhnConf(text: string): DatabaseValues {
    return pick(assignments(text), {
        host: "db_host",
        port: "db_port",
        name: "db_name",
        backend: "db_backend",
    });
}

/** `KEY=value` lines of a podman environment file, as `mgradm install` writes it. */
export function parseServerEnv(text: string): DatabaseValues {
    return pick(assignments(text), {
        host: "MANAGER_DB_HOST",
        port: "MANAGER_DB_PORT",
        name: "MANAGER_DB_NAME",
    });
}

/** `Environment=database_connection=jdbc:postgresql://HOST:PORT/NAME` of the attestation service's drop-in. */
export function parseAttestationConf(text: string): DatabaseValues {
    const environment = environmentOf(values(parseUnitFile(text), "Service", "Environment"));
    const address = environment.get("database_connection") ?? "";
    const match = /^jdbc:postgresql:\/\/(\[[^\]]*\]|[^:/?]*)(?::([^/?]*))?\/([^?]*)(?:\?.*)?$/s.exec(address);
    if (!match) return {};
    const [, host = "", port = "5432", name = ""] = match;
    return { host: host.replace(/^\[(.*)\]$/s, "$1"), port, name };
}

/**
 * Settings to fill a form with: those of the first text that names a
 * PostgreSQL database with a host, port and name that are valid. Anything else
 * that such a file says, hostile text included, goes no further than here.
 */
export function databaseSettings(texts: DatabaseTexts): DatabaseSettings {
    const sources: readonly (readonly [DatabaseSettings["source"], DatabaseValues])[] = [
        ["rhn.conf of the running server", parseRhnConf(texts.rhnConf ?? "")],
        ["rhn.conf in the server's volume", parseRhnConf(texts.rhnConfInVolume ?? "")],
        ["attestation service", parseAttestationConf(texts.attestationConf ?? "")],
        ["server.env", parseServerEnv(texts.serverEnv ?? "")],
    ];
    for (const [source, found] of sources) {
        const settings = completed(found);
        if (settings) return { ...settings, source };
    }
    return defaults;
}

function completed(found: DatabaseValues): Omit<DatabaseSettings, "source"> | null {
    if (found.name === undefined) return null;
    if (found.backend !== undefined && found.backend !== "postgresql") return null;
    const host = checkDatabaseHost(hostForContainers(found.host ?? ""));
    const port = checkDatabasePort(
        found.port === undefined || found.port === "" ? defaults.port : found.port,
    );
    const name = checkDatabaseName(found.name);
    if (!("ok" in host && "ok" in port && "ok" in name)) return null;
    return { host: host.ok, port: port.ok, name: name.ok };
}

function assignments(text: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const line of text.split(/\r\n|\n|\r/)) {
        const match = /^[ \t]*([A-Za-z0-9_.]+)[ \t]*=(.*)$/s.exec(line);
        if (match) found.set(match[1] ?? "", (match[2] ?? "").trim());
    }
    return found;
}

function pick(
    found: ReadonlyMap<string, string>,
    keys: Readonly<Partial<Record<keyof DatabaseValues, string>>>,
): DatabaseValues {
    const picked: { -readonly [key in keyof DatabaseValues]: string } = {};
    for (const part of ["host", "port", "name", "backend"] as const) {
        const value = found.get(keys[part] ?? "");
        if (value !== undefined) picked[part] = value;
    }
    return picked;
}
