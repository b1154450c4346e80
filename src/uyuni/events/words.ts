/** What the sentences about events have in common. */
import type { Consumer } from "./consumers.js";
import type { Transaction } from "./reading.js";

/** How numbers are written in the user's language. */
export interface NumberFormats {
    readonly count: (value: number) => string;
    /** Events a second. */
    readonly rate: (perSecond: number) => string;
    /** Milliseconds. */
    readonly duration: (length: number) => string;
}

/** The container's name, with what it is where that is not the event processor. */
export function consumerName({ kind, name }: Consumer): string {
    return kind === "server" ? `${name} (Tomcat)` : name;
}

/** The id of an event, and the client that sent it. */
export function eventName(id: number, minion: string | null): string {
    return minion === null ? String(id) : `${id} (${minion})`;
}

/** A session of the database: its process id, what it calls itself, where it comes from. */
export function sessionName({ pid, address, application }: Transaction): string {
    const name = [application, address].filter((part) => part !== "").join(", ");
    return name === "" ? String(pid) : `${pid} (${name})`;
}
