/** Where a repository really is, and with what it may be read. */
import type { Message } from "../uyuni/message.js";
import { parseReference } from "../uyuni/reference.js";
import { parseHeaders } from "../uyuni/registry-answer.js";
import { HostError } from "./problem.js";
import { registryLocation } from "./registries.js";
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

/** After registries.conf, which may lead elsewhere. Rejects with HostError, also when it blocks the registry, or that does not answer. */
export async function registryPlace(name: string, signal: AbortSignal): Promise<RegistryPlace> {
    const { repository, insecure, blocked } = await registryLocation(name);
    const parsed = parseReference(`${repository}:latest`);
    if ("error" in parsed) throw new HostError("protocol-error", `registries.conf leads to ${repository}`);
    const { registry, repository: path } = parsed.ok;
    if (blocked) throw new HostError("not-allowed", `registries.conf blocks ${registry}`);
    // As podman does: what may be asked without TLS is, when there is none.
    for (const scheme of insecure ? ["https", "http"] : ["https"]) {
        const base = `${scheme}://${hostOf(registry)}/v2/${path}`;
        const url = `${base}/manifests/latest`;
        const everyone = { insecure, authorization: "" };
        const args = ["--head", "--suppress-connect-headers"];
        const headers = parseHeaders((await runCurl(args, [url], everyone, signal)).text);
        if (headers.status === 0) continue;
        const { header, without } =
            headers.status === 401
                ? await authorize(headers, { registry, repository: path, url, insecure }, signal)
                : EVERYONE;
        return { insecure, authorization: header, base, without };
    }
    throw new HostError("not-found", registry);
}
