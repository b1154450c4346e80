/**
 * Keeps the store's operation true: from PID 1 while it holds one, from the
 * journal otherwise. The journal is read when an operation's unit has ended,
 * one reading at a time, and only with administrative access; a reading that
 * failed is made again.
 */
import type { Operation } from "../uyuni/host-state.js";
import { OPERATION_UNIT, RECOVER_UNIT, ROLLBACK_UNIT } from "../uyuni/operation-record.js";
import { Backoff } from "./backoff.js";
import type { Closeable } from "./host.js";
import { joined, operationInMemory } from "./operation-watch.js";
import { asHostError, type HostError } from "./problem.js";
import type { UnitProperties } from "./systemd-properties.js";

const UNITS: ReadonlySet<string> = new Set([OPERATION_UNIT, ROLLBACK_UNIT, RECOVER_UNIT]);

export function isOperationUnit(name: string): boolean {
    return UNITS.has(name);
}

function hasEnded({ phase }: Operation): boolean {
    return phase !== "running" && phase !== "rolling-back";
}

export interface OperationSources {
    units(): ReadonlyMap<string, UnitProperties>;
    /** Unit files that systemd sees on disk; null: they were not listed yet. */
    files(): ReadonlyMap<string, string> | null;
    mayReadJournal(): boolean;
    /** What the journal holds so far. Rejects with HostError. */
    lastOperation(): Promise<Operation | null>;
    /** Waits until the journal holds all that was logged. Rejects with HostError. */
    journalWritten(): Promise<void>;
    /** Has the unit files listed again. */
    refresh(): void;
}

export interface OperationListener {
    operation(operation: Operation | null): void;
    /** The journal, which alone knows of operations that are over, cannot be read; that is tried again. */
    problem(error: HostError): void;
}

export class OperationTracker implements Closeable {
    /** undefined: it was not read yet. */
    #fromJournal: Operation | null | undefined;
    #last: Operation | null = null;
    #reading: "no" | "running" | "again" = "no";
    readonly #backoff = new Backoff();

    constructor(
        private readonly sources: OperationSources,
        private readonly listener: OperationListener,
    ) {}

    close(): void {
        this.#backoff.close();
    }

    /** Looks at the units as they are now. */
    look(): void {
        const inMemory = this.#inMemory();
        const written = this.#written();
        const isLatest =
            inMemory !== null &&
            (!written || inMemory.startedAt >= written.startedAt || inMemory.id === written.id);
        const found = isLatest ? joined(inMemory, written ?? null) : written;
        const isLive = isLatest && !hasEnded(inMemory);
        const mayTell = isLive || this.#reading === "no";
        // What is not in memory may be in the journal: nothing is known before it was read.
        if (found === undefined || (written === undefined && !mayTell)) return;
        // How one ended is the journal's to tell: until its end is read, the last sight of it stands.
        if (mayTell || this.#last === null || this.#isOver(this.#last, written)) this.#tell(found);
    }

    #inMemory(): Operation | null {
        const units = this.sources.units();
        return operationInMemory({
            operation: units.get(OPERATION_UNIT),
            rollback: units.get(ROLLBACK_UNIT),
            recovery: units.get(RECOVER_UNIT),
        });
    }

    /**
     * What the journal has of the last one: null if nothing, undefined if that is not known yet. One whose end nobody
     * wrote down and that left its recovery unit on disk was cut off in the middle.
     */
    #written(): Operation | null | undefined {
        const files = this.sources.files();
        const written = this.#fromJournal;
        if (files === null) return undefined;
        return written?.phase === "unknown" && files.has(RECOVER_UNIT)
            ? { ...written, phase: "interrupted" }
            : written;
    }

    /** Both are about the same operation, and what was read of it is not from the time while it ran. */
    #isOver(last: Operation, written: Operation | null | undefined): boolean {
        return last.id === written?.id && hasEnded(last);
    }

    /** A unit of the operation ended, or may have: the journal and the files on disk tell how. */
    async ended(): Promise<void> {
        await this.readJournal();
        this.sources.refresh();
    }

    async readJournal(): Promise<void> {
        if (!this.sources.mayReadJournal()) {
            this.#fromJournal = null;
            this.look();
            return;
        }
        if (this.#reading !== "no") {
            this.#reading = "again";
            return;
        }
        try {
            do {
                this.#reading = "running";
                this.#fromJournal = await this.#readLast();
            } while (this.#mustReadAgain());
            this.#backoff.succeeded();
        } catch (reason) {
            const error = asHostError(reason);
            console.warn(`cannot read the history of operations: ${error.message}`);
            if (this.#fromJournal === undefined && this.#inMemory() === null) this.listener.problem(error);
            this.#backoff.again(() => void this.readJournal());
        } finally {
            this.#reading = "no";
        }
        this.look();
    }

    /**
     * PID 1 tells the bus that a unit has ended while the journal has not taken in its last lines yet: an operation
     * without an end, of which nothing runs, was cut off only if it has none when everything is written. And a short
     * one may not be there at all so far.
     */
    async #readLast(): Promise<Operation | null> {
        const last = await this.sources.lastOperation();
        const seen = this.#last;
        const isMissing = seen !== null && !hasEnded(seen) && seen.id !== last?.id;
        const hasNoEnd = last?.endedAt === 0 && this.#inMemory()?.phase !== "running";
        if (!isMissing && !hasNoEnd) return last;
        try {
            await this.sources.journalWritten();
        } catch (reason) {
            console.warn(`It is not known whether the journal is written: ${asHostError(reason).message}`);
            this.#backoff.again(() => void this.readJournal());
            return last;
        }
        return await this.sources.lastOperation();
    }

    #mustReadAgain(): boolean {
        return this.#reading === "again";
    }

    /** The journal knows that steps were done, but not when; what was seen live is kept. */
    #tell(operation: Operation | null): void {
        const seen = this.#last;
        const isSame = operation !== null && seen !== null && operation.id === seen.id;
        const steps =
            isSame && operation.phase === "succeeded" && seen.steps.length === operation.steps.length
                ? seen.steps.map((step) => ({
                      ...step,
                      status: "done" as const,
                      endedAt: step.endedAt === 0 ? operation.endedAt : step.endedAt,
                  }))
                : undefined;
        this.#last = operation !== null && steps !== undefined ? { ...operation, steps } : operation;
        this.listener.operation(this.#last);
    }
}
