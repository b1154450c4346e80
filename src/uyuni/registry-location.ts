/** What registries.conf says of a repository (containers-registries.conf(5)), as podman info shows it by prefix. */
import * as v from "valibot";

const Mirror = v.object({ Location: v.string(), Insecure: v.nullish(v.boolean(), false) });
const Registry = v.object({
    Prefix: v.string(),
    Location: v.string(),
    Insecure: v.nullish(v.boolean(), false),
    Blocked: v.nullish(v.boolean(), false),
    Mirrors: v.nullish(v.array(Mirror), []),
});

export interface RegistryMirror {
    readonly location: string;
    readonly insecure: boolean;
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

/** Applies the longest matching prefix to `repository`, as a pull does; podman's search does not do it itself. */
export function locateRepository(registries: readonly unknown[], repository: string): RegistryLocation {
    const [best] = registries
        .map((entry) => v.safeParse(Registry, entry))
        .filter((entry) => entry.success)
        .flatMap(({ output }) => {
            const end = covered(output.Prefix, repository);
            return end === null ? [] : [{ ...output, end }];
        })
        .sort((a, b) => b.Prefix.length - a.Prefix.length);
    if (best === undefined) return { repository, insecure: false, blocked: false, mirrors: [] };
    return {
        // One for many hosts leads elsewhere only if it says so.
        repository: best.Location === "" ? repository : best.Location + repository.slice(best.end),
        insecure: best.Insecure,
        blocked: best.Blocked,
        mirrors: best.Mirrors.map(({ Location, Insecure }) => ({ location: Location, insecure: Insecure })),
    };
}
