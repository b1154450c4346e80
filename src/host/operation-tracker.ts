/**
 * Keeps the store's operation true: from PID 1 while anything of it runs, from
 * the journal otherwise.
 *
 * What the journal said counts only as long as nothing has happened since that
 * reading was begun: PID 1 tells the bus that a unit has ended before the journal
 * has taken in its last lines, and a roll-back begins in the moment after the
 * operation's end. So whenever a unit of an operation changed otherwise than by
 * coming to its next step, the journal is first written and then read, again if
 * something changed meanwhile, and until that is done the last sight of the
 * operation stands. At first there is none, and nothing is told. A reading that
 * failed is made again.
 */
import type { Access, Operation } from "../uyuni/host-state.js";
import { OPERATION_UNIT, RECOVER_UNIT, ROLLBACK_UNIT } from "../uyuni/operation-record.js";
import { Backoff } from "./backoff.js";
import type { Closeable } from "./host.js";
import {
    atRest,
    isLive,
    joined,
    operationInMemory,
    recoveredId,
    type OperationUnits,
} from "./operation-watch.js";
import { asHostError, type HostError } from "./problem.js";
import type { UnitProperties } from "./systemd-properties.js";

const UNITS: ReadonlySet<string> = new Set([OPERATION_UNIT, ROLLBACK_UNIT, RECOVER_UNIT]);

export function isOperationUnit(name: string): boolean {
    return UNITS.has(name);
}

function operationUnits(units: ReadonlyMap<string, UnitProperties>): OperationUnits {
    return {
        operation: units.get(OPERATION_UNIT),
        rollback: units.get(ROLLBACK_UNIT),
        recovery: units.get(RECOVER_UNIT),
    };
}

/** Whether any of these units is an operation's that runs. */
export function isAnyLive(units: ReadonlyMap<string, UnitProperties>): boolean {
    return isLive(operationUnits(units));
}

export interface OperationSources {
    /** The units as they were last seen; null: they are not known (yet, or any more). */
    units(): ReadonlyMap<string, UnitProperties> | null;
    access(): Access;
    /** What the journal holds so far. Rejects with HostError. */
    lastOperation(): Promise<Operation | null>;
    /** Waits until the journal holds all that was logged. Rejects with HostError. */
    journalWritten(): Promise<void>;
    /** Whether the recovery unit's file is there. Rejects with HostError. */
    isRecoveryLeft(): Promise<boolean>;
    /** Has the units and their files listed again. */
    refresh(): void;
}

export interface OperationListener {
    operation(operation: Operation | null): void;
    /** The journal, which alone knows of operations that are over, cannot be read; that is tried again. */
    problem(error: HostError): void;
}

interface Reading {
    readonly operation: Operation | null;
    readonly isRecoveryLeft: boolean;
}

const NOTHING: Reading = { operation: null, isRecoveryLeft: false };

/** Nobody wrote how it ended. */
function isOpen(operation: Operation | null): boolean {
    return operation !== null && (operation.endedAt === 0 || operation.phase === "rolling-back");
}

export class OperationTracker implements Closeable {
    #written = NOTHING;
    /** Nothing has happened since that was read. */
    #isSettled = false;
    #changes = 0;
    /** Something happened, and its lines may not be in the journal yet. */
    #isUnwritten = false;
    #isReading = false;
    #last: Operation | null = null;
    readonly #backoff = new Backoff();

    constructor(
        private readonly sources: OperationSources,
        private readonly listener: OperationListener,
    ) {}

    close(): void {
        this.#backoff.close();
    }

    /** A unit of the operation came to its next step, or began. */
    look(): void {
        const units = this.#units();
        if (units === null) return;
        const { operation: written, isRecoveryLeft } = this.#written;
        const inMemory = operationInMemory(units);
        const isLatest =
            inMemory !== null &&
            (written === null || inMemory.id === written.id || inMemory.startedAt >= written.startedAt);
        if (isLatest && this.#isGoing(units, inMemory)) this.#tell(joined(inMemory, written, true));
        else if (inMemory === null && written !== null && recoveredId(units) === written.id)
            this.#tell({ ...written, phase: "rolling-back" });
        else if (this.#isSettled) {
            const last = isLatest ? joined(inMemory, written, false) : written;
            const isAtRest = last !== null && this.sources.access() === "administrative" && !isLive(units);
            this.#tell(isAtRest ? atRest(last, isRecoveryLeft) : last);
        }
    }

    /** A unit of the operation ended, or may have. */
    changed(): void {
        this.#isUnwritten = true;
        this.readAgain();
    }

    /** What may be known is another: the units came to be known, or the access is another one. */
    readAgain(): void {
        this.#changes++;
        this.#isSettled = false;
        this.look();
        void this.#read();
    }

    /** It runs, or its roll-back is about to begin as far as is known by now. */
    #isGoing(units: OperationUnits, { phase }: Operation): boolean {
        return isLive(units) || (phase === "rolling-back" && !this.#isSettled);
    }

    #units(): OperationUnits | null {
        const units = this.sources.units();
        return units === null ? null : operationUnits(units);
    }

    async #read(): Promise<void> {
        if (this.#isReading) return;
        this.#isReading = true;
        const isAfterChange = this.#isUnwritten;
        try {
            let changes: number;
            do {
                changes = this.#changes;
                this.#written = await this.#reading();
            } while (this.#hasChanged(changes));
            this.#isSettled = this.#units() !== null && this.sources.access() !== "pending";
            if (!this.#isUnwritten) this.#backoff.succeeded();
        } catch (reason) {
            this.#failed(asHostError(reason));
        } finally {
            this.#isReading = false;
        }
        this.look();
        // The files are other ones, too.
        if (isAfterChange) this.sources.refresh();
    }

    #hasChanged(changes: number): boolean {
        return this.#changes !== changes;
    }

    #failed(error: HostError): void {
        console.warn(`cannot read the history of operations: ${error.message}`);
        const units = this.#units();
        if (units !== null && !isLive(units)) this.listener.problem(error);
        this.#backoff.again(() => void this.#read());
    }

    async #reading(): Promise<Reading> {
        const units = this.#units();
        if (units === null || this.sources.access() !== "administrative") return NOTHING;
        const isOver = !isLive(units) && operationInMemory(units) !== null;
        if (isOver) this.#isUnwritten = true;
        await this.#writeJournal();
        let operation = await this.sources.lastOperation();
        if (isOpen(operation) && !isLive(units) && !isOver) {
            this.#isUnwritten = true;
            await this.#writeJournal();
            operation = await this.sources.lastOperation();
        }
        if (this.#isUnwritten && isOpen(operation)) this.#backoff.again(() => void this.#read());
        const mayBeLeft =
            isOver || ((isOpen(operation) || operation?.phase === "rollback-failed") && !isLive(units));
        return { operation, isRecoveryLeft: mayBeLeft && (await this.sources.isRecoveryLeft()) };
    }

    /** What is written by now is better than nothing. */
    async #writeJournal(): Promise<void> {
        if (!this.#isUnwritten) return;
        this.#isUnwritten = false;
        try {
            await this.sources.journalWritten();
        } catch (reason) {
            this.#isUnwritten = true;
            console.warn(`It is not known whether the journal is written: ${asHostError(reason).message}`);
        }
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
