/** Who is logged in to which registry: read when somebody looks, and told to all who do. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { readLogin, type LoginPlace } from "../../host/registry-login.js";

/** The user, null for nobody; or why podman cannot tell. */
type Login = { readonly user: string | null } | { readonly error: unknown };

/** By registry; those that were not looked at are not in it. */
const logins = createStore<Readonly<Record<string, Login>>>()(() => ({}));

/** Looks again who is logged in. Rejects with HostError. */
export async function refreshLogin(place: LoginPlace): Promise<void> {
    try {
        logins.setState({ [place.registry]: { user: await readLogin(place) } });
    } catch (error) {
        logins.setState({ [place.registry]: { error } });
        throw error;
    }
}

/** undefined until it is known. */
export function useLogin(place: LoginPlace | null): Login | undefined {
    useEffect(() => {
        // It says itself why it is not known.
        if (place !== null) refreshLogin(place).catch(() => undefined);
    }, [place]);
    return useStore(logins, (all) => (place === null ? undefined : all[place.registry]));
}
