/** One page's view of its machine: every adapter feeds one store of `HostState`. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { known, loading, unknown, type Access, type HostState, type UnitState } from "../uyuni/host-state.js";
import { RECOVER_UNIT } from "../uyuni/operation-record.js";
import { watchAccess } from "./access.js";
import { ClockWatch } from "./clock.js";
import type { Closeable } from "./host.js";
import { journalWritten } from "./journal.js";
import { isAnyLive, isOperationUnit, OperationTracker } from "./operation-tracker.js";
import { isRecoveryLeft, lastOperation } from "./operation-watch.js";
import { PodmanWatch } from "./podman.js";
import type { HostError } from "./problem.js";
import { SystemdWatch } from "./systemd.js";
import { text, unitState, type UnitProperties } from "./systemd-properties.js";
import { UnitFolderWatch } from "./unit-folder-watch.js";

export const PODMAN_SOCKET_UNIT = "podman.socket";
/** Once for all units that change together. */
const DOUBT_MS = 2000;

/** Units of Uyuni that exist (have a file, or are in memory for another reason than being asked about). */
function uyuniUnits(units: ReadonlyMap<string, UnitProperties>): Map<string, UnitState> {
    const found = new Map<string, UnitState>();
    for (const [name, unit] of units) if (name.startsWith("uyuni-")) found.set(name, unitState(name, unit));
    return found;
}

/** Of an operation's units, to be compared. */
function operationStates(units: ReadonlyMap<string, UnitProperties>): string {
    return [...units]
        .filter(([name]) => isOperationUnit(name))
        .map(([name, unit]) => `${name} ${text(unit, "ActiveState")}`)
        .sort()
        .join();
}

