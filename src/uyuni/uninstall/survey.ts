/** One look at the host, judged: which services there are, or have left something behind. */
import type { HostState, UnitState } from "../host-state.js";
import { instanceOfUnit, serviceOfContainer } from "../names.js";
import { startOrder } from "../order.js";
import { services, type Service } from "../services.js";
import { hasUyuniVolumes, imageUses, volumesOf, type ImageUse } from "./belongings.js";
import { ownedFiles, type OwnedFile } from "./files.js";
import type { Inventory, VolumeSizes } from "./inventory.js";

export interface Survey {
    readonly inventory: Inventory;
    readonly sizes: VolumeSizes;
    /** Units of Uyuni's that systemd knows. */
    readonly units: readonly UnitState[];
    readonly files: readonly OwnedFile[];
    readonly images: readonly ImageUse[];
    /** Services that can be run: they have a unit. In the order in which they are taken away. */
    readonly installed: readonly Service[];
    /** Those, and services of which anything else is there. In the same order. */
    readonly present: readonly Service[];
}

/** Event processor and optional services, then the server, then the database. */
export const removalOrder: readonly Service[] = [
    ...services.filter(({ writtenBy }) => writtenBy === "cockpit-uyuni"),
    ...[...startOrder(services)]
        .reverse()
        .filter(({ writtenBy, replicas }) => writtenBy === "mgradm" && replicas.kind === "optional"),
    ...[...startOrder(services)].reverse().filter(({ replicas }) => replicas.kind === "mandatory"),
];

export function survey(state: HostState, inventory: Inventory, sizes: VolumeSizes = new Map()): Survey {
    const units =
        state.units.state === "known"
            ? [...state.units.value.values()].filter(({ name }) =>
                  services.some((one) => instanceOfUnit(one, name)),
              )
            : [];
    const files = ownedFiles(inventory.files);
    const images = imageUses(units, inventory);
    const installed = removalOrder.filter(
        (service) =>
            files.some((file) => file.service === service && file.role === "unit") ||
            units.some(({ name, loadState }) => loadState === "loaded" && instanceOfUnit(service, name)),
    );
    const left = (service: Service) =>
        files.some((file) => file.service === service) ||
        inventory.containers.some(({ name }) => serviceOfContainer(name)?.service === service) ||
        images.some(({ named, running }) => named === service || running.includes(service));
    const named = removalOrder.filter((service) => installed.includes(service) || left(service));
    // Volumes, secrets and the network are of the server and its database, whoever else uses them.
    const kept =
        hasUyuniVolumes(inventory) || inventory.secrets.some((name) => isSecret(name))
            ? removalOrder.filter(
                  (service) =>
                      service.replicas.kind === "mandatory" &&
                      (inventory.secrets.some((name) => uses(service, name)) ||
                          inventory.volumes.some(({ name }) => volumesOf(service).includes(name))),
              )
            : [];
    return {
        ...{ inventory, sizes, units, files, images, installed },
        present: removalOrder.filter((service) => named.includes(service) || kept.includes(service)),
    };
}

function uses(service: Service, secret: string): boolean {
    return service.secrets.some((one) => one.secret === secret);
}

function isSecret(name: string): boolean {
    return services.some((service) => uses(service, name));
}
