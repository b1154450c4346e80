/** Images made up in the test host's registry: copies of what is there under other tags, and for other machines. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import type { TestHost } from "./host.js";

const REGISTRY = "http://localhost:5000/v2";
const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";

const Manifest = v.looseObject({ config: v.looseObject({ digest: v.string() }) });
const Configuration = v.looseObject({});

function digestOf(text: string): string {
    return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function curl(host: TestHost, ...args: string[]): Promise<string> {
    return host.exec("curl", "--silent", "--show-error", "--fail", ...args);
}

function manifest(host: TestHost, repository: string, tag: string): Promise<string> {
    return curl(host, "--header", `Accept: ${MANIFEST}`, `${REGISTRY}/${repository}/manifests/${tag}`);
}

async function put(host: TestHost, url: string, type: string, text: string): Promise<void> {
    const body = `/run/made-up-${digestOf(text).slice(7, 19)}`;
    await host.write(body, text);
    const args = ["--request", "PUT", "--header", `Content-Type: ${type}`, "--data-binary", `@${body}`];
    await curl(host, ...args, url);
}

/** Gives an image further tags. */
export async function copyTags(
    host: TestHost,
    repository: string,
    tag: string,
    copies: readonly string[],
): Promise<void> {
    const body = "/run/made-up-copied";
    await host.write(body, await manifest(host, repository, tag));
    await curl(
        host,
        ...["--request", "PUT", "--header", `Content-Type: ${MANIFEST}`, "--data-binary", `@${body}`],
        ...copies.map((copy) => `${REGISTRY}/${repository}/manifests/${copy}`),
    );
}

/** The image of `tag`, said to be for another architecture, behind an index; resolves with the digest of the index. */
export async function otherMachine(
    host: TestHost,
    repository: string,
    tag: string,
    architecture: string,
    made: string,
): Promise<string> {
    const base = `${REGISTRY}/${repository}`;
    const original = v.parse(Manifest, JSON.parse(await manifest(host, repository, tag)));
    const configuration = v.parse(
        Configuration,
        JSON.parse(await curl(host, "--location", `${base}/blobs/${original.config.digest}`)),
    );
    const config = JSON.stringify({ ...configuration, architecture });
    const headers = await curl(
        host,
        ...["--request", "POST", "--dump-header", "-", "--output", "/dev/null", `${base}/blobs/uploads/`],
    );
    const location = /^location: *(\S+)/im.exec(headers)?.[1] ?? "";
    const upload = new URL(location, REGISTRY);
    upload.searchParams.set("digest", digestOf(config));
    await put(host, upload.href, "application/octet-stream", config);
    const image = JSON.stringify({
        ...original,
        config: { ...original.config, digest: digestOf(config), size: config.length },
    });
    await put(host, `${base}/manifests/${digestOf(image)}`, MANIFEST, image);
    const index = JSON.stringify({
        schemaVersion: 2,
        mediaType: INDEX,
        manifests: [
            {
                mediaType: MANIFEST,
                digest: digestOf(image),
                size: image.length,
                platform: { architecture, os: "linux" },
            },
        ],
    });
    await put(host, `${base}/manifests/${made}`, INDEX, index);
    return digestOf(index);
}
