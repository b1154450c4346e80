/**
 * Keeps the store's operation true: from PID 1 while it holds one, from the
 * journal otherwise. The journal is read when an operation's unit has ended,
 * one reading at a time, and only with administrative access.
 */
import type { Operation } from "../uyuni/host-state.js";
import { OPERATION_UNIT, RECOVER_UNIT, ROLLBACK_UNIT } from "../uyuni/operation-record.js";
import { joined, lastOperation, operationInMemory } from "./operation-watch.js";
import { asHostError } from "./problem.js";
import type { UnitProperties } from "./systemd-properties.js";

const UNITS: ReadonlySet<string> = new Set([OPERATION_UNIT, ROLLBACK_UNIT, RECOVER_UNIT]);

export function isOperationUnit(name: string): boolean {
    return UNITS.has(name);
}

export interface OperationSources {
    units(): ReadonlyMap<string, UnitProperties>;
    /** Unit files that systemd sees on disk. */
    files(): ReadonlyMap<string, string>;
    mayReadJournal(): boolean;
    /** Has the unit files listed again. */
    refresh(): void;
}

export class OperationTracker {
    #fromJournal: Operation | null = null;
    #last: Operation | null = null;
    #reading: "no" | "running" | "again" = "no";
    #justEnded = false;

    constructor(
        private readonly sources: OperationSources,
        private readonly onOperation: (operation: Operation | null) => void,
    ) {}

    /** Looks at the units as they are now. */
    look(): void {
        const units = this.sources.units();
        const inMemory = operationInMemory({
            operation: units.get(OPERATION_UNIT),
            rollback: units.get(ROLLBACK_UNIT),
            recovery: units.get(RECOVER_UNIT),
        });
        const written = this.#fromJournal;
        if (
            inMemory !== null &&
            (written === null || inMemory.startedAt >= written.startedAt || inMemory.id === written.id)
        )
            this.#tell(joined(inMemory, written));
        // One that ended well is gone from memory before its end is read: until then the last sight of it stands.
        else if (this.#reading === "no" || this.#last === null || this.#isOver(this.#last, written))
            this.#tell(written);
    }

    /** Both are about the same operation, and what was read of it is not from the time while it ran. */
    #isOver(last: Operation, written: Operation | null): boolean {
        return last.id === written?.id && last.phase !== "running" && last.phase !== "rolling-back";
    }

    /** A unit of the operation ended: the journal and the files on disk tell how. */
    async ended(): Promise<void> {
        this.#justEnded = true;
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
                const justEnded = this.#justEnded;
                this.#justEnded = false;
                this.#fromJournal = await lastOperation(this.sources.files().has(RECOVER_UNIT), justEnded);
            } while (this.#mustReadAgain());
        } catch (reason) {
            console.warn(`cannot read the history of operations: ${asHostError(reason).message}`);
        } finally {
            this.#reading = "no";
        }
        this.look();
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
        this.onOperation(this.#last);
    }
}
