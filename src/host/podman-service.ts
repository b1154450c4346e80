/**
 * What podman's service knows of the host's settings.
 *
 * It reads registries.conf and the certificates that the host trusts once, and a
 * page that listens to it keeps it from ending, for days. A pull through it, which
 * is the only one that tells its bytes, would go where the settings led then. On
 * SIGHUP it reads registries.conf again, but certificates never (podman 5.4).
 */
import type { Watching } from "../uyuni/host-state.js";
import { outputAnyway, outputOrNull } from "./read-files.js";

const UNIT = "podman.service";
const SETTINGS = [
    "/etc/containers",
    "/root/.config/containers/registries.conf",
    "/root/.config/containers/registries.conf.d",
];
/** Where the distributions keep the certificates that Go's programs trust. */
const CERTIFICATES = ["/etc/ssl", "/etc/pki/tls", "/etc/pki/ca-trust", "/var/lib/ca-certificates"];

/** Since when the service runs, and when the settings were changed last that it was told to read again. Seconds since the epoch. */
let told = { started: 0, changed: 0 };

/** Whether a pull can be watched; where only registries.conf is in the way, the service is told to read it again. Rejects with HostError. */
export async function preparePull(): Promise<Watching> {
    if ((await outputOrNull(["test", "-x", "/usr/bin/curl"])) === null) return "no-curl";
    const started = await runsSince();
    // It is going to read everything when it is started.
    if (started === null) return "possible";
    if ((await changedSince(started, CERTIFICATES)) > 0) return "old-certificates";
    const changed = await changedSince(started, SETTINGS);
    if (told.started !== started) told = { started, changed: 0 };
    if (changed > told.changed) {
        await outputOrNull(["systemctl", "kill", "--kill-who=main", "--signal=HUP", UNIT]);
        told.changed = changed;
    }
    return "possible";
}

/** Null: it does not run. */
async function runsSince(): Promise<number | null> {
    const properties = ["--property=ActiveState", "--property=ExecMainStartTimestamp"];
    const output = await outputOrNull(["systemctl", "show", "--timestamp=unix", ...properties, UNIT]);
    const started = /^ExecMainStartTimestamp=@([0-9]+)$/m.exec(output ?? "")?.[1];
    return started === undefined || !/^ActiveState=active$/m.test(output ?? "") ? null : Number(started);
}

/** When the youngest file below `places` was changed, or a name in it was; 0 where that is longer ago. */
async function changedSince(time: number, places: readonly string[]): Promise<number> {
    const output = await outputAnyway([
        ...["find", "-L", ...places],
        ...["-newerct", `@${time}`, "-printf", "%C@\\n"],
    ]);
    return Math.max(0, ...output.split("\n").map(Number).filter(Number.isFinite));
}
