/**
 * Uyuni's units as PID 1 sees them, live, over the system bus.
 *
 * The protocol: after Subscribe() the Manager sends UnitNew, Reloading and
 * UnitFilesChanged, and every unit PropertiesChanged. We list units and unit
 * files by pattern once (two calls), subscribe to each unit of ours by its path
 * and read it whole (GetAll, some 45 kB), and from then on apply what
 * PropertiesChanged carries as it arrives; what it only invalidates is read
 * again where it may have changed. Replies and signals come over one connection
 * in the order in which PID 1 sent them, but reach us in another: see
 * `UnitReader`.
 *
 * Traps: podman runs each health check as a unit of its own, so listening to all
 * units would be a stream of news about nothing. Signals during a reload are a
 * storm, too (we mute them and list again when Reloading(false) comes). Asking
 * for a unit by its path loads it, which sends UnitNew: reading on UnitNew would
 * go round for ever for units that nothing holds in memory, so GetUnit, which
 * loads nothing, is asked first. The roll-back of an operation is in memory long
 * before it is started, idle, with nothing to tell it from one that has ended: so
 * the units of operations are listened to whether they are there or not.
 */
import cockpit, { type DBusClient } from "cockpit";
import { Backoff } from "./backoff.js";
import { callManager, MANAGER, MANAGER_INTERFACE, onLost, openSystemd, subscribe } from "./bus.js";
import type { Closeable } from "./host.js";
import { asHostError, type HostError } from "./problem.js";
import { hasJob, properties, unitPath, type UnitProperties } from "./systemd-properties.js";
import { isReadWhole, isWorthReading, PROPERTIES_INTERFACE, UnitReader } from "./unit-reader.js";

const OURS = /^(?:uyuni-|cockpit-uyuni-|podman\.socket$)/;
const PATTERNS = ["uyuni-*", "cockpit-uyuni-*", "podman.socket"];

export interface SystemdListener {
    /** Everything at once: after connecting and after a reload. */
    listed(units: ReadonlyMap<string, UnitProperties>, files: ReadonlyMap<string, string>): void;
    /** A unit changed; null: it is gone. */
    unit(name: string, unit: UnitProperties | null): void;
    /** The bus went away; it is being tried again. */
    lost(error: HostError): void;
}

export class SystemdWatch implements Closeable {
    #client: DBusClient | null = null;
    #units = new Map<string, UnitProperties>();
    /** Subscriptions to PropertiesChanged, by unit. */
    #subscriptions = new Map<string, { remove(): void }>();
    /** Units being read: true when it has to be read once more afterwards. */
    #reading = new Map<string, boolean>();
    #reader: UnitReader | null = null;
    #listing: "no" | "running" | "again" = "no";
    #reloading = false;
    #closed = false;
    readonly #backoff = new Backoff();
    readonly #look = () => void this.check();

    constructor(private readonly listener: SystemdListener) {
        cockpit.addEventListener("visibilitychange", this.#look);
        this.#connect();
    }

    close(): void {
        this.#closed = true;
        cockpit.removeEventListener("visibilitychange", this.#look);
        this.#backoff.close();
        this.#client?.close();
    }

    /** Reads everything again. */
    refresh(): void {
        const client = this.#client;
        if (client !== null) void this.#list(client);
    }

    #connect(): void {
        const client = openSystemd();
        this.#client = client;
        this.#reader = new UnitReader(client);
        onLost(client, (error) => {
            if (this.#client === client) this.#lost(error);
        });
        for (const member of ["UnitNew", "Reloading", "UnitFilesChanged"]) {
            client.subscribe(
                { interface: MANAGER_INTERFACE, path: MANAGER, member },
                (_path, _iface, signal, [first]) => {
                    this.#managerSignal(client, signal, first);
                },
            );
        }
        void this.#begin(client);
    }

    async #begin(client: DBusClient): Promise<void> {
        try {
            await subscribe(client);
            await this.#list(client);
        } catch (reason) {
            if (this.#client === client) this.#lost(asHostError(reason));
        }
    }

    #lost(error: HostError): void {
        if (this.#closed) return;
        const client = this.#client;
        this.#client = null;
        this.#reader = null;
        this.#listing = "no";
        this.#reloading = false;
        this.#reading.clear();
        this.#subscriptions.clear();
        client?.close();
        this.listener.lost(error);
        this.#backoff.again(() => {
            this.#connect();
        });
    }

    #managerSignal(client: DBusClient, signal: string, first: unknown): void {
        if (signal === "Reloading") {
            this.#reloading = first === true;
            if (!this.#reloading) void this.#list(client);
        } else if (this.#reloading) {
            return;
        } else if (signal === "UnitFilesChanged") {
            void this.#list(client);
        } else if (typeof first === "string" && OURS.test(first) && !this.#units.has(first)) {
            this.#subscribe(client, first);
            void this.#readIfLoaded(client, first);
        }
    }

    #subscribe(client: DBusClient, name: string): void {
        if (this.#subscriptions.has(name)) return;
        const subscription = client.subscribe(
            { interface: PROPERTIES_INTERFACE, member: "PropertiesChanged", path: unitPath(name) },
            (_path, _iface, _signal, args) => {
                this.#propertiesChanged(client, name, args);
            },
        );
        this.#subscriptions.set(name, subscription);
    }

