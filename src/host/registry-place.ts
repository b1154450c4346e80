/** One of the places of a repository, and with what it may be read. */
import type { Message } from "../uyuni/message.js";
import { parseHeaders } from "../uyuni/registry-answer.js";
import type { PullSource } from "../uyuni/registry-location.js";
import { HostError } from "./problem.js";
import { blockedError } from "./pull-sources.js";
import { authorize, EVERYONE } from "./registry-auth.js";
import { runCurl, type Access } from "./registry-curl.js";

export interface RegistryPlace extends Access {
    /** Beginning of the addresses of its manifests and blobs: `https://registry/v2/name`. */
    readonly base: string;
    /** Why the login that podman has is not used; null where it is, or there is none. */
    readonly without: Message | null;
}

/** The host that answers for a registry. */
export function hostOf(registry: string): string {
    return registry === "docker.io" ? "registry-1.docker.io" : registry;
}

/** How a place can be asked. Rejects with HostError, also when registries.conf blocks it, or nobody answers there. */
export async function openPlace(source: PullSource, signal: AbortSignal): Promise<RegistryPlace> {
    const { registry, repository, insecure } = source;
    if (source.blocked) throw blockedError(source);
    // As podman does: what may be asked without TLS is, when there is none.
    for (const scheme of insecure ? ["https", "http"] : ["https"]) {
        const base = `${scheme}://${hostOf(registry)}/v2/${repository}`;
        const url = `${base}/manifests/latest`;
        const everyone = { insecure, authorization: "" };
        const args = ["--head", "--suppress-connect-headers"];
        const headers = parseHeaders((await runCurl(args, [url], everyone, signal)).text);
        if (headers.status === 0) continue;
        const { header, without } =
            headers.status === 401
                ? await authorize(headers, { registry, repository, url, insecure }, signal)
                : EVERYONE;
        return { insecure, authorization: header, base, without };
    }
    throw new HostError("not-found", registry);
}
