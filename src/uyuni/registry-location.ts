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

/** Applies the longest matching prefix to `repository`, as a pull does; podman's search does not do it itself. */
export function locateRepository(registries: readonly unknown[], repository: string): RegistryLocation {
    const [best] = registries
        .map((entry) => v.safeParse(Registry, entry))
        .filter((entry) => entry.success)
        .map((entry) => entry.output)
        .filter(
            ({ Prefix }) =>
                repository === Prefix ||
                (repository.startsWith(Prefix) && /[/:]/.test(repository[Prefix.length] ?? "")),
        )
        .sort((a, b) => b.Prefix.length - a.Prefix.length);
    if (best === undefined) return { repository, insecure: false, blocked: false, mirrors: [] };
    const location = best.Location === "" ? best.Prefix : best.Location;
    return {
        repository: location + repository.slice(best.Prefix.length),
        insecure: best.Insecure,
        blocked: best.Blocked,
        mirrors: best.Mirrors.map(({ Location, Insecure }) => ({ location: Location, insecure: Insecure })),
    };
}
