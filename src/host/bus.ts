/**
 * Connections to systemd over the system bus.
 *
 * Each is one of its own, by the bus's address: the one that Cockpit's bridge
 * shares among all pages is kept for the whole login, and when the bus was
 * restarted once, calls on it never come back. For the same reason time limits
 * are kept here, not by the bridge.
 */
import cockpit, { type DBusClient, type Superuser } from "cockpit";
import { asHostError, within, type HostError } from "./problem.js";

const ADDRESS = "unix:path=/run/dbus/system_bus_socket";
const CALL_SECONDS = 60;

export const MANAGER = "/org/freedesktop/systemd1";
export const MANAGER_INTERFACE = "org.freedesktop.systemd1.Manager";

export function openSystemd(superuser?: Superuser): DBusClient {
    return cockpit.dbus("org.freedesktop.systemd1", {
        bus: "none",
        address: ADDRESS,
        ...(superuser !== undefined && { superuser }),
    });
}

/** Tells once that systemd cannot be heard on `client` any more: it left the bus, or the channel ended. */
export function onLost(client: DBusClient, lost: (error: HostError) => void): void {
    client.addEventListener("close", (_event, options) => {
        lost(asHostError(options.problem ? options : { problem: "disconnected" }));
    });
    client.addEventListener("owner", (_event, owner) => {
        if (owner === null) lost(asHostError({ problem: "disconnected" }));
    });
}

/** Rejects with HostError. */
export async function callOn(
    client: Pick<DBusClient, "call">,
    path: string,
    iface: string,
    method: string,
    type: string,
    args: readonly unknown[],
): Promise<unknown[]> {
    try {
        return await within(CALL_SECONDS, client.call(path, iface, method, args, { type }));
    } catch (reason) {
        throw asHostError(reason);
    }
}

/** Calls a method of systemd's manager. Rejects with HostError. */
export function callManager(
    client: DBusClient,
    method: string,
    type: string,
    args: readonly unknown[],
): Promise<unknown[]> {
    return callOn(client, MANAGER, MANAGER_INTERFACE, method, type, args);
}

/** Asks systemd for its signals. Rejects with HostError. */
export async function subscribe(client: DBusClient): Promise<void> {
    try {
        await callManager(client, "Subscribe", "", []);
    } catch (reason) {
        const { problem } = asHostError(reason);
        if (!problem.endsWith("AlreadySubscribed") && !problem.endsWith("FileExists")) throw reason;
    }
}
