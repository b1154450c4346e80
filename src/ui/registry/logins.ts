/** Who is logged in to which registry: read when somebody looks, and told to all who do. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { readLogin, type LoginPlace } from "../../host/registry-login.js";

/** Users by registry, null for nobody; registries that were not looked at are not in it. */
const logins = createStore<Readonly<Record<string, string | null>>>()(() => ({}));

/** Looks again who is logged in. Rejects with HostError. */
export async function refreshLogin(place: LoginPlace): Promise<void> {
    logins.setState({ [place.registry]: await readLogin(place) });
}

/** undefined until it is known. */
export function useLogin(place: LoginPlace | null): string | null | undefined {
    useEffect(() => {
        // Who cannot be asked is not known.
        if (place !== null) refreshLogin(place).catch(() => undefined);
    }, [place]);
    return useStore(logins, (all) => (place === null ? undefined : all[place.registry]));
}
