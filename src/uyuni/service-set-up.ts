/**
 * Planning the set-up of a service out of the table: the first one, and every
 * later change of its image, settings or number, which writes the same files
 * anew. The event processor has its own checks and words: see set-up.ts.
 */
import type { HostState } from "./host-state.js";
import { archiveKey } from "./image-archive.js";
import { settleImage } from "./image-order.js";
import { localImage } from "./local-image.js";
import { message } from "./message.js";
import { dropInDirectory, instanceOfUnit, serviceById, unitFilePath, unitName } from "./names.js";
import type { Check, Plan } from "./plan.js";
import { planBlocked } from "./preflight.js";
import { replicaUnits, replicas } from "./replicas.js";
import { mountedVolumes } from "./run-options.js";
import type { ServiceSetUpFacts } from "./service-facts.js";
import { serviceFiles } from "./service-files.js";
import {
    checkServiceIntent,
    type CheckedServiceIntent,
    type ServiceIntent,
    type ServiceProblems,
} from "./service-intent.js";
import { servicePreflight } from "./service-preflight.js";
import { services, type AnyService } from "./services.js";
import { besideOld } from "./set-up-files.js";
import { setUpInstance, type SetUp } from "./set-up-parts.js";
import { isLocalDatabase } from "./settings.js";
import { assemblePlan, checkOperationId, imageParts, noSource, runningImages } from "./set-up-plan.js";
import { isEnabled, isUp } from "./unit-words.js";

export type ServiceSetUpOutcome =
    | { readonly plan: Plan }
    /** The host is not ready for it; all checks, passed ones too. */
    | { readonly refused: readonly Check[] }
    /** What is wrong with the intent, by field. */
    | { readonly invalid: ServiceProblems };

/** Images of these services have no health check of their own: longer waiting would tell nothing. */
export const serviceHealthSeconds = 30;

/**
 * The plan for `intent`, or why there is none.
 *
 * @param serviceId a service of the table whose files are written here
 * @param options.id twelve random hexadecimal digits
 * @param options.table the real one, unless another is given
 * @throws RangeError if the id is not that, or there is no such service
 */
export function planServiceSetUp(
    serviceId: string,
    intent: ServiceIntent,
    state: HostState,
    facts: ServiceSetUpFacts,
    { id, table = services }: { readonly id: string; readonly table?: readonly AnyService[] },
): ServiceSetUpOutcome {
    checkOperationId(id);
    const service = table.find((one) => one.id === serviceId);
    if (!service?.files) throw new RangeError(`No service ${serviceId} that is set up here`);
    const checked = checkServiceIntent(service, intent);
    if ("invalid" in checked) return checked;
    const podman = state.podman.state === "known" ? state.podman.value : null;
    const settled = settleImage(checked.ok, podman, facts);
    const checks = servicePreflight(service, settled.intent, state, settled.facts, table);
    if (planBlocked(checks)) return { refused: checks };

    const setUp = describe(id, service, settled.intent, state, settled.facts);
    const isNew = setUp.files.every(({ before }) => before === null);
    const name = service.unitFile.replace(/@?\.service$/, "");
    const image = settled.intent.image.text;
    return {
        plan: assemblePlan(setUp, {
            service: service.id,
            title: isNew
                ? message("Set up $0 with $1", name, image)
                : message("Change $0 to $1", name, image),
            replaced: runningImages(service, state),
            fingerprint: fingerprint(service, settled.intent, setUp, state, settled.facts, table),
            checks,
        }),
    };
}

function describe(
    id: string,
    service: AnyService,
    intent: CheckedServiceIntent,
    state: HostState,
    facts: ServiceSetUpFacts,
): SetUp {
    const files = besideOld(serviceFiles(service, intent, facts.files), facts.files);
    const unitText = files.find(({ path }) => path === unitFilePath(service))?.after ?? "";
    const wanted = replicaUnits(service, intent.replicas);
    const present = replicas(service, state);
    const surplus = (present.state === "known" ? present.value.instances : [])
        .map(({ unit }) => unit)
        .filter((unit) => !wanted.includes(unit));
    const parts = imageParts(service, intent, files, state, facts);
    const instance = (unit: string) => setUpInstance(service, unit, unitText, state);
    return {
        ...parts,
        // As mgradm: nobody runs the image, nobody needs it.
        ...(wanted.length > 0 ? {} : { ...noSource, keep: null }),
        // podman refuses to wait for the health of a container that has no check, as most of these.
        health: "sleep",
        id,
        watched: facts.watching === "possible",
        healthSeconds: intent.healthSeconds,
        listens: null,
        needed:
            intent.databaseHost !== undefined && isLocalDatabase(intent.databaseHost)
                ? [unitName(serviceById("db"))]
                : [],
        dropIns: dropInDirectory(service),
        files,
        enable: true,
        instances: wanted.map(instance),
        surplus: surplus.map(instance),
    };
}

/** As of fingerprint.ts: two are equal when the same intent would make the same plan. */
function fingerprint(
    service: AnyService,
    { image, ...intent }: CheckedServiceIntent,
    setUp: SetUp,
    state: HostState,
    facts: ServiceSetUpFacts,
    table: readonly AnyService[],
): string {
    const podman = state.podman.state === "known" ? state.podman.value : null;
    const units = state.units.state === "known" ? [...state.units.value.values()] : [];
    const needed = table.filter(({ id }) => service.wants.includes(id)).map((one) => unitName(one));
    return JSON.stringify([
        service.id,
        image.text,
        Object.entries(intent).sort(),
        setUp.files.map(({ path, before, beforeMode }) => [path, before, beforeMode ?? null]),
        units
            .filter(({ name }) => needed.includes(name) || instanceOfUnit(service, name))
            .map((unit) => [unit.name, unit.loadState, isUp(unit.activeState), isEnabled(unit.unitFileState)])
            .sort(),
        podman && [
            podman.version,
            localImage(image, podman.images)?.id ?? null,
            podman.networks.includes(service.network),
            service.secrets.map(({ secret }) => podman.secrets.includes(secret)),
        ],
        facts.volumes.state === "known"
            ? facts.volumes.value
                  .filter((name) => mountedVolumes(service.files?.unit ?? "").includes(name))
                  .sort()
            : null,
        facts.watching,
        archiveKey(intent, facts),
        [setUp.pull?.text, setUp.moves],
    ]);
}
