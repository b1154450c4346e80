/**
 * What a registry that asks for one wants in the header Authorization: a token
 * for everyone, a token for the login that podman has, or that login itself.
 *
 * podman's auth files are root's, and are read only when a registry asks. From
 * there a password goes to the standard input of curl, and nowhere else.
 */
import * as v from "valibot";
import type { KeptLogin } from "../uyuni/auth-file.js";
import { asksForPassword, tokenService, type TokenService } from "../uyuni/challenge.js";
import type { Message } from "../uyuni/message.js";
import type { RegistryCertificates } from "../uyuni/registry-certificates.js";
import { registrySentence, type Headers, type RegistryFailure } from "../uyuni/registry-answer.js";
import {
    basicHeader,
    bearerHeader,
    tokenFailure,
    tokenPlace,
    unsafePlace,
    unusableLogin,
    withoutToken,
    wrongRealm,
    type AskedPlace,
} from "../uyuni/registry-auth.js";
import { readKeptLogin } from "./kept-logins.js";
import { fetchHere } from "./registry-curl.js";

const Token = v.object({ token: v.nullish(v.string(), ""), access_token: v.nullish(v.string(), "") });

export interface Authorization {
    /** "" where this host has nothing that the registry wants. */
    readonly header: string;
    /** Why the login that podman has is not used, or no token was to be had; null where it is used, or there is none. */
    readonly without: Message | null;
    /** What the service that gives tokens failed with; null where it did not, or only wants a login. */
    readonly failure: RegistryFailure | null;
}

/** A registry that was asked for something of a repository. */
export interface Refusing extends AskedPlace {
    /** After registries.conf. */
    readonly registry: string;
    readonly repository: string;
    readonly certificates: RegistryCertificates;
}

export const EVERYONE: Authorization = { header: "", without: null, failure: null };

/** After an answer of the registry itself with the status 401. Rejects with HostError. */
export async function authorize(
    refusal: Headers,
    place: Refusing,
    signal?: AbortSignal,
): Promise<Authorization> {
    const service = tokenService(refusal);
    if (service === null && !asksForPassword(refusal)) return EVERYONE;
    const login = await readKeptLogin(place);
    const without = unusableLogin(place.registry, login);
    if (service !== null) return withToken(service, place, login, without, signal);
    return { ...EVERYONE, header: login.kind === "password" ? basicHeader(login.credentials) : "", without };
}

async function withToken(
    service: TokenService,
    place: Refusing,
    login: KeptLogin,
    without: Message | null,
    signal: AbortSignal | undefined,
): Promise<Authorization> {
    const basic = login.kind === "password" ? basicHeader(login.credentials) : "";
    const failed = (failure: RegistryFailure): Authorization => ({
        header: "",
        without: registrySentence(place.registry, failure),
        failure,
    });
    const realm = tokenPlace(service.realm, place, basic !== "");
    if (realm === null) {
        const wrong = failed(wrongRealm(service.realm));
        const isAddress = tokenPlace(service.realm, { ...place, insecure: true }, false) !== null;
        return basic !== "" && isAddress
            ? { ...wrong, without: unsafePlace(place.registry, service.realm) }
            : wrong;
    }
    const url = new URL(realm.url);
    if (service.service !== "") url.searchParams.set("service", service.service);
    // As podman asks, and what else the registry itself wants for it.
    url.searchParams.delete("scope");
    for (const scope of new Set([`repository:${place.repository}:pull`, ...service.scopes]))
        url.searchParams.append("scope", scope);
    const { insecure } = realm;
    const access = { insecure, authorization: basic, certificates: place.certificates };
    const [told] = await fetchHere([url.href], "application/json", access, signal);
    if (told === undefined) return { ...EVERYONE, without };
    const { status, failure, retryAfter, body } = told;
    if (status === 0 && failure !== null) return failed(tokenFailure(url.host, failure));
    const header = status === 200 ? bearerHeader(tokenIn(body)) : "";
    if (header !== "") return { ...EVERYONE, header, without };
    // Then it is the registry that wants a login.
    if (status === 401 && basic === "") return { ...EVERYONE, without };
    return failed(withoutToken(url.host, status, retryAfter));
}

/** "" where there is none. */
function tokenIn(text: string): string {
    try {
        const parsed = v.safeParse(Token, JSON.parse(text));
        return parsed.success ? parsed.output.token || parsed.output.access_token : "";
    } catch {
        return "";
    }
}
