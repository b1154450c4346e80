import type { Closeable } from "./host.js";

const MOST_SECONDS = 30;

/** Growing pauses between attempts: 1, 2, 4 … 30 seconds. */
export class Backoff implements Closeable {
    #seconds = 1;
    #timer = 0;

    /** Makes the attempt after the next pause, instead of one that still waits. */
    again(attempt: () => void): void {
        window.clearTimeout(this.#timer);
        this.#timer = window.setTimeout(attempt, this.#seconds * 1000);
        this.#seconds = Math.min(this.#seconds * 2, MOST_SECONDS);
    }

    /** The next pause is a short one again. */
    succeeded(): void {
        this.#seconds = 1;
    }

    close(): void {
        window.clearTimeout(this.#timer);
    }
}
