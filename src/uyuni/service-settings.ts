/**
 * Settings of the optional services that are no database connection, checked
 * before they are shown as valid, planned or written. Two of the units run
 * podman through a shell, so what goes in has no character that means anything
 * to systemd or a shell.
 */
import type { Checked } from "./checked.js";
import { message } from "./message.js";
import type { SettingName } from "./service-files.js";
import { checkDatabaseHost, checkDatabaseName, checkDatabasePort } from "./settings.js";

/** Name of a time zone as the tz database spells them: `Europe/Berlin`, `Etc/GMT+5`. */
export function checkTimezone(text: string): Checked<string> {
    if (text === "") return { error: message("Enter the time zone.") };
    if (text.length > 64) return { error: message("The name is too long: more than $0 characters.", "64") };
    if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(text))
        return { error: message("“$0” is not a time zone: enter a name such as $1.", text, "Europe/Berlin") };
    return { ok: text };
}

/** Fully qualified name of a host: at least two labels (RFC 1123), no dot at its end. */
export function checkFqdn(text: string): Checked<string> {
    if (text === "") return { error: message("Enter the full host name of the server.") };
    if (text.length > 253) return { error: message("The host is too long: more than $0 characters.", "253") };
    const labels = text.split(".");
    const isName = labels.every(
        (label) => label.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label),
    );
    // An address ends in a number, a name never does.
    if (!isName || labels.length < 2 || !/^[A-Za-z]/.test(labels.at(-1) ?? ""))
        return { error: message("“$0” is not a full host name such as $1.", text, "uyuni.example.com") };
    return { ok: text };
}

/** The check of each setting. */
export const settingChecks: Readonly<Record<SettingName, (text: string) => Checked<string>>> = {
    databaseHost: checkDatabaseHost,
    databasePort: checkDatabasePort,
    databaseName: checkDatabaseName,
    timezone: checkTimezone,
    fqdn: checkFqdn,
};
