/** Where a repository really is, and with which token everyone may read it. */
import * as v from "valibot";
import { parseReference } from "../uyuni/reference.js";
import { parseHeaders, tokenService, type TokenService } from "../uyuni/registry-answer.js";
import { registryLocation } from "./podman-answers.js";
import { podmanRequest } from "./podman-socket.js";
import { HostError } from "./problem.js";
import { runCurl, type Access } from "./registry-curl.js";

export interface RegistryPlace extends Access {
    /** Beginning of the addresses of its manifests and blobs: `https://registry/v2/name`. */
    readonly base: string;
}

const Token = v.object({ token: v.optional(v.string(), ""), access_token: v.optional(v.string(), "") });

/** After registries.conf, which may lead elsewhere. Rejects with HostError, also when the registry does not answer. */
export async function registryPlace(name: string, signal: AbortSignal): Promise<RegistryPlace> {
    const { repository, insecure } = registryLocation(await podmanRequest("GET", "/info"), name);
    const parsed = parseReference(`${repository}:latest`);
    if ("error" in parsed) throw new HostError("protocol-error", `registries.conf leads to ${repository}`);
    const { registry } = parsed.ok;
    const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
    // As podman does: what may be asked without TLS is, when there is none.
    for (const scheme of insecure ? ["https", "http"] : ["https"]) {
        const base = `${scheme}://${host}/v2/${parsed.ok.repository}`;
        const everyone = { insecure, token: "" };
        const headers = parseHeaders(
            await runCurl(
                ["--head", "--suppress-connect-headers", "--url", `${base}/manifests/latest`],
                everyone,
                signal,
            ),
        );
        if (headers.status === 0) continue;
        const service = headers.status === 401 ? tokenService(headers) : null;
        if (service === null) return { ...everyone, base };
        return { insecure, base, token: await fetchToken(service, everyone, signal) };
    }
    throw new HostError("not-found", registry);
}

/** "" when it gives none. */
async function fetchToken(
    { realm, service, scope }: TokenService,
    access: Access,
    signal: AbortSignal,
): Promise<string> {
    const url = new URL(realm);
    if (service !== "") url.searchParams.set("service", service);
    if (scope !== "") url.searchParams.set("scope", scope);
    try {
        const parsed = v.safeParse(Token, JSON.parse(await runCurl(["--url", url.href], access, signal)));
        const token = parsed.success ? parsed.output.token || parsed.output.access_token : "";
        return /^[A-Za-z0-9._~+/=-]+$/.test(token) ? token : "";
    } catch (reason) {
        if (reason instanceof SyntaxError) return "";
        throw reason;
    }
}
