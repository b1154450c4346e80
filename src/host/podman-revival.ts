/**
 * When a connection to podman that was lost is tried again, and when that it is lost is told: not for the moment in
 * which podman's service ends and comes again, unless it does not come.
 */
import { Backoff } from "./backoff.js";
import type { Closeable } from "./host.js";
import type { HostError } from "./problem.js";

/** Until a connection is tried again that was lost for the first time, or had lasted. */
const AT_ONCE_MS = 100;
/** One that is lost sooner was of no use. */
const LASTED_MS = 10_000;
/** It may take so long to come back before that is told. */
const PATIENCE_MS = 10_000;

export class Revival implements Closeable {
    readonly #backoff = new Backoff();
    #atOnce = 0;
    #patience = 0;
    /** When the end of a connection was last taken for a moment's. */
    #forgivenAt = -LASTED_MS;

    constructor(
        private readonly connect: () => void,
        private readonly tell: (error: HostError) => void,
    ) {}

    lost(error: HostError): void {
        const now = performance.now();
        // Who did not answer at all was given time enough.
        if (error.problem !== "timeout" && now - this.#forgivenAt > LASTED_MS) {
            this.#forgivenAt = now;
            this.#atOnce = window.setTimeout(this.connect, AT_ONCE_MS);
            window.clearTimeout(this.#patience);
            this.#patience = window.setTimeout(() => {
                this.tell(error);
            }, PATIENCE_MS);
            return;
        }
        window.clearTimeout(this.#patience);
        this.tell(error);
        this.#backoff.again(this.connect);
    }

    /** It is being tried now. */
    connecting(): void {
        window.clearTimeout(this.#atOnce);
        this.#backoff.close();
    }

    /** Everything was read that is shown first. */
    ready(): void {
        window.clearTimeout(this.#patience);
    }

    /** The next pause is a short one again. */
    succeeded(): void {
        this.#backoff.succeeded();
    }

    close(): void {
        this.connecting();
        window.clearTimeout(this.#patience);
    }
}
