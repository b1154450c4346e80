/** What registries.conf says of a repository (containers-registries.conf(5)), as podman info shows it by prefix. */
import * as v from "valibot";
import { parseReference } from "./reference.js";

const Mirror = v.object({
    Location: v.string(),
    Insecure: v.nullish(v.boolean(), false),
    PullFromMirror: v.nullish(v.string(), ""),
});
const Registry = v.object({
    Prefix: v.string(),
    Location: v.string(),
    Insecure: v.nullish(v.boolean(), false),
    Blocked: v.nullish(v.boolean(), false),
    Mirrors: v.nullish(v.array(Mirror), []),
    MirrorByDigestOnly: v.nullish(v.boolean(), false),
});

/** What is pulled from a mirror: an image that is named by its tag, by its digest, or any. */
export type MirrorUse = "all" | "tag" | "digest";

export interface RegistryMirror {
    readonly location: string;
    /** The repository there. */
    readonly repository: string;
    readonly insecure: boolean;
    /** Nothing is pulled from it: registries.conf has an entry for it, too. */
    readonly blocked: boolean;
    readonly use: MirrorUse;
}

/** Where registries.conf says that a repository really is. */
export interface RegistryLocation {
    readonly repository: string;
    /** Its certificate is not checked, or it is asked without TLS. */
    readonly insecure: boolean;
    /** Nothing is pulled from it. */
    readonly blocked: boolean;
    /** Tried before it, in this order. */
    readonly mirrors: readonly RegistryMirror[];
}

/** How much of `repository` a prefix of registries.conf covers, up to the end of a part; null where it does not match. */
function covered(prefix: string, repository: string): number | null {
    // "*.example.com" is any host below example.com.
    const start = prefix.startsWith("*.") ? repository.indexOf(prefix.slice(1)) : 0;
    const fixed = prefix.startsWith("*.") ? prefix.slice(1) : prefix;
    if (start < 0 || repository.slice(0, start).includes("/") || !repository.startsWith(fixed, start))
        return null;
    const end = start + fixed.length;
    return end === repository.length || /[/:]/.test(repository[end] ?? "") ? end : null;
}

interface Entry extends v.InferOutput<typeof Registry> {
    /** Where the part of the repository ends that its prefix covers. */
    readonly end: number;
}

/** The entry with the longest prefix that matches `repository`. */
function entryFor(registries: readonly unknown[], repository: string): Entry | undefined {
    const [best] = registries
        .map((entry) => v.safeParse(Registry, entry))
        .filter((entry) => entry.success)
        .flatMap(({ output }) => {
            const end = covered(output.Prefix, repository);
            return end === null ? [] : [{ ...output, end }];
        })
        .sort((a, b) => b.Prefix.length - a.Prefix.length);
    return best;
}

/** Applies the longest matching prefix to `repository`, as a pull does; podman's search does not do it itself. */
export function locateRepository(registries: readonly unknown[], repository: string): RegistryLocation {
    const best = entryFor(registries, repository);
    if (best === undefined) return { repository, insecure: false, blocked: false, mirrors: [] };
    // podman looks up each place once more, not to be led on, but for whether it may be asked.
    const isBlocked = (place: string) => entryFor(registries, place)?.Blocked === true;
    const rest = repository.slice(best.end);
    // One for many hosts leads elsewhere only if it says so.
    const real = best.Location === "" ? repository : best.Location + rest;
    return {
        repository: real,
        insecure: best.Insecure,
        blocked: best.Blocked || isBlocked(real),
        mirrors: best.Mirrors.map(({ Location, Insecure, PullFromMirror }) => ({
            location: Location,
            repository: Location + rest,
            insecure: Insecure,
            blocked: isBlocked(Location + rest),
            use: best.MirrorByDigestOnly ? "digest" : useOf(PullFromMirror),
        })),
    };
}

function useOf(pullFromMirror: string): MirrorUse {
    switch (pullFromMirror) {
        case "digest-only":
            return "digest";
        case "tag-only":
            return "tag";
        default:
            return "all";
    }
}

/** One of the places from which podman pulls a repository. */
export interface PullSource {
    /** Host and port. */
    readonly registry: string;
    /** Path below it. */
    readonly repository: string;
    /** Its certificate is not checked, or it is asked without TLS: true of this place only. */
    readonly insecure: boolean;
    readonly blocked: boolean;
    /** The registry that it stands in for; null where it is no mirror. */
    readonly mirrorOf: string | null;
}

/** The places that podman tries for an image, in this order. */
export interface PullSources {
    readonly mirrors: readonly PullSource[];
    /** The repository itself. */
    readonly own: PullSource;
}

/**
 * Where podman tries to pull an image from that is named by its tag, or by its digest. `wrong`: what a location of
 * registries.conf leads to is no repository, with which podman pulls nothing at all.
 */
export function pullSources(
    where: RegistryLocation,
    by: "tag" | "digest",
): { readonly ok: PullSources } | { readonly wrong: string } {
    const own = sourceOf(where, null);
    if (own === null) return { wrong: where.repository };
    const mirrors: PullSource[] = [];
    for (const mirror of where.mirrors) {
        if (mirror.use !== "all" && mirror.use !== by) continue;
        const source = sourceOf(mirror, own.registry);
        if (source === null) return { wrong: mirror.repository };
        mirrors.push(source);
    }
    return { ok: { mirrors, own } };
}

/** The same text for the same places, asked in the same way; another one otherwise. */
export function placesKey({ mirrors, own }: PullSources): string {
    return JSON.stringify(
        [...mirrors, own].map(({ registry, repository, insecure, blocked }) => [
            registry,
            repository,
            insecure,
            blocked,
        ]),
    );
}

function sourceOf(
    { repository, insecure, blocked }: Pick<RegistryLocation, "repository" | "insecure" | "blocked">,
    mirrorOf: string | null,
): PullSource | null {
    const parsed = parseReference(`${repository}:latest`);
    if ("error" in parsed) return null;
    const { registry, repository: path } = parsed.ok;
    return { registry, repository: path, insecure, blocked, mirrorOf };
}
