/** Hosts to plan for and to look at: one on which everything is well, and changes to it. */
import type {
    ContainerState,
    HostState,
    ImageState,
    PodmanState,
    SetUpFacts,
    UnitState,
} from "../../src/uyuni/host-state.js";
import { known } from "../../src/uyuni/host-state.js";
import type { Plan } from "../../src/uyuni/plan.js";
import { planSetUp, type SetUpIntent } from "../../src/uyuni/set-up.js";

export const image = "registry.opensuse.org/uyuni/server-salt-event-processor:5.2.0";
export const id = "0123456789ab";
export const processor = "uyuni-event-processor@0.service";

export function unit(name: string, changes: Partial<UnitState> = {}): UnitState {
    return {
        name,
        description: "",
        loadState: "loaded",
        activeState: "active",
        subState: "running",
        unitFileState: "enabled",
        needDaemonReload: false,
        fragmentPath: `/etc/systemd/system/${name}`,
        dropInPaths: [],
        stateChangeUsec: 1_700_000_000_000_000,
        mainPid: 1000,
        restarts: 0,
        result: "success",
        environment: [],
        environmentFiles: [],
        commands: {},
        settings: {},
        invocationId: "",
        job: false,
        ...changes,
    };
}

export function container(name: string, changes: Partial<ContainerState> = {}): ContainerState {
    return {
        id: `id-of-${name}`,
        name,
        image: `registry.opensuse.org/uyuni/${name}:5.2.0`,
        imageId: `image-of-${name}`,
        imageDigest: "",
        status: "running",
        health: "healthy",
        healthLog: "",
        startedAt: 1_700_000_000_000,
        exitCode: 0,
        pid: 2000,
        unit: "",
        command: [],
        passed: {},
        networks: [{ name: "uyuni", address: "10.89.0.5" }],
        secrets: [],
        ...changes,
    };
}

export function localImageState(reference: string, imageId = "a".repeat(64)): ImageState {
    return { id: imageId, references: [reference], digests: [], size: 1, createdAt: 0 };
}

export function podman(changes: Partial<PodmanState> = {}): PodmanState {
    return {
        version: "5.4.2",
        architecture: "amd64",
        storage: { path: "/var/lib/containers/storage", free: 50 * 2 ** 30, size: 100 * 2 ** 30 },
        containers: [container("uyuni-server"), container("uyuni-db")],
        images: [],
        hasAllImages: true,
        secrets: ["uyuni-db-user", "uyuni-db-pass"],
        networks: ["podman", "uyuni"],
        ...changes,
    };
}

export function host(
    changes: Partial<HostState> = {},
    units: readonly UnitState[] = [unit("uyuni-server.service"), unit("uyuni-db.service")],
): HostState {
    return {
        access: "administrative",
        units: known(new Map(units.map((one) => [one.name, one]))),
        unitFiles: known(
            new Map([
                ["uyuni-server.service", "enabled"],
                ["uyuni-db.service", "enabled"],
            ]),
        ),
        podman: known(podman()),
        operation: known(null),
        ...changes,
    };
}

export function facts(changes: Partial<SetUpFacts> = {}): SetUpFacts {
    return {
        database: { host: "db", port: "5432", name: "susemanager", source: "rhn.conf of the running server" },
        files: [],
        listeners: known([]),
        mgradm: null,
        watching: "possible",
        ...changes,
    };
}

export function intent(changes: Partial<SetUpIntent> = {}): SetUpIntent {
    return {
        image,
        pullPolicy: "Always",
        databaseHost: "db",
        databasePort: "5432",
        databaseName: "susemanager",
        healthSeconds: 180,
        enable: true,
        debug: false,
        ...changes,
    };
}

/** The plan, where there has to be one. */
export function plan(wanted = intent(), state = host(), given = facts()): Plan {
    const outcome = planSetUp(wanted, state, given, { id });
    if ("plan" in outcome) return outcome.plan;
    throw new Error(`No plan: ${JSON.stringify(outcome)}`);
}
