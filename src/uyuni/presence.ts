/** Whether there is a Uyuni server on this host at all, and whether it can be seen. */
import type { HostState, Unknown } from "./host-state.js";
import { serviceOfUnit, serviceOfUnitFile } from "./names.js";

export type UyuniPresence =
    | { readonly kind: "loading" }
    /** systemd itself could not be asked. */
    | { readonly kind: "unknown"; readonly why: Unknown }
    /** None of Uyuni's units is on this host. */
    | { readonly kind: "no-uyuni" }
    /** Uyuni's units are here, podman is not. */
    | { readonly kind: "no-podman" }
    /** Units are seen; containers and images need administrative access. */
    | { readonly kind: "limited" }
    | { readonly kind: "present" };

/** What a page has to say before anything else, the weightiest first. */
export function uyuniPresence(state: HostState): UyuniPresence {
    const { units, unitFiles, podman } = state;
    const hasUnit = units.state === "known" && [...units.value.values()].some(isOurs);
    const hasFile =
        unitFiles.state === "known" && [...unitFiles.value.keys()].some((name) => serviceOfUnitFile(name));
    if (!hasUnit && !hasFile) {
        if (units.state === "unknown") return { kind: "unknown", why: units.why };
        if (unitFiles.state === "unknown") return { kind: "unknown", why: unitFiles.why };
        if (units.state === "loading" || unitFiles.state === "loading") return { kind: "loading" };
        return { kind: "no-uyuni" };
    }
    if (podman.state === "unknown" && podman.why.reason === "not-installed") return { kind: "no-podman" };
    if (state.access === "limited") return { kind: "limited" };
    return { kind: "present" };
}

function isOurs({ name, loadState }: { name: string; loadState: string }): boolean {
    return loadState === "loaded" && serviceOfUnit(name) !== null;
}
