/** A host to uninstall from: everything is there, and somebody else uses some of it. */
import { known, type HostState } from "../../src/uyuni/host-state.js";
import type {
    FoundContainer,
    FoundFile,
    FoundImage,
    Inventory,
} from "../../src/uyuni/uninstall/inventory.js";
import { container, host, podman, processor, unit } from "./sample-host.js";

const system = "/etc/systemd/system";
export const registry = "registry.opensuse.org/uyuni";

export function file(path: string, changes: Partial<FoundFile> = {}): FoundFile {
    return { path, kind: "file", size: 100, target: "", text: null, ...changes };
}

export function link(path: string, target = ""): FoundFile {
    return file(path, { kind: "link", target });
}

export function folder(path: string): FoundFile {
    return file(path, { kind: "directory" });
}

export function foundImage(letter: string, name: string, layers: readonly string[]): FoundImage {
    return {
        id: letter.repeat(64),
        names: name === "" ? [] : [name],
        history: [name],
        digests: [`sha256:${letter.repeat(64)}`],
        createdAt: 0,
        size: layers.length * 10,
        layers,
        readOnly: false,
        layerSizes: layers.map(() => 10),
    };
}

export function foundContainer(
    name: string,
    image: FoundImage,
    changes: Partial<FoundContainer> = {},
): FoundContainer {
    return {
        id: `id-of-${name}`,
        name,
        imageId: image.id,
        status: "running",
        volumes: [],
        networks: ["uyuni"],
        secrets: [],
        size: 5,
        ...changes,
    };
}

export const images = {
    server: foundImage("a", `${registry}/server:latest`, ["base", "server"]),
    db: foundImage("b", `${registry}/server-postgresql:latest`, ["base", "db"]),
    processor: foundImage("c", `${registry}/server-salt-event-processor:latest`, ["base", "processor"]),
    foreign: foundImage("d", "docker.io/library/server:1", ["other"]),
} as const;

/** The state that the pages keep, with the three services running. */
export function state(): HostState {
    const with_ = (name: string, variable: string, image: FoundImage) =>
        unit(name, { environment: [`${variable}=${image.names[0] ?? ""}`] });
    return host(
        { podman: known(podman({ containers: [container("uyuni-server"), container("uyuni-db")] })) },
        [
            with_("uyuni-server.service", "UYUNI_IMAGE", images.server),
            with_("uyuni-db.service", "UYUNI_IMAGE", images.db),
            with_(processor, "UYUNI_EVENT_PROCESSOR_IMAGE", images.processor),
        ],
    );
}

export function inventory(changes: Partial<Inventory> = {}): Inventory {
    return {
        files: [
            file(`${system}/uyuni-server.service`),
            folder(`${system}/uyuni-server.service.d`),
            file(`${system}/uyuni-server.service.d/generated.conf`),
            file(`${system}/uyuni-server.service.d/server.env`),
            file(`${system}/uyuni-server.service.d/custom.conf`, {
                text: '[Service]\nEnvironment="PODMAN_EXTRA_ARGS="\n',
            }),
            file(`${system}/uyuni-db.service`),
            folder(`${system}/uyuni-db.service.d`),
            file(`${system}/uyuni-db.service.d/generated.conf`),
            file(`${system}/uyuni-event-processor@.service`),
            folder(`${system}/uyuni-event-processor@.service.d`),
            file(`${system}/uyuni-event-processor@.service.d/generated.conf`),
            link(`${system}/multi-user.target.wants/uyuni-server.service`),
            link(`${system}/multi-user.target.wants/uyuni-db.service`),
            link(`${system}/multi-user.target.wants/${processor}`),
        ],
        containers: [
            foundContainer("uyuni-server", images.server, { volumes: ["var-spacewalk", "etc-rhn"] }),
            foundContainer("uyuni-db", images.db, { volumes: ["var-pgsql"] }),
            foundContainer("uyuni-salt-event-processor-0", images.processor),
            foundContainer("somebody", images.foreign, { networks: ["podman"] }),
        ],
        images: Object.values(images),
        volumes: ["var-pgsql", "var-spacewalk", "etc-rhn", "somebodys"].map((name) => ({
            name,
            mountpoint: `/var/lib/containers/storage/volumes/${name}/_data`,
            mountedAt: null,
        })),
        secrets: ["uyuni-db-user", "uyuni-db-pass", "uyuni-ca", "uyuni-scc-user", "somebodys"],
        networks: ["podman", "uyuni"],
        mgradm: null,
        storage: "/var/lib/containers/storage",
        ...changes,
    };
}
