/** From a service to the names of its unit, container and files, and back. */
import { services, unitDirectory, type AnyService, type Service, type ServiceId } from "./services.js";

/** One instance of a service; null for a service whose unit is not a template. */
export interface ServiceInstance {
    readonly service: Service;
    readonly instance: string | null;
}

/** The instance that mgradm starts first, and the only one of a service with one replica. */
export const firstInstance = "0";

export function isServiceId(text: string): text is ServiceId {
    return services.some(({ id }) => id === text);
}

export function serviceById(id: ServiceId): Service {
    const service = services.find((candidate) => candidate.id === id);
    if (!service) throw new RangeError(`No service ${id} in the table`);
    return service;
}

export function isTemplate(service: AnyService): boolean {
    return service.unitFile.endsWith("@.service");
}

/** `uyuni-saline@0.service`; the instance is of no account to a plain unit. */
export function unitName(service: AnyService, instance: string = firstInstance): string {
    return isTemplate(service)
        ? service.unitFile.replace("@.service", () => `@${instance}.service`)
        : service.unitFile;
}

export function containerName(service: AnyService, instance: string = firstInstance): string {
    return service.container.replace("%i", () => instance);
}

/** Absolute path of the unit file that mgradm or this module writes. */
export function unitFilePath(service: AnyService): string {
    return `${unitDirectory}/${service.unitFile}`;
}

/** Absolute path of the folder of drop-ins; for all instances of a template. */
export function dropInDirectory(service: AnyService): string {
    return `${unitFilePath(service)}.d`;
}

/** Absolute path of the drop-in that whoever writes the unit owns and overwrites. */
export function generatedConfPath(service: AnyService): string {
    return `${dropInDirectory(service)}/generated.conf`;
}

/** What stands between `before` and `after` in `name`; null where these two are not its ends, or nothing is between them. */
function between(name: string, before: string, after: string): string | null {
    const length = name.length - before.length - after.length;
    if (length < 1 || !name.startsWith(before) || !name.endsWith(after)) return null;
    return name.slice(before.length, before.length + length);
}

/** Service and instance of a unit, null if it is none of Uyuni's. A template itself (`x@.service`) is no unit. */
export function serviceOfUnit(name: string): ServiceInstance | null {
    for (const service of services) {
        const found = instanceOfUnit(service, name);
        if (found) return { service, ...found };
    }
    return null;
}

/** What stands after the "@" of a unit of `service`, null for a plain one; null altogether if it is none of its units. */
export function instanceOfUnit(
    service: AnyService,
    name: string,
): { readonly instance: string | null } | null {
    if (!isTemplate(service)) return service.unitFile === name ? { instance: null } : null;
    const instance = between(name, service.unitFile.slice(0, -".service".length), ".service");
    return instance === null ? null : { instance };
}

/** Service of a unit file as systemd lists it (`uyuni-db.service`, `uyuni-saline@.service`). */
export function serviceOfUnitFile(name: string): Service | null {
    return services.find(({ unitFile }) => unitFile === name) ?? null;
}

/** Service and instance of a container by its name, null if it is none of Uyuni's. */
export function serviceOfContainer(name: string): ServiceInstance | null {
    for (const service of services) {
        const [before = "", after] = service.container.split("%i");
        if (after === undefined) {
            if (before === name) return { service, instance: null };
            continue;
        }
        const instance = between(name, before, after);
        if (instance !== null) return { service, instance };
    }
    return null;
}
