import type { Closeable } from "./host.js";

/** Tells when nothing was heard for `seconds`, and again for each time that it stays silent for so long. */
export class Silence implements Closeable {
    #timer = 0;

    constructor(
        private readonly seconds: number,
        private readonly onSilence: () => void,
    ) {}

    /** Something was heard, or listening begins. */
    heard(): void {
        window.clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => {
            this.heard();
            this.onSilence();
        }, this.seconds * 1000);
    }

    close(): void {
        window.clearTimeout(this.#timer);
    }
}