export class Connection implements Closeable {
    readonly state: StoreApi<HostState> = createStore<HostState>()(() => ({
        access: "pending",
        units: loading,
        unitFiles: loading,
        podman: loading,
        operation: loading,
    }));
    /** null: they are not known. */
    #units: Map<string, UnitProperties> | null = null;
    #files: ReadonlyMap<string, string> = new Map();
    #podman: PodmanWatch | null = null;
    #doubt = 0;
    #systemd: SystemdWatch;
    #folders: Closeable | null = null;
    #clock: ClockWatch | null = null;
    #access: Closeable;
    #operation = new OperationTracker(
        {
            units: () => this.#units,
            access: () => this.state.getState().access,
            lastOperation,
            journalWritten,
            isRecoveryLeft,
            refresh: () => {
                this.#systemd.refresh();
            },
        },
        {
            operation: (operation) => {
                this.state.setState({ operation: known(operation) });
            },
            problem: (error) => {
                this.state.setState({ operation: unknown("error", error.message) });
            },
        },
    );

    constructor() {
        this.#systemd = new SystemdWatch({
            listed: (units, files) => {
                this.#listed(units, files);
            },
            unit: (name, unit) => {
                this.#unitChanged(name, unit);
            },
            lost: (error) => {
                this.#units = null;
                const lost = unknown("disconnected", error.message);
                this.state.setState({ units: lost, unitFiles: lost, operation: lost });
                this.#sayWhyNoPodman();
                // What happens until it is back is not heard.
                this.#operation.changed();
            },
        });
        this.#access = watchAccess((access) => {
            this.#accessChanged(access);
        });
    }

    /** Resolves with the state once podman's objects were read as they are now. Rejects with HostError. */
    async withFreshPodman(): Promise<HostState> {
        if (this.state.getState().podman.state === "loading")
            await new Promise<void>((resolve) => {
                const unsubscribe = this.state.subscribe(({ podman }) => {
                    if (podman.state === "loading") return;
                    unsubscribe();
                    resolve();
                });
            });
        await this.#podman?.refresh();
        return this.state.getState();
    }

    /** Who reads something of podman's had no answer. */
    doubtPodman(): void {
        void this.#podman?.check();
    }

    refreshUnits(): void {
        this.#systemd.refresh();
    }

    close(): void {
        window.clearTimeout(this.#doubt);
        this.#systemd.close();
        this.#folders?.close();
        this.#clock?.close();
        this.#operation.close();
        this.#access.close();
        this.#podman?.close();
    }

    #listed(units: ReadonlyMap<string, UnitProperties>, files: ReadonlyMap<string, string>): void {
        const before = this.#units;
        // One that ended in the middle of a reload is told of by this list only, as is a recovery that was put away.
        const hasChanged =
            before !== null &&
            (operationStates(before) !== operationStates(units) ||
                (!isAnyLive(units) && this.#files.has(RECOVER_UNIT) !== files.has(RECOVER_UNIT)));
        this.#units = new Map(units);
        this.#files = files;
        const ours = [...files].filter(([name]) => name.startsWith("uyuni-"));
        this.state.setState({ units: known(uyuniUnits(units)), unitFiles: known(new Map(ours)) });
        if (hasChanged) this.#operation.changed();
        else if (before === null) this.#operation.readAgain();
        else this.#operation.look();
        if (this.state.getState().podman.state !== "known") this.#sayWhyNoPodman();
        // Not before the first view is there.
        this.#clock ??= new ClockWatch();
        this.#folders ??= new UnitFolderWatch(() => {
            this.#systemd.refresh();
        });
    }

    #unitChanged(name: string, unit: UnitProperties | null): void {
        // Until all are listed, none is known.
        if (this.#units === null) return;
        if (unit === null) this.#units.delete(name);
        else this.#units.set(name, unit);
        if (isOperationUnit(name)) {
            if (unit !== null && text(unit, "ActiveState") === "activating") this.#operation.look();
            else this.#operation.changed();
        } else if (name === PODMAN_SOCKET_UNIT) {
            if (unit !== null && text(unit, "ActiveState") === "active") this.#podman?.retry();
            else if (this.state.getState().podman.state !== "known") this.#sayWhyNoPodman();
        } else {
            const { units } = this.state.getState();
            if (units.state !== "known") return;
            const changed = new Map(units.value);
            if (unit === null) changed.delete(name);
            else {
                const state = unitState(name, unit);
                const before = changed.get(name)?.stateChangeUsec ?? state.stateChangeUsec;
                if (state.stateChangeUsec !== before) {
                    this.#clock?.happened(state.stateChangeUsec);
                    this.#doubtPodman();
                }
                changed.set(name, state);
            }
            this.state.setState({ units: known(changed) });
        }
    }

    /** podman makes and removes containers as units start and stop: one that says nothing of it may hang. */
    #doubtPodman(): void {
        window.clearTimeout(this.#doubt);
        this.#doubt = window.setTimeout(() => void this.#podman?.check(), DOUBT_MS);
    }

    #accessChanged(access: Access): void {
        this.#podman?.close();
        this.#podman = null;
        this.#podmanError = null;
        if (access === "administrative") {
            this.state.setState({ access, podman: loading });
            this.#podman = new PodmanWatch({
                changed: (podman) => {
                    this.#podmanError = null;
                    this.state.setState({ podman: known(podman) });
                    // Whatever happens to a container, its unit has news, too.
                    void this.#systemd.check();
                },
                lost: (error) => {
                    this.#podmanLost(error);
                },
            });
        } else {
            this.state.setState({ access, podman: access === "limited" ? unknown("no-access") : loading });
        }
        this.#operation.readAgain();
    }

    #podmanError: HostError | null = null;

    #podmanLost(error: HostError): void {
        this.#podmanError = error;
        this.#sayWhyNoPodman();
    }

    /** podman's socket does not answer: because it is not installed, not started, or for its own reason. */
    #sayWhyNoPodman(): void {
        const { access, units, unitFiles } = this.state.getState();
        const error = this.#podmanError;
        if (access !== "administrative" || error === null) return;
        const socket = this.#units?.get(PODMAN_SOCKET_UNIT);
        if (error.problem === "access-denied")
            this.state.setState({ podman: unknown("no-access", error.message) });
        else if (unitFiles.state === "known" && !this.#files.has(PODMAN_SOCKET_UNIT))
            this.state.setState({ podman: unknown("not-installed") });
        else if (socket !== undefined && text(socket, "ActiveState") !== "active")
            this.state.setState({ podman: unknown("not-running", error.message) });
        else if (units.state === "unknown")
            this.state.setState({ podman: unknown("disconnected", error.message) });
        // Whoever is connected to systemd is connected to the host.
        else this.state.setState({ podman: unknown("error", error.message) });
    }
}
