/** What the pages show of one service, read from the host's state. */
import { useShallow } from "zustand/react/shallow";
import { environmentFromAssignments } from "../uyuni/environment.js";
import type { ContainerState, HostState, Known, UnitState } from "../uyuni/host-state.js";
import { firstInstance, instanceOfUnit, isTemplate, unitName } from "../uyuni/names.js";
import type { Service } from "../uyuni/services.js";
import { isEnabled, mayRun } from "../uyuni/unit-words.js";
import { row, type OverviewRow } from "../uyuni/views.js";
import { useHostState } from "./host-context.js";

/** One instance of a service; drawn again only when something of it changes. */
export function useRow(service: Service, unit: string): OverviewRow {
    return useHostState(useShallow((state) => row(service, unit, state)));
}

/** The row's container, with the reason where podman cannot be asked. */
export function useContainer({ containerState }: OverviewRow): Known<ContainerState | null> {
    const podman = useHostState((state) => state.podman);
    return podman.state === "known" ? { state: "known", value: containerState } : podman;
}

/** Whether the service is on the host; undefined while that is not known. */
export function isInstalled(state: HostState, service: Service): boolean | undefined {
    if (state.units.state !== "known" || state.unitFiles.state !== "known") return undefined;
    return (
        state.unitFiles.value.has(service.unitFile) ||
        row(service, unitName(service), state).status !== "not-set-up"
    );
}

/** Units of a service that are there for a reason: they start at boot, run, failed or are masked; the first one if there are none. */
export function unitsOf(state: HostState, service: Service): readonly string[] {
    const first = unitName(service);
    if (!isTemplate(service) || state.units.state !== "known") return [first];
    const found = [...state.units.value.values()].filter(
        ({ name, loadState, activeState, unitFileState }) =>
            instanceOfUnit(service, name) !== null &&
            (isEnabled(unitFileState) ||
                mayRun(activeState) ||
                activeState === "failed" ||
                loadState === "masked"),
    );
    return found.length === 0 ? [first] : found.map(({ name }) => name).sort(byInstance);
}

const byInstance = new Intl.Collator("en", { numeric: true }).compare;

/** The unit that the page's address asks for (`?instance=1`), else the first one. */
export function chosenUnit(service: Service, units: readonly string[], instance: string | undefined): string {
    const wanted = unitName(service, instance ?? firstInstance);
    return units.includes(wanted) ? wanted : (units[0] ?? wanted);
}

/** A variable of the loaded unit's effective environment, null where it has none or an empty one. */
export function unitVariable(unit: UnitState | null | undefined, name: string): string | null {
    if (unit === null || unit === undefined) return null;
    const value = environmentFromAssignments(unit.environment).get(name);
    return value === undefined || value === "" ? null : value;
}
