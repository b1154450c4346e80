/** The overview's rows: every service, and every instance of it that is there. */
import { environmentFromAssignments } from "./environment.js";
import type { ContainerState, Health, HostState, Known, UnitState } from "./host-state.js";
import { known } from "./host-state.js";
import { containerName, firstInstance, isTemplate, serviceOfUnit, unitName } from "./names.js";
import { services, type Service } from "./services.js";
import { isEnabled, mayRun } from "./unit-words.js";

export type RowStatus = "running" | "starting" | "stopping" | "stopped" | "failed" | "not-set-up";

export interface OverviewRow {
    readonly service: Service;
    /** null for a service whose unit is no template. */
    readonly instance: string | null;
    /** Unit name; the unit need not exist. */
    readonly unit: string;
    readonly container: string;
    readonly status: RowStatus;
    readonly unitState: UnitState | null;
    /** null: there is none, or podman is not known. */
    readonly containerState: ContainerState | null;
    /** null while there is no container, or it is not known. */
    readonly health: Health | null;
    /** Reference in the loaded unit, "" if it has none. */
    readonly configuredImage: string;
    /** Reference that the container was made from, "" if there is none. */
    readonly runningImage: string;
    /** When the status began: milliseconds since the epoch, 0 if never or not known. */
    readonly since: number;
    /** Started at boot. */
    readonly enabled: boolean;
}

/** One row an instance; a service without any has one row with the first instance's name. */
export function overviewRows(state: HostState): Known<readonly OverviewRow[]> {
    if (state.units.state !== "known") return state.units;
    const units = state.units.value;
    return known(
        services.flatMap((service) => {
            const names = [...units.values()]
                .filter(
                    ({ name, loadState, activeState }) =>
                        (loadState !== "not-found" || mayRun(activeState)) &&
                        serviceOfUnit(name)?.service === service,
                )
                .map(({ name }) => name)
                .sort();
            return (names.length > 0 ? names : [unitName(service)]).map((name) => row(service, name, state));
        }),
    );
}

/** The row of one unit; `unit` must be one of `service`. */
export function row(service: Service, unit: string, state: HostState): OverviewRow {
    const instance = isTemplate(service) ? (serviceOfUnit(unit)?.instance ?? firstInstance) : null;
    const unitState = state.units.state === "known" ? (state.units.value.get(unit) ?? null) : null;
    const container = containerName(service, instance ?? firstInstance);
    const containers = state.podman.state === "known" ? state.podman.value.containers : [];
    const containerState = containers.find(({ name }) => name === container) ?? null;
    const environment = environmentFromAssignments(unitState?.environment ?? []);
    return {
        service,
        instance,
        unit,
        container,
        status: rowStatus(service, unitState, state),
        unitState,
        containerState,
        health: containerState?.health ?? null,
        configuredImage: environment.get(service.imageVariable) ?? "",
        runningImage: containerState?.image ?? "",
        since: Math.floor((unitState?.stateChangeUsec ?? 0) / 1000),
        enabled: isEnabled(unitState?.unitFileState ?? ""),
    };
}

function rowStatus(service: Service, unit: UnitState | null, state: HostState): RowStatus {
    switch (unit?.activeState ?? "") {
        case "active":
        case "reloading":
        case "refreshing":
            return "running";
        case "activating":
            return "starting";
        case "deactivating":
            return "stopping";
        case "failed":
        case "maintenance":
            return "failed";
        default: {
            const hasFile = state.unitFiles.state === "known" && state.unitFiles.value.has(service.unitFile);
            return hasFile || unit?.loadState === "loaded" ? "stopped" : "not-set-up";
        }
    }
}