    #unsubscribe(name: string): void {
        if (isReadWhole(name)) return;
        this.#subscriptions.get(name)?.remove();
        this.#subscriptions.delete(name);
    }

    #forget(name: string): void {
        this.#unsubscribe(name);
        if (this.#units.delete(name)) this.listener.unit(name, null);
    }

    async #readIfLoaded(client: DBusClient, name: string): Promise<void> {
        try {
            await callManager(client, "GetUnit", "s", [name]);
        } catch (reason) {
            // It is gone already.
            if (this.#client === client && !this.#units.has(name)) this.#forget(name);
            this.#failed(client, reason);
            return;
        }
        if (this.#client === client) await this.#read(client, name);
    }

    /** systemd's refusals are about one unit, all else is about the connection. */
    #failed(client: DBusClient, reason: unknown): void {
        const error = asHostError(reason);
        if (this.#client !== client || error.problem.startsWith("org.freedesktop.")) return;
        this.#lost(error);
    }

    /** Makes sure that systemd can still be heard: the bus may have died without a word. */
    async check(): Promise<void> {
        const client = this.#client;
        if (client === null || cockpit.hidden) return;
        await callManager(client, "GetUnit", "s", ["init.scope"]).catch((reason: unknown) => {
            this.#failed(client, reason);
        });
    }

    #propertiesChanged(client: DBusClient, name: string, args: readonly unknown[]): void {
        if (this.#reloading) return;
        const before = this.#units.get(name);
        const [, changed, invalidated] = args;
        this.#reader?.signalled(name, properties(changed));
        const after = before === undefined ? undefined : { ...before, ...properties(changed) };
        if (after !== undefined && hasVanished(after)) {
            this.#forget(name);
            return;
        }
        if (after !== undefined && !isReadWhole(name)) {
            this.#units.set(name, after);
            this.listener.unit(name, after);
        }
        if (after === undefined || isWorthReading(invalidated) || isReadWhole(name))
            void this.#read(client, name);
    }

    /** Reads one unit whole; never twice at a time. */
    async #read(client: DBusClient, name: string): Promise<void> {
        const reader = this.#reader;
        if (reader === null) return;
        if (this.#reading.has(name)) {
            this.#reading.set(name, true);
            return;
        }
        this.#reading.set(name, false);
        try {
            do {
                this.#reading.set(name, false);
                const unit = await reader.read(name);
                if (this.#client !== client) return;
                // A unit that ended while we asked comes back as an empty stub.
                if (hasVanished(unit)) {
                    this.#forget(name);
                    return;
                }
                this.#units.set(name, unit);
                this.listener.unit(name, unit);
            } while (this.#reading.get(name) === true);
        } catch (reason) {
            this.#failed(client, reason);
        } finally {
            this.#reading.delete(name);
        }
    }

    async #list(client: DBusClient): Promise<void> {
        if (this.#listing !== "no") {
            this.#listing = "again";
            return;
        }
        try {
            do {
                this.#listing = "running";
                await this.#listOnce(client);
                if (this.#client !== client) return;
            } while (this.#listingAgain());
            this.#listing = "no";
            this.#backoff.succeeded();
        } catch (reason) {
            if (this.#client === client) this.#lost(asHostError(reason));
        }
    }

    #listingAgain(): boolean {
        return this.#listing === "again";
    }

    async #listOnce(client: DBusClient): Promise<void> {
        const reader = this.#reader;
        if (reader === null) return;
        const [units, files] = await Promise.all([
            callManager(client, "ListUnitsByPatterns", "asas", [[], PATTERNS]),
            callManager(client, "ListUnitFilesByPatterns", "asas", [[], PATTERNS]),
        ]);
        const fileStates = new Map<string, string>();
        for (const [path, state] of rows(files[0])) {
            if (typeof path === "string" && typeof state === "string")
                fileStates.set(path.slice(path.lastIndexOf("/") + 1), state);
        }
        const names = new Set<string>();
        for (const [name] of rows(units[0])) if (typeof name === "string") names.add(name);
        for (const file of fileStates.keys()) names.add(file.replace("@.", "@0."));
        // Each answer is kept as it comes, so that signals that follow it are applied on top of it.
        await Promise.all(
            [...names].map(async (name) => {
                this.#subscribe(client, name);
                const unit = await reader.read(name);
                if (this.#client === client) this.#units.set(name, unit);
            }),
        );
        if (this.#client !== client) return;
        for (const [name, unit] of this.#units)
            if (hasVanished(unit) || !names.has(name)) this.#units.delete(name);
        for (const name of this.#subscriptions.keys()) if (!this.#units.has(name)) this.#unsubscribe(name);
        this.listener.listed(new Map(this.#units), fileStates);
    }
}

/** A unit without a file that has ended and has nothing left to do: PID 1 forgets it, and so do we. */
function hasVanished(unit: UnitProperties): boolean {
    const temporary = unit["FragmentPath"] === "" || unit["Transient"] === true;
    return temporary && !hasJob(unit) && unit["ActiveState"] === "inactive";
}

function rows(list: unknown): unknown[][] {
    return Array.isArray(list) ? list.filter((row): row is unknown[] => Array.isArray(row)) : [];
}
