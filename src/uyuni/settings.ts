/**
 * Settings of the event processor's database connection, checked before they
 * are shown as valid, planned or written.
 *
 * The values end up in a unit's Environment= and in a JDBC address. Neither
 * needs more than these characters, and none of them means anything to
 * systemd, a shell or psql.
 */
import type { Checked } from "./checked.js";
import { message } from "./message.js";

/** A host name, an IPv4 or an IPv6 address (without brackets), at most 253 characters. */
export function checkDatabaseHost(text: string): Checked<string> {
    if (text === "") return { error: message("Enter the host of the database.") };
    if (text.length > 253) return { error: message("The host is too long: more than $0 characters.", "253") };
    if (!/^[A-Za-z0-9.:-]+$/.test(text))
        return { error: message("The host may have letters, digits, “.”, “:” and “-” only.") };
    if (text.startsWith("-")) return { error: message("The host must not begin with “-”.") };
    if (isLoopback(text))
        return {
            error: message(
                "Inside the container, $0 is the container itself. Enter $1 for the database of this host.",
                text,
                "db",
            ),
        };
    if (text.includes(":"))
        return isIPv6(text) ? { ok: text } : { error: message("“$0” is not an IPv6 address.", text) };
    if (/^[0-9.]+$/.test(text))
        return isIPv4(text) ? { ok: text } : { error: message("“$0” is not an IPv4 address.", text) };
    const labels = text.replace(/\.$/, "").split(".");
    if (
        !labels.every(
            (label) => label.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label),
        )
    )
        return { error: message("“$0” is not a host name.", text) };
    return { ok: text };
}

/** A TCP port in plain decimal digits. */
export function checkDatabasePort(text: string): Checked<string> {
    if (text === "") return { error: message("Enter the port of the database.") };
    if (!/^[1-9][0-9]{0,4}$/.test(text) || Number(text) > 65535)
        return { error: message("The port is a number from $0 to $1.", "1", "65535") };
    return { ok: text };
}

/** Name of a PostgreSQL database; 63 is the longest identifier PostgreSQL keeps. */
export function checkDatabaseName(text: string): Checked<string> {
    if (text === "") return { error: message("Enter the name of the database.") };
    if (text.length > 63) return { error: message("The name is too long: more than $0 characters.", "63") };
    if (!/^[A-Za-z0-9_-]+$/.test(text))
        return { error: message("The name may have letters, digits, “_” and “-” only.") };
    if (text.startsWith("-")) return { error: message("The name must not begin with “-”.") };
    return { ok: text };
}

/** The database runs in this host's own container (uyuni-tools' IsLocal). */
export function isLocalDatabase(host: string): boolean {
    return host === "" || host === "db" || host === "reportdb";
}

/**
 * The host as another container has to call it. The server's own file may say
 * "localhost", or nothing, for the database that every container reaches as `db`.
 */
export function hostForContainers(host: string): string {
    return host === "" || isLoopback(host) ? "db" : host;
}

export function isLoopback(host: string): boolean {
    return /^localhost\.?$/i.test(host) || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

export function isIPv4(text: string): boolean {
    const parts = text.split(".");
    return (
        parts.length === 4 &&
        parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
    );
}

/** RFC 4291 text form, without a zone. */
export function isIPv6(text: string): boolean {
    const halves = text.split("::");
    if (halves.length > 2) return false;
    const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
    const last = groups.at(-1) ?? "";
    // The last two groups may be written as an IPv4 address, but not before "::".
    const tail = last.includes(".") && !text.endsWith("::") && isIPv4(last) ? ["0", "0"] : [last];
    const all = groups.length === 0 ? [] : [...groups.slice(0, -1), ...tail];
    if (!all.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
    return halves.length === 2 ? all.length <= 7 : all.length === 8;
}
