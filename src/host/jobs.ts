/**
 * Changes to units: jobs with their results, enabling and disabling.
 *
 * Each action opens its own privileged connection and closes it. A job's result
 * comes as JobRemoved on the connection that asked for it, which has to listen
 * before it asks; PID 1 may well send it before the reply with the job's path.
 */
import type { DBusClient } from "cockpit";
import { callManager, MANAGER, MANAGER_INTERFACE, onLost, openSystemd, subscribe } from "./bus.js";
import type { UnitVerb } from "./host.js";
import { asHostError, HostError, within } from "./problem.js";

/** No unit of Uyuni's takes longer to start than its TimeoutStartSec of 15 minutes. */
const JOB_SECONDS = 20 * 60;

const METHOD: Readonly<Record<UnitVerb, string>> = {
    start: "StartUnit",
    stop: "StopUnit",
    restart: "RestartUnit",
};

/** Lets `act` use a privileged connection to systemd, and closes it. Rejects with HostError. */
export async function withManager<T>(act: (client: DBusClient) => Promise<T>): Promise<T> {
    const client = openSystemd("require");
    try {
        return await act(client);
    } catch (reason) {
        throw asHostError(reason);
    } finally {
        client.close();
    }
}

/** Runs `method(unit, "replace")` and waits until its job ended; rejects with the job's result as the problem. */
export async function runJob(client: DBusClient, method: string, unit: string): Promise<void> {
    const results = new Map<string, string>();
    let wake = (): void => undefined;
    const removed = client.subscribe(
        { interface: MANAGER_INTERFACE, path: MANAGER, member: "JobRemoved" },
        (_path, _iface, _signal, args) => {
            const [, job, , result] = args;
            if (typeof job === "string" && typeof result === "string") {
                results.set(job, result);
                wake();
            }
        },
    );
    const lost = new Promise<never>((_resolve, reject) => {
        onLost(client, reject);
    });
    lost.catch(() => undefined);
    try {
        await subscribe(client);
        const [job] = await callManager(client, method, "ss", [unit, "replace"]);
        const ended = new Promise<string>((resolve) => {
            wake = () => {
                const result = typeof job === "string" ? results.get(job) : undefined;
                if (result !== undefined) resolve(result);
            };
            wake();
        });
        const result = await within(JOB_SECONDS, Promise.race([ended, lost]));
        if (result !== "done" && result !== "skipped")
            throw new HostError(`job-${result}`, `${unit}: ${result}`);
    } finally {
        removed.remove();
    }
}

/** Starts, stops or restarts a unit and waits for the result. Rejects with HostError (problem `job-failed`, `job-timeout`, …). */
export function unitJob(unit: string, verb: UnitVerb): Promise<void> {
    return withManager(async (client) => {
        // A person who starts a unit by hand does not want to hear that it failed too often.
        if (verb !== "stop") await forgetFailures(client, unit);
        await runJob(client, METHOD[verb], unit);
    });
}

async function forgetFailures(client: DBusClient, unit: string): Promise<void> {
    await callManager(client, "ResetFailedUnit", "s", [unit]).catch((reason: unknown) => {
        if (!asHostError(reason).problem.endsWith("NoSuchUnit")) throw reason;
    });
}

/** Enables or disables a unit at boot and has systemd read its files again. Rejects with HostError. */
export function setEnabled(unit: string, enabled: boolean): Promise<void> {
    return withManager(async (client) => {
        if (enabled) await callManager(client, "EnableUnitFiles", "asbb", [[unit], false, false]);
        else await callManager(client, "DisableUnitFiles", "asb", [[unit], false]);
        await callManager(client, "Reload", "", []);
    });
}

/** Takes a unit out of the boot and stops it, in this order, so that nothing starts it again. Rejects with HostError. */
export function stopAndDisable(unit: string): Promise<void> {
    return withManager(async (client) => {
        await callManager(client, "DisableUnitFiles", "asb", [[unit], false]);
        await callManager(client, "Reload", "", []);
        await runJob(client, "StopUnit", unit);
    });
}

/** Uyuni's units, and no other, are masked and cleared. */
const OURS = /^uyuni-[\w.@-]+\.service$/;

function own(unit: string): string {
    if (!OURS.test(unit)) throw new HostError("not-supported", unit);
    return unit;
}

/**
 * Masks a unit, so that nothing can start it, or takes the mask away; and has systemd read its files again. systemd
 * refuses to mask a unit whose file stands where the mask would be: of Uyuni's, only instances can be. Rejects with
 * HostError.
 */
export function setMasked(unit: string, masked: boolean): Promise<void> {
    return withManager(async (client) => {
        if (masked) await callManager(client, "MaskUnitFiles", "asbb", [[own(unit)], false, false]);
        else await callManager(client, "UnmaskUnitFiles", "asb", [[own(unit)], false]);
        await callManager(client, "Reload", "", []);
    });
}

/** Clears a unit's failed state and its start limit. Rejects with HostError. */
export function resetFailed(unit: string): Promise<void> {
    return withManager(async (client) => {
        await callManager(client, "ResetFailedUnit", "s", [own(unit)]);
    });
}

/** Has systemd read its files again. Rejects with HostError. */
export function daemonReload(): Promise<void> {
    return withManager(async (client) => {
        await callManager(client, "Reload", "", []);
    });
}
