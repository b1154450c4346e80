/**
 * Asking a registry what is behind a tag now: HEAD on its manifest, by curl and
 * without root. podman itself only tells it by pulling. A registry gives a token
 * to everyone who asks for a public image; where it does not, podman's login is
 * used for it.
 */
import { parseReference, type ImageReference } from "../uyuni/reference.js";
import {
    answerOf,
    BLOCKED,
    parseHeaders,
    type Headers,
    type RegistryAnswer,
    type RegistryFailure,
} from "../uyuni/registry-answer.js";
import type { RegistryLocation } from "../uyuni/registry-location.js";
import { HostError } from "./problem.js";
import { registryLocation } from "./registries.js";
import { authorize, type Refusing } from "./registry-auth.js";
import { runCurl } from "./registry-curl.js";
import { hostOf } from "./registry-place.js";

const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

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
    const where = await registryLocation(name);
    const parsed = parseReference(`${where.repository}:latest`);
    if ("error" in parsed)
        throw new HostError("protocol-error", `registries.conf leads to ${where.repository}`);
    const { registry, repository } = parsed.ok;
    return { ...where, registry, repository };
}

/** Rejects with HostError when it could not even be asked: no podman, no curl, a prefix that leads nowhere. */
export async function askRegistry(image: ImageReference): Promise<AskedRegistry> {
    const where = await locateImage(image);
    const { registry, insecure } = where;
    if (where.blocked) return { registry, answer: { failure: BLOCKED } };
    const { tag } = image;
    const path = `${hostOf(registry)}/v2/${where.repository}/manifests/${tag ?? "latest"}`;
    const first = await ask({ ...where, url: `https://${path}` });
    // As podman does: what may be asked without TLS is, when there is none.
    const hasNoTls = "failure" in first && ["tls", "connection"].includes(first.failure.problem);
    if (!insecure || !hasNoTls) return { registry, answer: first };
    return { registry, answer: await ask({ ...where, url: `http://${path}` }) };
}

async function ask(place: Refusing): Promise<RegistryAnswer> {
    const first = await head(place, "");
    if ("failure" in first || first.status !== 401) return answered(first);
    const { header } = await authorize(first, place);
    return answered(header === "" ? first : await head(place, header));
}

function answered(told: Told): RegistryAnswer {
    return "failure" in told ? told : answerOf(told);
}

type Told = Headers | { readonly failure: RegistryFailure };

async function head({ url, insecure }: Refusing, authorization: string): Promise<Told> {
    const args = ["--head", "--suppress-connect-headers", "--header", `Accept: ${MANIFESTS}`];
    const { text, failure } = await runCurl(args, [url], { insecure, authorization });
    return failure === null ? parseHeaders(text) : { failure };
}
