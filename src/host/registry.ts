/**
 * Asking a registry what is behind a tag now: HEAD on its manifest, by curl and
 * without root. podman itself only tells it by pulling. Nobody is logged in for
 * it: a registry gives a token to everyone who asks for a public image.
 */
import cockpit from "cockpit";
import * as v from "valibot";
import { parseReference, type ImageReference } from "../uyuni/reference.js";
import {
    answerOf,
    failureOfCurl,
    parseHeaders,
    tokenService,
    type Headers,
    type RegistryAnswer,
    type RegistryFailure,
    type TokenService,
} from "../uyuni/registry-answer.js";
import type { RegistryLocation } from "../uyuni/registry-location.js";
import { registryLocation } from "./podman-answers.js";
import { podmanRequest } from "./podman-socket.js";
import { asHostError, exitStatus, HostError, within } from "./problem.js";

const SECONDS = 20;
const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const Token = v.object({ token: v.optional(v.string(), ""), access_token: v.optional(v.string(), "") });

class CurlFailed extends Error {
    constructor(readonly failure: RegistryFailure) {
        super(failure.detail);
    }
}

/** The registry that is asked for a reference: after registries.conf, which may lead elsewhere. */
export interface AskedRegistry {
    readonly registry: string;
    readonly answer: RegistryAnswer;
}

/** Where an image really comes from; `repository` is without the registry. */
export interface LocatedImage extends RegistryLocation {
    readonly registry: string;
}

/** After registries.conf. Rejects with HostError: no podman, a prefix that leads nowhere. */
export async function locateImage({ name }: Pick<ImageReference, "name">): Promise<LocatedImage> {
    const where = registryLocation(await podmanRequest("GET", "/info"), name);
    const parsed = parseReference(`${where.repository}:latest`);
    if ("error" in parsed)
        throw new HostError("protocol-error", `registries.conf leads to ${where.repository}`);
    const { registry, repository } = parsed.ok;
    return { ...where, registry, repository };
}

/** Rejects with HostError when it could not even be asked: no podman, no curl, a prefix that leads nowhere. */
export async function askRegistry(image: ImageReference): Promise<AskedRegistry> {
    const where = await locateImage(image);
    const { registry, repository } = where;
    const { tag } = image;
    const path = `/v2/${repository}/manifests/${tag ?? "latest"}`;
    const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
    try {
        return { registry, answer: await ask(`https://${host}${path}`, where.insecure) };
    } catch (reason) {
        if (!(reason instanceof CurlFailed)) throw reason;
        // As podman does: what may be asked without TLS is, when there is none.
        if (!where.insecure || !["tls", "connection"].includes(reason.failure.problem))
            return { registry, answer: { failure: reason.failure } };
    }
    try {
        return { registry, answer: await ask(`http://${host}${path}`, true) };
    } catch (reason) {
        if (!(reason instanceof CurlFailed)) throw reason;
        return { registry, answer: { failure: reason.failure } };
    }
}

async function ask(url: string, insecure: boolean): Promise<RegistryAnswer> {
    const first = await head(url, insecure, "");
    const service = first.status === 401 ? tokenService(first) : null;
    if (service === null) return answerOf(first);
    const token = await fetchToken(service, insecure);
    return answerOf(token === "" ? first : await head(url, insecure, token));
}

async function head(url: string, insecure: boolean, token: string): Promise<Headers> {
    return parseHeaders(
        await curl(
            ["--head", "--location", "--suppress-connect-headers", "--header", `Accept: ${MANIFESTS}`],
            url,
            insecure,
            token,
        ),
    );
}

/** "" when it gives none. */
async function fetchToken({ realm, service, scope }: TokenService, insecure: boolean): Promise<string> {
    const url = new URL(realm);
    if (service !== "") url.searchParams.set("service", service);
    if (scope !== "") url.searchParams.set("scope", scope);
    try {
        const answer: unknown = JSON.parse(await curl([], url.href, insecure, ""));
        const parsed = v.safeParse(Token, answer);
        const token = parsed.success ? parsed.output.token || parsed.output.access_token : "";
        return /^[A-Za-z0-9._~+/=-]+$/.test(token) ? token : "";
    } catch (reason) {
        if (reason instanceof SyntaxError) return "";
        throw reason;
    }
}

/** What curl printed; the token goes to its standard input, where no list of processes shows it. */
async function curl(args: readonly string[], url: string, insecure: boolean, token: string): Promise<string> {
    const process = cockpit.spawn(
        [
            "curl",
            "--silent",
            "--show-error",
            "--globoff",
            "--proto",
            "=http,https",
            "--max-time",
            String(SECONDS),
            "--max-filesize",
            "1000000",
            ...(insecure ? ["--insecure"] : []),
            ...args,
            "--config",
            "-",
            "--url",
            url,
        ],
        { err: "message", environ: ["LC_ALL=C.UTF-8"] },
    );
    void process.input(token === "" ? "" : `header = "Authorization: Bearer ${token}"\n`);
    try {
        return await within(SECONDS + 5, process);
    } catch (reason) {
        process.close("terminated");
        const status = exitStatus(reason);
        const error = asHostError(reason);
        if (status === null) throw error;
        throw new CurlFailed(failureOfCurl(status, error.message.replace(/^curl: \([0-9]+\) /, "")));
    }
}
