/** Rows for volumes, the network and secrets: what several services share. */
import { message, type Message } from "../message.js";
import { serviceOfContainer } from "../names.js";
import type { Service } from "../services.js";
import { DATABASE_VOLUMES, volumesOf } from "./belongings.js";
import type { FoundContainer, FoundVolume } from "./inventory.js";
import { isEverything, type Row, type Scope } from "./row.js";
import type { Survey } from "./survey.js";

/** Containers that stay: those of other services, and everybody else's. */
function staying({ inventory }: Survey, scope: Scope): readonly FoundContainer[] {
    return inventory.containers.filter(({ name }) => {
        const owner = serviceOfContainer(name)?.service;
        return owner === undefined || !scope.has(owner.id);
    });
}

/** Units of services that stay and need it, and containers that stay and have it. */
function users(
    found: Survey,
    scope: Scope,
    needs: (service: Service) => boolean,
    has: (container: FoundContainer) => boolean,
): readonly string[] {
    return [
        ...found.installed
            .filter((service) => !scope.has(service.id) && needs(service))
            .map(({ unitFile }) => unitFile),
        ...staying(found, scope)
            .filter(has)
            .map(({ name }) => name),
    ];
}

export function volumeRows(found: Survey, scope: Scope): readonly Row[] {
    return found.inventory.volumes
        .flatMap((volume) => {
            const owner = found.present.find(
                (service) => scope.has(service.id) && volumesOf(service).includes(volume.name),
            );
            return owner === undefined ? [] : [volumeRow(found, scope, volume, owner)];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function volumeRow(
    found: Survey,
    scope: Scope,
    { name, mountpoint, mountedAt }: FoundVolume,
    owner: Service,
): Row {
    const usedBy = users(
        found,
        scope,
        (service) => volumesOf(service).includes(name),
        ({ volumes }) => volumes.includes(name),
    );
    const size = found.sizes.get(name) ?? null;
    const mounted = found.inventory.containers.some(
        (container) => container.volumes.includes(name) && serviceOfContainer(container.name) !== null,
    );
    return {
        key: `volume ${name}`,
        kind: "volume",
        name,
        service: owner.id,
        ours: mounted
            ? message("A container of Uyuni has it mounted")
            : message("It has the name of a volume of $0", owner.unitFile),
        size,
        ...(!found.sizes.has(name) && { measuring: true as const }),
        usedBy,
        choice: usedBy.length > 0 ? "stays" : "free",
        byDefault: false,
        note: usedBy.length > 0 ? null : volumeNote(name, mountedAt),
        removal:
            mountedAt === null
                ? { how: "volume", volume: name }
                : { how: "contents", volume: name, mountpoint },
    };
}

function volumeNote(name: string, mountedAt: string | null): Message | null {
    if (mountedAt !== null)
        return message(
            "A file system of its own, mounted at $0: what is in it is deleted, the volume and the mount stay.",
            mountedAt,
        );
    return DATABASE_VOLUMES.includes(name)
        ? message("The database: everything that Uyuni knows. Nothing brings it back.")
        : null;
}

export function networkRows(found: Survey, scope: Scope): readonly Row[] {
    const wanted = new Set(found.present.filter(({ id }) => scope.has(id)).map(({ network }) => network));
    return found.inventory.networks
        .filter((name) => wanted.has(name))
        .map((name) => {
            const usedBy = users(
                found,
                scope,
                ({ network }) => network === name,
                ({ networks }) => networks.includes(name),
            );
            return {
                key: `network ${name}`,
                kind: "network",
                name,
                service: null,
                ours: message("Network of Uyuni's containers"),
                size: null,
                usedBy,
                choice: usedBy.length > 0 ? "stays" : "free",
                byDefault: usedBy.length === 0,
                note: null,
                removal: { how: "network", network: name },
            };
        });
}

export function secretRows(found: Survey, scope: Scope): readonly Row[] {
    const all = isEverything(found, scope);
    const isOf = (service: Service, name: string) => service.secrets.some(({ secret }) => secret === name);
    return found.inventory.secrets
        .flatMap((name): Row[] => {
            const owner = found.present.find((service) => scope.has(service.id) && isOf(service, name));
            if (owner === undefined) return [];
            const usedBy = users(
                found,
                scope,
                (service) => isOf(service, name),
                ({ secrets }) => secrets.includes(name),
            );
            return [
                {
                    key: `secret ${name}`,
                    kind: "secret",
                    name,
                    service: all ? null : owner.id,
                    ours: message("$0 is given it", owner.unitFile),
                    size: null,
                    usedBy,
                    choice: usedBy.length > 0 ? "stays" : "free",
                    byDefault: usedBy.length === 0,
                    note:
                        usedBy.length === 0 && /^uyuni-(?:report)?db-(?:admin-)?(?:user|pass)$/.test(name)
                            ? message("A database that is kept is not reached without it.")
                            : null,
                    removal: { how: "secret", secret: name },
                },
            ];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
}
