/**
 * Age, size, digest and architecture of the images behind tags.
 *
 * A registry tells them in up to three answers: an index of manifests, the
 * manifest for this host, and the image's configuration. Each round of them is
 * one process for a handful of tags. What a digest names never changes, so it
 * is asked for once; tags move, and are asked for by every reader.
 */
import type { Message } from "../uyuni/message.js";
import type { TagDetails } from "../uyuni/told-image.js";
import { refusalOf } from "../uyuni/registry-answer.js";
import { manifestFor, parseConfiguration, parseManifest, type Manifest } from "../uyuni/registry-image.js";
import type { Closeable } from "./host.js";
import { OpenSources } from "./open-sources.js";
import { readPullSources } from "./pull-sources.js";
import type { Fetched } from "./registry-curl.js";
import { RegistryError } from "./registry-error.js";
import type { RegistryPlace } from "./registry-place.js";

const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const ANYTHING = "*/*";

/** Tags of one process, and how many processes run at a time. */
const BATCH = 8;
const AT_ONCE = 3;
const MOST_KEPT = 5000;

/** Answers by the address of their digest, which has the registry in it: another one cannot put its own there. */
const kept = new Map<string, Fetched>();

export interface TagDetailsListener {
    readonly told: (details: ReadonlyMap<string, TagDetails>) => void;
    /** The registry asks for a login, and the one that podman has is not used. */
    readonly without: (reason: Message) => void;
    /** Some of them could not be read: a RegistryError, if it is the registry's fault. */
    readonly failed: (reason: unknown) => void;
}

/** Reads details of a repository's tags, of each once, until it is closed. */
export class TagDetailsReader implements Closeable {
    #queue: string[] = [];
    #running = 0;
    #asked = new Set<string>();
    #stop = new AbortController();
    #places: OpenSources;

    constructor(
        repository: string,
        private readonly architecture: string,
        private readonly listener: TagDetailsListener,
    ) {
        this.#places = new OpenSources(readPullSources(repository, "tag"), this.#stop.signal);
    }

    read(tags: readonly string[]): void {
        const fresh = tags.filter((tag) => !this.#asked.has(tag));
        for (const tag of fresh) this.#asked.add(tag);
        // Who asks last looks at it now.
        this.#queue.unshift(...fresh);
        while (this.#running < AT_ONCE && this.#queue.length > 0) void this.#work();
    }

    close(): void {
        this.#queue = [];
        this.#stop.abort();
    }

    async #work(): Promise<void> {
        this.#running++;
        try {
            await this.#places.ready();
            while (this.#queue.length > 0) {
                const batch = this.#queue.splice(0, BATCH);
                const { told, without } = await this.#places.ask(batch, (place, tags) =>
                    readDetails(place, tags, this.architecture, this.#stop.signal),
                );
                if (this.#stop.signal.aborted) return;
                if (without !== null) this.listener.without(without);
                this.listener.told(told);
            }
        } catch (reason) {
            this.#queue = [];
            if (!this.#stop.signal.aborted) this.listener.failed(reason);
        } finally {
            this.#running--;
        }
    }
}

/** Of one tag, or of a digest, at the place from which podman pulls it; null where none tells. Rejects with HostError. */
export async function tagDetails(
    repository: string,
    tag: string,
    architecture: string,
    signal: AbortSignal,
): Promise<TagDetails | null> {
    // No tag has a colon.
    const places = new OpenSources(readPullSources(repository, tag.includes(":") ? "digest" : "tag"), signal);
    const { told } = await places.ask([tag], (place, tags) => readDetails(place, tags, architecture, signal));
    return told.get(tag) ?? null;
}

/** Throws a RegistryError where nothing was told of any, and not because the registry has none of them. */
function refuse(registry: string, answers: readonly Fetched[]): void {
    const refusal = answers.find(({ status }) => status !== 404);
    if (refusal === undefined || answers.some(({ status }) => status === 200)) return;
    const { status, failure, retryAfter } = refusal;
    throw new RegistryError(registry, failure ?? refusalOf(status, retryAfter));
}

/** Of those that one place has. Rejects with HostError. */
export async function readDetails(
    place: RegistryPlace,
    tags: readonly string[],
    architecture: string,
    signal: AbortSignal,
): Promise<ReadonlyMap<string, TagDetails>> {
    const urls = tags.map((tag) => `${place.base}/manifests/${tag}`);
    const answers = await place.fetch(urls, MANIFESTS, signal);
    if (place.without === null) refuse(place.registry, answers);
    const named = answers.map(({ status, digest, body }, index) => ({
        tag: tags[index] ?? "",
        digest,
        manifest: status === 200 ? parseManifest(body) : null,
    }));
    const chosen = named.map(({ digest, manifest }) => {
        if (manifest?.kind !== "index") return { digest, isOther: false };
        const own = manifestFor(architecture, manifest.manifests);
        return { digest: own?.digest ?? "", isOther: true };
    });
    const indexed = await byDigest(
        place,
        "manifests",
        chosen.flatMap(({ digest, isOther }) => (isOther && digest !== "" ? [digest] : [])),
        signal,
    );
    const images = named.map(({ manifest }, index) => {
        const digest = chosen[index]?.digest ?? "";
        const own = manifest?.kind === "index" ? parseManifest(indexed.get(digest) ?? "") : manifest;
        return own?.kind === "image" ? own : null;
    });
    const configs = images.flatMap((image) => (image === null ? [] : [image.config]));
    const configurations = await byDigest(place, "blobs", configs, signal);
    return new Map(
        named.flatMap(({ tag, digest, manifest }, index): [string, TagDetails][] => {
            if (manifest === null) return [];
            const image = images[index] ?? null;
            const told = parseConfiguration(configurations.get(image?.config ?? "") ?? "");
            return [
                [
                    tag,
                    {
                        digest,
                        imageDigest: chosen[index]?.digest ?? "",
                        config: image?.config ?? "",
                        created: told.created,
                        size: image?.size ?? 0,
                        architectures: image === null ? indexedFor(manifest) : told.architectures,
                        healthCheck: told.healthCheck,
                    },
                ],
            ];
        }),
    );
}

function indexedFor(manifest: Manifest): readonly string[] {
    if (manifest.kind !== "index") return [];
    return [...new Set(manifest.manifests.map(({ architecture }) => architecture))].filter(
        (architecture) => architecture !== "",
    );
}

/** Texts by digest, of those that the registry has. */
async function byDigest(
    place: RegistryPlace,
    kind: "manifests" | "blobs",
    digests: readonly string[],
    signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
    const url = (digest: string) => `${place.base}/${kind}/${digest}`;
    const all = [...new Set(digests)];
    const missing = all.filter((digest) => !kept.has(url(digest)));
    const accept = kind === "manifests" ? MANIFESTS : ANYTHING;
    const fetched = await place.fetch(missing.map(url), accept, signal);
    if (kept.size > MOST_KEPT) kept.clear();
    for (const [index, answer] of fetched.entries())
        if (answer.status === 200) kept.set(url(missing[index] ?? ""), answer);
    return new Map(all.map((digest) => [digest, kept.get(url(digest))?.body ?? ""]));
}
