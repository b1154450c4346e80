/** Which containers, images, volumes and secrets belong to which service. */
import { environmentFromAssignments, environmentOf } from "../environment.js";
import type { UnitState } from "../host-state.js";
import { message } from "../message.js";
import { instanceOfUnit, serviceOfContainer } from "../names.js";
import { parseReference } from "../reference.js";
import { mountedVolumes } from "../run-options.js";
import { services, type Service, type ServiceId } from "../services.js";
import { parseUnitFile, values } from "../unit-file.js";
import { splitWords } from "../words.js";
import { ownedFiles } from "./files.js";
import type { FoundFile, FoundImage, Inventory } from "./inventory.js";

/** Volumes of the services whose unit mgradm alone writes; those of the others stand in their templates. */
const VOLUMES: Readonly<Partial<Record<ServiceId, readonly string[]>>> = {
    server: [
        ...["var-cobbler", "var-search", "var-salt", "var-cache", "var-spacewalk", "var-log", "srv-salt"],
        ...["srv-www", "srv-tftpboot", "srv-formulametadata", "srv-pillar", "srv-susemanager"],
        ...["srv-spacewalk", "root", "ca-cert", "run-salt-master", "etc-apache2", "etc-systemd-multi"],
        ...["etc-systemd-sockets", "etc-salt", "etc-tomcat", "etc-cobbler", "etc-sysconfig", "etc-tls"],
        ...["etc-postfix", "etc-sssd", "etc-rhn"],
    ],
    db: ["var-pgsql", "var-pgsql-walbackup"],
};

/** The database itself, and the copies of its changes. */
export const DATABASE_VOLUMES: readonly string[] = VOLUMES.db ?? [];

/** Names that no other program would give a volume: where one is, the others are Uyuni's, too. */
const UNMISTAKABLE = ["var-pgsql", "var-spacewalk", "srv-susemanager", "srv-spacewalk", "etc-rhn"];

/** Volumes that the service's unit mounts. */
export function volumesOf(service: Service): readonly string[] {
    return VOLUMES[service.id] ?? mountedVolumes(service.files?.unit ?? "");
}

export function hasUyuniVolumes({ volumes }: Inventory): boolean {
    return volumes.some(({ name }) => UNMISTAKABLE.includes(name));
}

/**
 * Image references by the service of which a unit file or a drop-in names them, or a unit that is loaded: whichever
 * of them counts in the end, for of a unit that is stopped systemd has none loaded.
 */
export function configuredImages(
    units: readonly UnitState[],
    files: readonly FoundFile[],
): ReadonlyMap<ServiceId, ReadonlySet<string>> {
    const owned = ownedFiles(files);
    return new Map(
        services.map((service) => {
            const texts = owned.flatMap(({ file, ...one }) =>
                one.service === service && file.text !== null ? [file.text] : [],
            );
            const loaded = units
                .filter(({ name }) => instanceOfUnit(service, name))
                .flatMap(({ environment, commands }) => [
                    environmentFromAssignments(environment).get(service.imageVariable) ?? "",
                    ...references(Object.values(commands).flat(2)),
                ]);
            const found = [...texts.flatMap((text) => namedIn(text, service)), ...loaded];
            return [service.id, new Set(found.filter((reference) => reference !== ""))];
        }),
    );
}

/** What a file says of the variable, and images that stand in its command lines. */
function namedIn(text: string, { imageVariable }: Service): readonly string[] {
    const file = parseUnitFile(text);
    const commands = ["ExecStartPre", "ExecStart"].flatMap((key) => values(file, "Service", key));
    return [
        environmentOf(values(file, "Service", "Environment")).get(imageVariable) ?? "",
        ...references(commands.flatMap((command) => splitWords(command) ?? [])),
    ];
}

function references(words: readonly string[]): readonly string[] {
    return words.filter((word) => "ok" in parseReference(word));
}

/** Where Uyuni's images come from: the folders of the references in use, Uyuni's own, and its products'. */
export class ImageOrigins {
    readonly #folders: ReadonlySet<string>;

    constructor(configured: ReadonlyMap<ServiceId, ReadonlySet<string>>) {
        const used = services.flatMap(({ id, imageName }) =>
            [...(configured.get(id) ?? [])].flatMap((reference) => {
                const { folder, last } = split(reference);
                return last === imageName && folder !== "" ? [folder] : [];
            }),
        );
        this.#folders = new Set(["registry.opensuse.org/uyuni", ...used]);
    }

    /** The service whose image has this name; null for what is not Uyuni's. */
    serviceOf(reference: string): Service | null {
        const { folder, last } = split(reference);
        if (!this.#folders.has(folder) && !/\/suse\/(?:manager|multi-linux-manager)\//.test(`${folder}/`))
            return null;
        const named = services.find(({ imageName }) => imageName === last);
        // Those that mgradm runs once: server-migration-14-16 and the like.
        return (
            named ??
            (last.startsWith("server-") ? (services.find(({ id }) => id === "server") ?? null) : null)
        );
    }
}

/** Repository as folder and last part, without tag and digest; both empty for what is no reference. */
function split(reference: string): { readonly folder: string; readonly last: string } {
    const parsed = parseReference(reference);
    if ("error" in parsed) return { folder: "", last: "" };
    const { name } = parsed.ok;
    const slash = name.lastIndexOf("/");
    return { folder: name.slice(0, Math.max(0, slash)), last: name.slice(slash + 1) };
}

/** Why an image is Uyuni's, and whose. */
export interface ImageUse {
    readonly image: FoundImage;
    /** Services whose units name it. */
    readonly configured: readonly Service[];
    /** Services whose containers were made from it. */
    readonly running: readonly Service[];
    /** The service whose image it is by its name, or was by an earlier one; null where names say nothing. */
    readonly named: Service | null;
}

export function imageUses(units: readonly UnitState[], inventory: Inventory): readonly ImageUse[] {
    const configured = configuredImages(units, inventory.files);
    const origins = new ImageOrigins(configured);
    return inventory.images.flatMap((image) => {
        const ids = inventory.containers
            .filter(({ imageId }) => imageId === image.id)
            .map(({ name }) => serviceOfContainer(name)?.service.id);
        const use: ImageUse = {
            image,
            configured: services.filter(({ id }) =>
                [...(configured.get(id) ?? [])].some((reference) => isMeant(image, reference)),
            ),
            running: services.filter(({ id }) => ids.includes(id)),
            named:
                [...image.names, ...image.history]
                    .map((name) => origins.serviceOf(name))
                    .find((service) => service !== null) ?? null,
        };
        return use.named !== null || use.configured.length > 0 || use.running.length > 0 ? [use] : [];
    });
}

/** Whether podman may run this image for a reference: one with a digest need not be among its names. */
function isMeant({ names, digests }: FoundImage, reference: string): boolean {
    if (names.includes(reference)) return true;
    const parsed = parseReference(reference);
    if ("error" in parsed) return false;
    const { name, tag, digest } = parsed.ok;
    return digest === null ? names.includes(`${name}:${tag ?? "latest"}`) : digests.includes(digest);
}

/** Why such an image stays. */
export const readOnlyNote = message("It is in a store of images that podman only reads, and stays there.");

/** Names of an image that say nothing of Uyuni: somebody else gave them. */
export function foreignNames(
    use: ImageUse,
    units: readonly UnitState[],
    inventory: Inventory,
): readonly string[] {
    const configured = configuredImages(units, inventory.files);
    const origins = new ImageOrigins(configured);
    const all = new Set([...configured.values()].flatMap((references) => [...references]));
    return use.image.names.filter((name) => !all.has(name) && origins.serviceOf(name) === null);
}
