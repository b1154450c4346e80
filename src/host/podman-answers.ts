/**
 * podman's answers, checked field by field at the border; what podman leaves
 * out (it does, from version to version) gets the value that says "not told".
 */
import * as v from "valibot";
import type { ContainerState, Health, ImageState } from "../uyuni/host-state.js";
import { passedVariables } from "../uyuni/podman-command.js";
import { isTag } from "../uyuni/reference.js";
import { HostError } from "./problem.js";

const text = v.nullish(v.string(), "");
const number = v.nullish(v.number(), 0);
const texts = v.nullish(v.array(v.string()), []);

const Info = v.object({
    host: v.object({ arch: text }),
    store: v.object({ graphRoot: text, graphRootAllocated: number, graphRootUsed: number }),
    version: v.object({ Version: text }),
});

const HealthReport = v.nullish(
    v.object({
        Status: text,
        Log: v.nullish(v.array(v.object({ Output: text })), []),
    }),
    null,
);

const Container = v.object({
    Id: v.string(),
    Name: text,
    Image: text,
    ImageName: text,
    ImageDigest: text,
    State: v.object({
        Status: text,
        StartedAt: text,
        ExitCode: number,
        Pid: number,
        Health: HealthReport,
        /** The name it had before podman 4. */
        Healthcheck: HealthReport,
    }),
    Config: v.object({
        Env: texts,
        CreateCommand: texts,
        Labels: v.nullish(v.record(v.string(), v.string()), {}),
        Secrets: v.nullish(v.array(v.object({ Name: text })), []),
    }),
    NetworkSettings: v.nullish(
        v.object({
            Networks: v.nullish(
                v.record(v.string(), v.nullish(v.object({ IPAddress: text, GlobalIPv6Address: text }), {})),
                {},
            ),
        }),
        { Networks: {} },
    ),
});

const ListedContainers = v.nullish(v.array(v.object({ Id: v.string(), Image: text })), []);

const ImageLabels = v.nullish(v.object({ "org.opencontainers.image.version": text }));

const InspectedImage = v.object({
    Id: v.string(),
    RepoTags: texts,
    RepoDigests: texts,
    Size: number,
    Created: text,
    Labels: ImageLabels,
});

const ListedImages = v.nullish(
    v.array(
        v.object({
            Id: v.string(),
            RepoTags: texts,
            RepoDigests: texts,
            Size: number,
            Created: number,
            Labels: ImageLabels,
        }),
    ),
    [],
);

const ListedSecrets = v.nullish(v.array(v.object({ Spec: v.object({ Name: v.string() }) })), []);
const ListedNetworks = v.nullish(v.array(v.object({ name: v.string() })), []);
const FoundTags = v.nullish(v.array(v.object({ Tags: texts })), []);

const Event = v.object({
    Type: text,
    Action: text,
    HealthStatus: text,
    Actor: v.nullish(v.object({ ID: text, Attributes: v.nullish(v.record(v.string(), v.string()), {}) }), {
        ID: "",
        Attributes: {},
    }),
});

export interface PodmanEvent {
    readonly type: string;
    readonly action: string;
    readonly id: string;
    readonly name: string;
    /** Reference of a container's image. */
    readonly image: string;
    /** Of a health check's event: healthy, unhealthy, starting. */
    readonly health: string;
}

function checked<S extends v.GenericSchema>(schema: S, answer: unknown, what: string): v.InferOutput<S> {
    const result = v.safeParse(schema, answer);
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw new HostError("protocol-error", `${what}: ${v.getDotPath(issue) ?? ""} ${issue.message}`);
}

export interface PodmanInfo {
    readonly version: string;
    readonly architecture: string;
    readonly storage: { readonly path: string; readonly free: number; readonly size: number };
}

export function parseInfo(answer: unknown): PodmanInfo {
    const { host, store, version } = checked(Info, answer, "podman info");
    return {
        version: version.Version,
        architecture: host.arch,
        storage: {
            path: store.graphRoot,
            free: store.graphRootAllocated - store.graphRootUsed,
            size: store.graphRootAllocated,
        },
    };
}

/** Of a container that does not run any more, podman still tells its last health; that it was bad may be why it ended. */
function health(report: v.InferOutput<typeof HealthReport>, status: string): Health {
    const health = report?.Status ?? "";
    if (health === "unhealthy") return health;
    return status === "running" && (health === "healthy" || health === "starting") ? health : "none";
}

