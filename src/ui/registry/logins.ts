/** Who is logged in to which registry: read when somebody looks, and told to all who do. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { readLogin, type LoginPlace } from "../../host/kept-logins.js";

/** The user, null for nobody; or why podman cannot tell. */
type Login = { readonly user: string | null } | { readonly error: unknown };

/** By what is pulled with them; those that were not looked at are not in it. */
const logins = createStore<Readonly<Record<string, Login>>>()(() => ({}));

/** All that were looked at. */
const places = new Map<string, LoginPlace>();
/** The last look at each: what comes of those before it is dropped. */
const last = new Map<string, symbol>();

function keyOf({ registry, repository }: LoginPlace): string {
    return `${registry}/${repository}`;
}

async function look(place: LoginPlace): Promise<void> {
    const key = keyOf(place);
    const looking = Symbol(key);
    places.set(key, place);
    last.set(key, looking);
    const tell = (login: Login) => {
        if (last.get(key) === looking) logins.setState({ [key]: login });
    };
    try {
        tell({ user: await readLogin(place) });
    } catch (error) {
        tell({ error });
        throw error;
    }
}

/** Looks again who is logged in, to whatever else of the registry, too. Rejects with HostError. */
export async function refreshLogin(place: LoginPlace): Promise<void> {
    const others = [...places.values()].filter(
        (one) => one.registry === place.registry && keyOf(one) !== keyOf(place),
    );
    // Each says itself why it is not known.
    await Promise.all([look(place), ...others.map((one) => look(one).catch(() => undefined))]);
}

/** undefined until it is known. */
export function useLogin(place: LoginPlace | null): Login | undefined {
    useEffect(() => {
        // It says itself why it is not known.
        if (place !== null) look(place).catch(() => undefined);
    }, [place]);
    return useStore(logins, (all) => (place === null ? undefined : all[keyOf(place)]));
}
