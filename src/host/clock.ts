/**
 * The host's clock: its timestamps mean nothing by the browser's clock where the two differ.
 * It is read once the first view is there, when the page comes to be seen again, and when
 * something seems to have happened at another time than now; a clock that is set tells nobody.
 */
import cockpit from "cockpit";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Closeable } from "./host.js";

/** Milliseconds by which the host's clock is ahead of the browser's; small differences are none. */
export const clock: StoreApi<{ readonly offset: number }> = createStore(() => ({ offset: 0 }));

/** Less than that, and it may have been the way from there to here. */
const SMALL_MS = 5000;

/** The time on the host: milliseconds since the epoch. */
export function hostNow(): number {
    return Date.now() + clock.getState().offset;
}

export class ClockWatch implements Closeable {
    #reading = false;
    #closed = false;
    readonly #look = () => {
        if (!cockpit.hidden) this.look();
    };

    constructor() {
        cockpit.addEventListener("visibilitychange", this.#look);
        this.look();
    }

    close(): void {
        this.#closed = true;
        cockpit.removeEventListener("visibilitychange", this.#look);
    }

    /** Something has just happened on the host, at `usec` (microseconds since the epoch) by its clock. */
    happened(usec: number): void {
        if (Math.abs(usec / 1000 - hostNow()) > SMALL_MS) this.look();
    }

    look(): void {
        if (this.#reading) return;
        this.#reading = true;
        const asked = Date.now();
        cockpit
            .spawn(["date", "+%s%3N"], { err: "message" })
            .then((output) => {
                if (this.#closed) return;
                const offset = Math.round(Number(output) - (asked + Date.now()) / 2);
                if (Number.isFinite(offset))
                    clock.setState({ offset: Math.abs(offset) < SMALL_MS ? 0 : offset });
            })
            .catch(() => {
                // Without it, times are by the browser's clock.
            })
            .finally(() => {
                this.#reading = false;
            });
    }
}
