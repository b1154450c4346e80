/** What a page may ask of Salt's event queue. */
import type { StoreApi } from "zustand/vanilla";
import type { EventLog } from "../uyuni/events/log.js";
import type { Busiest } from "../uyuni/events/reading.js";
import type { EventsProblem } from "../uyuni/events/verdict.js";

export interface EventsState {
    readonly log: EventLog;
    /** Why the last attempt told nothing, null when it did. */
    readonly problem: EventsProblem | null;
    /** Somebody looks, and the page can be seen: it is read every few seconds. */
    readonly isRead: boolean;
    /** When the log was last added to: milliseconds since the epoch by this computer's clock, 0 before the first time. */
    readonly readAt: number;
    /** When the last attempt to read ended: milliseconds since the epoch, 0 before the first. */
    readonly lookedAt: number;
}

export interface EventMonitor {
    readonly state: StoreApi<EventsState>;
    /** Reads every `seconds` until closed; with several, the one in the greatest hurry decides. */
    watch(seconds: number): { close(): void };
    /** Clients with the most waiting events, ten at most. Rejects with HostError. */
    busiest(): Promise<readonly Busiest[]>;
    /** Counts all waiting events now, and adds that to the log. Rejects with HostError. */
    count(): Promise<void>;
    close(): void;
}
