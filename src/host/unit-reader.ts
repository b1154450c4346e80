/**
 * Reads units whole.
 *
 * Cockpit tells a signal at once, a reply a moment later. So what a signal said
 * while a reply was on its way counts more than the reply. (A signal that was
 * older than the reply is followed by another: each change is signalled.)
 *
 * Units of an operation are told by replies alone: a signal has the unit's state, but not how far its steps
 * have come, and the two together have to be of one moment. Else one that failed looks as if it had
 * failed in an earlier step.
 */
import type { DBusClient } from "cockpit";
import { callOn } from "./bus.js";
import { properties, unitPath, type UnitProperties } from "./systemd-properties.js";

export const PROPERTIES_INTERFACE = "org.freedesktop.DBus.Properties";

/** Whether a unit is told by replies alone. */
export function isReadWhole(name: string): boolean {
    return name.startsWith("cockpit-uyuni-");
}

/** What systemd invalidates with each signal, though its words change with a reload only, after which everything is read. */
const READ_AT_RELOADS = /^(?:Exec[A-Z]\w*|Conditions|Asserts)$/;

/**
 * Whether a unit has to be read again after a signal that invalidates these properties ("as").
 * systemd (257) invalidates commands, for the sake of when they last ran, and conditions alone.
 */
export function isWorthReading(invalidated: unknown): boolean {
    return (
        Array.isArray(invalidated) &&
        invalidated.some((property) => typeof property === "string" && !READ_AT_RELOADS.test(property))
    );
}

export class UnitReader {
    /** What signals said about units whose replies are on their way. */
    readonly #underway = new Map<string, Set<Record<string, unknown>>>();

    constructor(private readonly client: Pick<DBusClient, "call">) {}

    /** All properties of a unit. Rejects with HostError. */
    async read(name: string): Promise<UnitProperties> {
        const changes: Record<string, unknown> = {};
        const underway = this.#underway.get(name) ?? new Set();
        this.#underway.set(name, underway.add(changes));
        try {
            const reply = await callOn(this.client, unitPath(name), PROPERTIES_INTERFACE, "GetAll", "s", [
                "",
            ]);
            return isReadWhole(name) ? properties(reply[0]) : { ...properties(reply[0]), ...changes };
        } finally {
            underway.delete(changes);
        }
    }

    /** To be told of every signal. */
    signalled(name: string, changed: UnitProperties): void {
        for (const changes of this.#underway.get(name) ?? []) Object.assign(changes, changed);
    }
}
