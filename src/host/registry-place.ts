/** One of the places of a repository, and with what it may be read. */
import type { Message } from "../uyuni/message.js";
import { answeringUrl, parseHeaders, refusalOf, type Headers } from "../uyuni/registry-answer.js";
import type { PullSource } from "../uyuni/registry-location.js";
import { blockedError } from "./pull-sources.js";
import { authorize, EVERYONE, type Authorization, type Refusing } from "./registry-auth.js";
import { readCertificates } from "./registry-certificates.js";
import { fetchAll, runCurl, type Fetched } from "./registry-curl.js";
import { RegistryError } from "./registry-error.js";
import { noteFailure, pauseFailure } from "./registry-pause.js";

/** The host that answers for a registry. */
export function hostOf(registry: string): string {
    return registry === "docker.io" ? "registry-1.docker.io" : registry;
}

/** A place that can be asked. */
export class RegistryPlace {
    #authorization: Authorization;
    #renewing: Promise<void> | null = null;
    /** Whether the registry has taken a new token when the old one had expired. */
    #renewable = true;

    constructor(
        /** Beginning of the addresses of its manifests and blobs: `https://registry/v2/name`. */
        readonly base: string,
        private readonly refusing: Refusing,
        private readonly refusal: Headers,
        authorization: Authorization,
    ) {
        this.#authorization = authorization;
    }

    /** Host and port. */
    get registry(): string {
        return this.refusing.registry;
    }

    /** Why the login that podman has is not used, or there is no token; null where it is used, or there is none. */
    get without(): Message | null {
        return this.#authorization.without;
    }

    /**
     * The answers to several requests, in their order; a token that has expired meanwhile is renewed once. Rejects
     * with HostError, also while the registry is left alone.
     */
    async fetch(urls: readonly string[], accept: string, signal: AbortSignal): Promise<readonly Fetched[]> {
        if (urls.length === 0) return [];
        const { registry, insecure, certificates } = this.refusing;
        const paused = pauseFailure(registry);
        if (paused !== null) throw new RegistryError(registry, paused);
        const used = this.#authorization;
        const ask = (those: readonly string[]) =>
            fetchAll(
                those,
                accept,
                { insecure, authorization: this.#authorization.header, certificates },
                signal,
            );
        const told = await ask(urls);
        const busy = told.find(({ status }) => status === 429);
        if (busy !== undefined) noteFailure(registry, refusalOf(429, busy.retryAfter));
        const refused = urls.filter((_url, index) => told[index]?.status === 401);
        if (refused.length === 0 || used.header === "" || !this.#renewable || busy !== undefined) return told;
        // Who asked at the same time may have renewed it already.
        if (this.#authorization === used) await this.#renew(signal);
        if (this.#authorization.header === "") return told;
        const again = await ask(refused);
        this.#renewable = again.some(({ status }) => status !== 401);
        let next = 0;
        return told.map((one) => (one.status === 401 ? (again[next++] ?? one) : one));
    }

    async #renew(signal: AbortSignal): Promise<void> {
        this.#renewing ??= authorize(this.refusal, this.refusing, signal).then((authorization) => {
            this.#authorization = authorization;
        });
        try {
            await this.#renewing;
        } finally {
            this.#renewing = null;
        }
    }
}

/** How a place can be asked. Rejects with HostError, also when registries.conf blocks it, or nobody answers there. */
export async function openPlace(source: PullSource, signal: AbortSignal): Promise<RegistryPlace> {
    const { registry, repository, insecure } = source;
    if (source.blocked) throw blockedError(source);
    const paused = pauseFailure(registry);
    if (paused !== null) throw new RegistryError(registry, paused);
    const certificates = await readCertificates(registry);
    let failure = refusalOf(0, "");
    // As podman does: what may be asked without TLS is, when there is none.
    for (const scheme of insecure ? ["https", "http"] : ["https"]) {
        const base = `${scheme}://${hostOf(registry)}/v2/${repository}`;
        const url = `${base}/manifests/latest`;
        const everyone = { insecure, authorization: "", certificates };
        const args = ["--head", "--suppress-connect-headers"];
        const { text, failure: broken } = await runCurl(args, [url], everyone, signal);
        const headers = parseHeaders(text);
        if (headers.status === 0) {
            failure = broken ?? failure;
            continue;
        }
        if (headers.status === 429) {
            const busy = refusalOf(429, headers.fields.get("retry-after") ?? "");
            noteFailure(registry, busy);
            throw new RegistryError(registry, busy);
        }
        const refusing = { registry, repository, url, insecure, certificates };
        const authorization = isRefusal(headers, text, url)
            ? await authorize(headers, refusing, signal)
            : EVERYONE;
        if (authorization.failure !== null) noteFailure(registry, authorization.failure);
        return new RegistryPlace(base, refusing, headers, authorization);
    }
    throw new RegistryError(registry, failure);
}

/** Whether the registry's own host asks for an authorization: where it leads somebody else to, that one gets none. */
export function isRefusal({ status }: Headers, output: string, url: string): boolean {
    if (status !== 401) return false;
    const answering = answeringUrl(output, url);
    return answering !== "" && new URL(answering).hostname === new URL(url).hostname;
}
