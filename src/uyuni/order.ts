/**
 * Starting, stopping and restarting everything, in an order in which no service
 * is without those that it needs.
 */
import { known, type HostState, type Known } from "./host-state.js";
import type { Message } from "./message.js";
import { instanceOfUnit } from "./names.js";
import { services, type AnyService } from "./services.js";
import { isEnabled, isUp } from "./unit-words.js";

export interface UnitAction<S extends AnyService = AnyService> {
    readonly verb: "start" | "stop";
    readonly unit: string;
    readonly service: S;
}

/**
 * The services, each after those that it wants or is started after; else in the
 * order of the table. What the table does not have is no dependency.
 *
 * @throws RangeError if services wait for each other in a circle
 */
export function startOrder<S extends AnyService>(table: readonly S[]): readonly S[] {
    const depths = new Map<string, number>();
    const depth = ({ id, wants, after }: AnyService, way: readonly string[]): number => {
        const found = depths.get(id);
        if (found !== undefined) return found;
        if (way.includes(id)) throw new RangeError(`Services wait for each other: ${way.join(", ")}`);
        const before = table.filter((one) => wants.includes(one.id) || after.includes(one.id));
        const own = Math.max(-1, ...before.map((one) => depth(one, [...way, id]))) + 1;
        depths.set(id, own);
        return own;
    };
    return table
        .map((service) => ({ service, depth: depth(service, []) }))
        .sort((a, b) => a.depth - b.depth)
        .map(({ service }) => service);
}

/** Starts every unit that is enabled and does not run. */
export function startAll(
    state: HostState,
    table: readonly AnyService[] = services,
): Known<readonly UnitAction[]> {
    return actions(state, startOrder(table), "start", (unit) => unit.enabled && !unit.up);
}

/** Stops every unit that runs, enabled or not. */
export function stopAll(
    state: HostState,
    table: readonly AnyService[] = services,
): Known<readonly UnitAction[]> {
    return actions(state, [...startOrder(table)].reverse(), "stop", ({ up }) => up);
}

/** Stops all, and starts all that ran or are enabled: no service outlives what it needs. */
export function restartAll(
    state: HostState,
    table: readonly AnyService[] = services,
): Known<readonly UnitAction[]> {
    const stops = stopAll(state, table);
    const starts = actions(state, startOrder(table), "start", ({ enabled, up }) => enabled || up);
    if (stops.state !== "known" || starts.state !== "known") return stops;
    return known([...stops.value, ...starts.value]);
}

/** What users lose while `list` is carried out: one sentence for each service that is stopped. */
export function lossesOf<S extends AnyService>(
    list: readonly UnitAction<S>[],
): readonly { readonly service: S; readonly loss: Message }[] {
    const stopped = list.filter(({ verb }) => verb === "stop").map(({ service }) => service);
    return [...new Set(stopped)].map((service) => ({ service, loss: service.meanwhile }));
}

function actions(
    state: HostState,
    ordered: readonly AnyService[],
    verb: UnitAction["verb"],
    wanted: (unit: { readonly enabled: boolean; readonly up: boolean }) => boolean,
): Known<readonly UnitAction[]> {
    if (state.units.state !== "known") return state.units;
    const units = [...state.units.value.values()].filter(
        ({ loadState, unitFileState, activeState }) =>
            loadState === "loaded" && wanted({ enabled: isEnabled(unitFileState), up: isUp(activeState) }),
    );
    return known(
        ordered.flatMap((service) =>
            units
                .map(({ name }) => name)
                .filter((name) => instanceOfUnit(service, name))
                .sort()
                .map((unit) => ({ verb, unit, service })),
        ),
    );
}
