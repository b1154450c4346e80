/**
 * What a registry has of an image: its manifest, or an index of manifests by
 * platform, and its configuration (OCI image specification, and Docker's image
 * manifest 2.2, which is written alike). Whatever has another form than it
 * should says nothing.
 */
import * as v from "valibot";
import type { TagDetails } from "./told-image.js";

export interface IndexedManifest {
    readonly digest: string;
    /** "" if not told. */
    readonly architecture: string;
}

export type Manifest =
    | { readonly kind: "index"; readonly manifests: readonly IndexedManifest[] }
    | { readonly kind: "image"; readonly config: string; readonly size: number };

/** More than any real image has. */
const MOST_LAYERS = 1000;
const MOST_MANIFESTS = 200;
/** Of a date that is one: `Date` knows later ones than people and `Intl` do. */
const LATEST = Date.UTC(9999, 0, 1);

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const architecturePattern = /^[a-z0-9_]{1,32}$/;

const Digest = v.pipe(v.string(), v.regex(digestPattern));
const Index = v.object({ manifests: v.array(v.unknown()) });
const Platform = v.object({
    architecture: v.optional(v.fallback(v.string(), ""), ""),
    os: v.optional(v.fallback(v.string(), ""), ""),
});
const Indexed = v.object({ digest: Digest, platform: v.optional(Platform) });
const Image = v.object({
    config: v.object({ digest: Digest }),
    layers: v.array(v.unknown()),
});
const Layer = v.object({ size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
const Configuration = v.object({
    created: v.optional(v.fallback(v.string(), ""), ""),
    architecture: v.optional(v.fallback(v.string(), ""), ""),
    // Of Docker's alone: the OCI's has no field for it.
    config: v.optional(v.nullable(v.fallback(v.object({ Healthcheck: v.optional(v.unknown()) }), {})), null),
});
const HealthCheck = v.object({ Test: v.pipe(v.array(v.unknown()), v.minLength(1)) });

/** Whether this is a health check: Docker has an image take back that of the one below it with "NONE". */
export function isHealthCheck(value: unknown): boolean {
    const read = v.safeParse(HealthCheck, value);
    return read.success && read.output.Test[0] !== "NONE";
}

/** Null for what is neither a manifest nor an index. */
export function parseManifest(text: string): Manifest | null {
    const json = parseJson(text);
    const image = v.safeParse(Image, json);
    if (image.success) {
        const { config, layers } = image.output;
        return { kind: "image", config: config.digest, size: sizeOf(layers) };
    }
    const index = v.safeParse(Index, json);
    if (!index.success) return null;
    const manifests = index.output.manifests.slice(0, MOST_MANIFESTS).flatMap((entry) => {
        const read = v.safeParse(Indexed, entry);
        if (!read.success) return [];
        const { digest, platform } = read.output;
        // Builders put attestations into the index, too, for an "unknown" platform.
        if (platform !== undefined && !["linux", ""].includes(platform.os)) return [];
        return [{ digest, architecture: architecture(platform?.architecture ?? "") }];
    });
    return { kind: "index", manifests };
}

/** 0 where one of them does not tell: a sum of the others would be wrong. */
function sizeOf(layers: readonly unknown[]): number {
    if (layers.length > MOST_LAYERS) return 0;
    const sizes = layers.map((layer) => v.safeParse(Layer, layer));
    const sum = sizes.reduce((total, size) => total + (size.success ? size.output.size : NaN), 0);
    return Number.isSafeInteger(sum) ? sum : 0;
}

/** When the image was made, for what, and whether it has a health check: nothing where the text does not tell. */
export function parseConfiguration(
    text: string,
): Required<Pick<TagDetails, "created" | "architectures" | "healthCheck">> {
    const read = v.safeParse(Configuration, parseJson(text));
    if (!read.success) return { created: 0, architectures: [], healthCheck: null };
    const created = Date.parse(read.output.created);
    const known = architecture(read.output.architecture);
    return {
        created: created > 0 && created < LATEST ? created : 0,
        architectures: known === "" ? [] : [known],
        healthCheck: read.output.config && isHealthCheck(read.output.config.Healthcheck),
    };
}

/** Of an index, the manifest that podman takes on a host of this architecture; one that does not tell may be it. */
export function manifestFor(
    wanted: string,
    manifests: readonly IndexedManifest[],
): IndexedManifest | undefined {
    return (
        manifests.find((one) => one.architecture === wanted) ??
        (manifests.length === 1 ? manifests.find((one) => one.architecture === "") : undefined)
    );
}

/** The digest that a registry told; "" for what is none. */
export function toldDigest(text: string): string {
    return digestPattern.test(text) ? text : "";
}

function architecture(text: string): string {
    return architecturePattern.test(text) && text !== "unknown" ? text : "";
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
