/**
 * Asking a registry what is behind a tag now: HEAD on its manifest, by curl.
 * podman itself only tells it by pulling. A registry gives a token
 * to everyone who asks for a public image; where it does not, podman's login is
 * used for it.
 */
import { answeredBy, passedOver, type AnsweredSource, type PassedMirror } from "../uyuni/answered-source.js";
import type { RegistryImage } from "../uyuni/drift-registry.js";
import type { ImageReference } from "../uyuni/reference.js";
import {
    answerOf,
    BLOCKED,
    parseHeaders,
    type Headers,
    type RegistryAnswer,
    type RegistryFailure,
} from "../uyuni/registry-answer.js";
import {
    placesKey,
    pullSources,
    type PullSource,
    type RegistryLocation,
} from "../uyuni/registry-location.js";
import { checkedSources, failureOf, readPullSources } from "./pull-sources.js";
import { loginStamp } from "./kept-logins.js";
import { registryLocation } from "./registries.js";
import { authorize, type Refusing } from "./registry-auth.js";
import { readCertificates } from "./registry-certificates.js";
import { runCurl } from "./registry-curl.js";
import { noteFailure, pauseFailure } from "./registry-pause.js";
import { hostOf, isRefusal, openPlace } from "./registry-place.js";
import { readDetails } from "./tag-details.js";

const DETAILS_SECONDS = 60;

const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** What the first place said that has the image, or the last one, if none has. */
export interface AskedRegistry extends AnsweredSource {
    readonly answer: RegistryAnswer;
    /** What it told of the image behind the digest; null where it was not asked for that, or did not tell. */
    readonly image: RegistryImage | null;
    /** Where a pull would have looked, and with which logins, to tell whether either is another one by now. */
    readonly places: string;
}

/** What this host knows itself. */
export interface Here {
    /** Whether an image of this digest is here, so that the registry need not tell more of it. */
    readonly has: (digest: string) => boolean;
    /** In podman's words. */
    readonly architecture: () => Promise<string>;
}

/** Where an image really comes from; `repository` is without the registry. */
export interface LocatedImage extends RegistryLocation {
    readonly registry: string;
    /** As of `AskedRegistry`. */
    readonly places: string;
}

/** After registries.conf. Rejects with HostError: no podman, a prefix that leads nowhere. */
export async function locateImage(image: ImageReference): Promise<LocatedImage> {
    const [where, logins] = await Promise.all([registryLocation(image.name), loginStamp()]);
    const sources = checkedSources(pullSources(where, namedBy(image)));
    const { registry, repository } = sources.own;
    return { ...where, registry, repository, places: placesKey(sources) + logins };
}

function namedBy({ digest }: ImageReference): "tag" | "digest" {
    return digest === null ? "tag" : "digest";
}

/**
 * Asks the places that a pull tries, until one has the image. Rejects with HostError when none could even be asked:
 * no podman, no curl, a prefix that leads nowhere.
 */
export async function askRegistry(image: ImageReference, here: Here): Promise<AskedRegistry> {
    // Whoever is logged in or out meanwhile has it asked once more.
    const logins = await loginStamp();
    const sources = await readPullSources(image.name, namedBy(image));
    const places = placesKey(sources) + logins;
    const { mirrors, own } = sources;
    const passed: PassedMirror[] = [];
    for (const mirror of mirrors) {
        const answer = await askSource(mirror, image).catch((reason: unknown) => ({
            failure: failureOf(reason),
        }));
        if ("digest" in answer)
            return {
                ...answeredBy(mirror, passed),
                answer,
                image: await imageOf(mirror, answer, here),
                places,
            };
        passed.push(passedOver(mirror, answer.failure));
    }
    const answer = await askSource(own, image);
    return { ...answeredBy(own, passed), answer, image: await imageOf(own, answer, here), places };
}

/** By its digest, so that it is the very image even if the tag is moved in between. */
async function imageOf(
    source: PullSource,
    answer: RegistryAnswer,
    here: Here,
): Promise<RegistryImage | null> {
    if (!("digest" in answer) || here.has(answer.digest)) return null;
    const { digest } = answer;
    try {
        const signal = AbortSignal.timeout(DETAILS_SECONDS * 1000);
        const [place, architecture] = await Promise.all([openPlace(source, signal), here.architecture()]);
        const details = (await readDetails(place, [digest], architecture, signal)).get(digest);
        if (details === undefined) return null;
        const { imageDigest, config, created } = details;
        return { imageDigest, config, created };
    } catch (reason) {
        console.warn("What is behind a digest could not be read", reason);
        return null;
    }
}

async function askSource(source: PullSource, image: ImageReference): Promise<RegistryAnswer> {
    const { registry, blocked } = source;
    if (blocked) return { failure: BLOCKED };
    const paused = pauseFailure(registry);
    if (paused !== null) return { failure: paused };
    const answer = await askThere(source, image);
    if ("failure" in answer) noteFailure(registry, answer.failure);
    return answer;
}

async function askThere(source: PullSource, { tag, digest }: ImageReference): Promise<RegistryAnswer> {
    const { registry, repository, insecure } = source;
    const path = `${hostOf(registry)}/v2/${repository}/manifests/${digest ?? tag ?? "latest"}`;
    const place = { registry, repository, insecure, certificates: await readCertificates(registry) };
    const first = await ask({ ...place, url: `https://${path}` });
    // As podman does: what may be asked without TLS is, when there is none.
    const hasNoTls =
        "failure" in first &&
        first.failure.tokens === undefined &&
        ["tls", "connection"].includes(first.failure.problem);
    if (!insecure || !hasNoTls) return first;
    return ask({ ...place, url: `http://${path}` });
}

async function ask(place: Refusing): Promise<RegistryAnswer> {
    const first = await head(place, "");
    if ("failure" in first) return first;
    if (!isRefusal(first.headers, first.output, place.url)) return answerOf(first.headers);
    const { header, failure } = await authorize(first.headers, place);
    if (failure !== null) return { failure };
    if (header === "") return answerOf(first.headers);
    return answered(await follow(await head(place, header), place));
}

const REDIRECTS = [301, 302, 307, 308];

/** Where the registry leads somebody else to, that one is asked without password and token. */
async function follow(told: Told, place: Refusing): Promise<Told> {
    if ("failure" in told || !REDIRECTS.includes(told.headers.status)) return told;
    const location = told.headers.fields.get("location") ?? "";
    if (!URL.canParse(location, place.url)) return told;
    return head({ ...place, url: new URL(location, place.url).href }, "");
}

function answered(told: Told): RegistryAnswer {
    return "failure" in told ? told : answerOf(told.headers);
}

type Told = { readonly headers: Headers; readonly output: string } | { readonly failure: RegistryFailure };

async function head({ url, insecure, certificates }: Refusing, authorization: string): Promise<Told> {
    const args = ["--head", "--suppress-connect-headers", "--header", `Accept: ${MANIFESTS}`];
    const { text, failure } = await runCurl(args, [url], { insecure, authorization, certificates });
    return failure === null ? { headers: parseHeaders(text), output: text } : { failure };
}