/** An RFC 3339 time as milliseconds since the epoch; 0 for "never" (podman says year 1) and for what is no time. */
function time(stamp: string): number {
    const milliseconds = Date.parse(stamp);
    return Number.isNaN(milliseconds) || milliseconds < 0 ? 0 : milliseconds;
}

export function parseContainer(answer: unknown): ContainerState {
    const container = checked(Container, answer, "podman container inspect");
    const { State, Config } = container;
    const report = State.Health ?? State.Healthcheck;
    const variable = (name: string) =>
        Config.Env.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
    // Nothing else of a container's environment is anybody's business here.
    const passed = passedVariables(Config.CreateCommand).flatMap((name) => {
        const value = variable(name);
        return value === undefined ? [] : [[name, value] as const];
    });
    return {
        id: container.Id,
        name: container.Name,
        image: container.ImageName,
        imageId: container.Image,
        imageDigest: container.ImageDigest,
        status: State.Status,
        health: health(report, State.Status),
        healthLog: report?.Log.at(-1)?.Output ?? "",
        startedAt: time(State.StartedAt),
        exitCode: State.ExitCode,
        pid: State.Pid,
        unit: Config.Labels["PODMAN_SYSTEMD_UNIT"] ?? variable("PODMAN_SYSTEMD_UNIT") ?? "",
        command: Config.CreateCommand,
        passed: Object.fromEntries(passed),
        networks: Object.entries(container.NetworkSettings.Networks).map(
            ([name, { IPAddress, GlobalIPv6Address }]) => ({
                name,
                address: IPAddress,
                ...(GlobalIPv6Address !== "" && { address6: GlobalIPv6Address }),
            }),
        ),
        secrets: Config.Secrets.map((secret) => secret.Name),
        ...(Config.Env.some((entry) => /^\w+=.*[:=-](?:agentlib:|Xrun)jdwp\b/s.test(entry)) && {
            jdwp: true,
        }),
    };
}

export function parseContainerList(answer: unknown): { readonly id: string; readonly image: string }[] {
    return checked(ListedContainers, answer, "podman ps").map(({ Id, Image }) => ({ id: Id, image: Image }));
}

function versionOf(labels: v.InferOutput<typeof ImageLabels>): Pick<ImageState, "version"> {
    const version = labels?.["org.opencontainers.image.version"] ?? "";
    return version === "" ? {} : { version };
}

export function parseImage(answer: unknown): ImageState {
    const image = checked(InspectedImage, answer, "podman image inspect");
    return {
        id: image.Id.replace(/^sha256:/, ""),
        references: image.RepoTags,
        digests: image.RepoDigests,
        size: image.Size,
        createdAt: time(image.Created),
        ...versionOf(image.Labels),
    };
}

export function parseImages(answer: unknown): ImageState[] {
    return checked(ListedImages, answer, "podman images").map((image) => ({
        id: image.Id.replace(/^sha256:/, ""),
        references: image.RepoTags,
        digests: image.RepoDigests,
        size: image.Size,
        createdAt: image.Created * 1000,
        ...versionOf(image.Labels),
    }));
}

export function parseSecrets(answer: unknown): string[] {
    return checked(ListedSecrets, answer, "podman secret ls").map((secret) => secret.Spec.Name);
}

export function parseNetworks(answer: unknown): string[] {
    return checked(ListedNetworks, answer, "podman network ls").map((network) => network.name);
}

/**
 * Tags of a repository in the order of its registry. podman hands on whatever the registry told, and
 * tags become parts of addresses: what is no tag by its grammar (a line break in it, say) names no
 * image, and is left out.
 */
export function parseTags(answer: unknown): string[] {
    return checked(FoundTags, answer, "podman search").flatMap(({ Tags }) => Tags.filter(isTag));
}

export function parseEvent(answer: unknown): PodmanEvent {
    const event = checked(Event, answer, "podman events");
    return {
        type: event.Type,
        action: event.Action,
        id: event.Actor.ID,
        name: event.Actor.Attributes["name"] ?? "",
        image: event.Actor.Attributes["image"] ?? "",
        health: event.HealthStatus,
    };
}
