/**
 * Asking a registry what is behind a tag now: HEAD on its manifest, by curl and
 * without root. podman itself only tells it by pulling. A registry gives a token
 * to everyone who asks for a public image; where it does not, podman's login is
 * used for it.
 */
import { answeredBy, passedOver, type AnsweredSource, type PassedMirror } from "../uyuni/answered-source.js";
import { parseReference, type ImageReference } from "../uyuni/reference.js";
import {
    answerOf,
    BLOCKED,
    parseHeaders,
    type Headers,
    type RegistryAnswer,
    type RegistryFailure,
} from "../uyuni/registry-answer.js";
import type { PullSource, RegistryLocation } from "../uyuni/registry-location.js";
import { HostError } from "./problem.js";
import { failureOf, readPullSources } from "./pull-sources.js";
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

/** What the first place said that has the image, or the last one, if none has. */
export interface AskedRegistry extends AnsweredSource {
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

/**
 * Asks the places that a pull tries, until one has the image. Rejects with HostError when none could even be asked:
 * no podman, no curl, a prefix that leads nowhere.
 */
export async function askRegistry(image: ImageReference): Promise<AskedRegistry> {
    const { mirrors, own } = await readPullSources(image.name, image.digest === null ? "tag" : "digest");
    const passed: PassedMirror[] = [];
    for (const mirror of mirrors) {
        const answer = await askSource(mirror, image).catch((reason: unknown) => ({
            failure: failureOf(reason),
        }));
        if ("digest" in answer) return { ...answeredBy(mirror, passed), answer };
        passed.push(passedOver(mirror, answer.failure));
    }
    return { ...answeredBy(own, passed), answer: await askSource(own, image) };
}

async function askSource(source: PullSource, { tag, digest }: ImageReference): Promise<RegistryAnswer> {
    const { registry, repository, insecure, blocked } = source;
    if (blocked) return { failure: BLOCKED };
    const path = `${hostOf(registry)}/v2/${repository}/manifests/${digest ?? tag ?? "latest"}`;
    const place = { registry, repository, insecure };
    const first = await ask({ ...place, url: `https://${path}` });
    // As podman does: what may be asked without TLS is, when there is none.
    const hasNoTls = "failure" in first && ["tls", "connection"].includes(first.failure.problem);
    if (!insecure || !hasNoTls) return first;
    return ask({ ...place, url: `http://${path}` });
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
