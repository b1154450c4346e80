/**
 * How many instances of a service there are: as mgradm counts them, and as they
 * really are. mgradm's number is that of consecutive enabled instances from @0;
 * an instance after a gap, one with another name, and one that runs without
 * being enabled are there all the same.
 */
import type { Checked } from "./checked.js";
import { known, type HostState, type Known } from "./host-state.js";
import { message } from "./message.js";
import { instanceOfUnit, isTemplate, unitName } from "./names.js";
import type { Argv } from "./plan.js";
import type { AnyService } from "./services.js";
import { isEnabled, isUp } from "./unit-words.js";

export interface ReplicaInstance {
    readonly unit: string;
    /** null for a plain unit, which counts as number 0. */
    readonly instance: string | null;
    /** Its number, where its name is one as mgradm writes it. */
    readonly number: number | null;
    readonly enabled: boolean;
    readonly up: boolean;
}

export interface ReplicasView {
    /** The number that mgradm believes in. */
    readonly counted: number;
    /** Instances that run, whatever their names. */
    readonly running: number;
    /** Enabled or running ones: by number, then by name. */
    readonly instances: readonly ReplicaInstance[];
    /** Units below the highest enabled number that are not enabled: mgradm counts no further. */
    readonly gaps: readonly string[];
    /** Enabled units that mgradm does not count. */
    readonly uncounted: readonly string[];
    /** Running units that do not start at boot. */
    readonly runningDisabled: readonly string[];
    /** Enabled units that do not run. */
    readonly enabledStopped: readonly string[];
}

/** One change of a unit, as `systemctl enable --now` or `disable --now` makes it. */
export interface UnitChange {
    readonly action: "enable-and-start" | "stop-and-disable";
    readonly unit: string;
    readonly argv: Argv;
}

/** Against a slip of the keyboard, for services without a bound of their own. */
const largestCount = 100;

export function replicas(service: AnyService, state: HostState): Known<ReplicasView> {
    if (state.units.state !== "known") return state.units;
    const instances = [...state.units.value.values()]
        .flatMap(({ name, activeState, unitFileState }): ReplicaInstance[] => {
            const found = instanceOfUnit(service, name);
            const up = isUp(activeState);
            const enabled = isEnabled(unitFileState);
            if (!found || !(up || enabled)) return [];
            return [{ unit: name, ...found, number: numberOf(found.instance), enabled, up }];
        })
        .sort(byNumber);
    const enabled = instances.filter((one) => one.enabled);
    const isNumberEnabled = (wanted: number) => enabled.some(({ number }) => number === wanted);
    let counted = 0;
    while (isNumberEnabled(counted)) counted++;
    const highest = Math.max(-1, ...enabled.map(({ number }) => number ?? -1));
    const units = (list: readonly ReplicaInstance[]) => list.map(({ unit }) => unit);
    return known({
        counted,
        running: instances.filter(({ up }) => up).length,
        instances,
        gaps: numbers(counted, Math.min(highest, counted + largestCount))
            .filter((number) => !isNumberEnabled(number))
            .map((number) => unitName(service, String(number))),
        uncounted: units(enabled.filter(({ number }) => number === null || number >= counted)),
        runningDisabled: units(instances.filter((one) => one.up && !one.enabled)),
        enabledStopped: units(enabled.filter(({ up }) => !up)),
    });
}

/** The number itself, or why the service cannot have so many instances. */
export function checkReplicas({ replicas: bounds }: AnyService, count: number): Checked<number> {
    if (bounds.kind !== "optional")
        return count === 1
            ? { ok: count }
            : { error: message("There is exactly one instance of this service, and no other number.") };
    const most = bounds.max ?? largestCount;
    if (!Number.isInteger(count) || count < 0 || count > most)
        return {
            error: message("The number of instances is a whole number from $0 to $1.", "0", String(most)),
        };
    return { ok: count };
}

/** Units of `count` instances: the ones that mgradm would enable. */
export function replicaUnits(service: AnyService, count: number): readonly string[] {
    if (!isTemplate(service)) return count > 0 ? [unitName(service)] : [];
    return numbers(0, count).map((number) => unitName(service, String(number)));
}

/**
 * What has to be done so that exactly the first `count` instances are enabled
 * and run: the missing ones in order, then the surplus. Instances that are as
 * they should be are left alone.
 */
export function planReplicas(
    service: AnyService,
    count: number,
    state: HostState,
): Checked<readonly UnitChange[]> {
    const checked = checkReplicas(service, count);
    if ("error" in checked) return checked;
    const view = replicas(service, state);
    if (view.state !== "known" || state.unitFiles.state !== "known")
        return { error: message("The units of this host are not known at present.") };
    const wanted = replicaUnits(service, count);
    if (wanted.length > 0 && !state.unitFiles.value.has(service.unitFile))
        return {
            error: message("This host has no unit file $0: set the service up first.", service.unitFile),
        };
    const { instances } = view.value;
    const isRight = (unit: string) => instances.some((one) => one.unit === unit && one.enabled && one.up);
    return {
        ok: [
            ...wanted
                .filter((unit) => !isRight(unit))
                .map((unit): UnitChange => change("enable-and-start", "enable", unit)),
            ...instances
                .filter(({ unit }) => !wanted.includes(unit))
                .map(({ unit }): UnitChange => change("stop-and-disable", "disable", unit)),
        ],
    };
}

function change(action: UnitChange["action"], verb: string, unit: string): UnitChange {
    return { action, unit, argv: ["/usr/bin/systemctl", verb, "--now", unit] };
}

/** 0 for a plain unit; null for a name that is no number, or not written as mgradm writes it. */
function numberOf(instance: string | null): number | null {
    if (instance === null) return 0;
    return /^(?:0|[1-9][0-9]{0,8})$/.test(instance) ? Number(instance) : null;
}

function byNumber(a: ReplicaInstance, b: ReplicaInstance): number {
    const number = (one: ReplicaInstance) => one.number ?? Number.MAX_SAFE_INTEGER;
    return number(a) - number(b) || (a.unit < b.unit ? -1 : 1);
}

/** Whole numbers from `from` up to, not including, `to`. */
function numbers(from: number, to: number): number[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
