/** What a registry that refused wants of those who ask (RFC 9110, 11.6.1): the challenges in its WWW-Authenticate. */
import type { Headers } from "./registry-answer.js";

export interface Challenge {
    /** In lower case. */
    readonly scheme: string;
    /** By name in lower case; of several with one name the first counts. */
    readonly parameters: ReadonlyMap<string, string>;
}

const SEPARATOR = /[\s,]*/y;
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
/** What stands in quotes may have commas, and quotes after a backslash, in it. */
const PARAMETER = new RegExp(
    `(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s",=]+))(?=\\s*(?:,|$))`,
    "y",
);
const SCHEME = new RegExp(`(${TOKEN})(?:\\s+|$|(?=,))`, "y");
/** In place of parameters. */
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y;

/** All of them, in their order, as far as the text is made of any. */
export function parseChallenges(text: string): readonly Challenge[] {
    const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
    let at = 0;
    const take = (pattern: RegExp): RegExpExecArray | null => {
        pattern.lastIndex = at;
        const found = pattern.exec(text);
        if (found !== null) at = pattern.lastIndex;
        return found;
    };
    for (take(SEPARATOR); at < text.length; take(SEPARATOR)) {
        const parameters = challenges.at(-1)?.parameters;
        const parameter = parameters === undefined ? null : take(PARAMETER);
        if (parameter !== null) {
            const [, name = "", quoted, plain = ""] = parameter;
            const key = name.toLowerCase();
            if (parameters?.has(key) === false) parameters.set(key, quoted?.replace(/\\(.)/g, "$1") ?? plain);
            continue;
        }
        const scheme = take(SCHEME)?.[1];
        // Nobody can tell to what the rest belongs.
        if (scheme === undefined) break;
        challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
        const start = at;
        if (take(PARAMETER) === null) take(TOKEN68);
        else at = start;
    }
    return challenges;
}

function challengesOf({ fields }: Headers): readonly Challenge[] {
    return parseChallenges(fields.get("www-authenticate") ?? "");
}

/** Where a registry sends those who have no token. */
export interface TokenService {
    /** As the registry wrote it: it may be no address at all. */
    readonly realm: string;
    readonly service: string;
    /** For which a token is needed: reading only. */
    readonly scopes: readonly string[];
}

/** More than any registry asks for at once. */
const MOST_SCOPES = 8;
const READING = /^repository(?:\([a-z0-9]+\))?:[a-z0-9._/-]{1,255}:pull$/;

/** Null where it wants something else. */
export function tokenService(headers: Headers): TokenService | null {
    const bearer = challengesOf(headers).find(({ scheme }) => scheme === "bearer");
    if (bearer === undefined) return null;
    const value = (name: string) => bearer.parameters.get(name) ?? "";
    // What the registry asks for itself could be more than reading.
    const scopes = value("scope")
        .split(" ")
        .filter((scope) => READING.test(scope))
        .slice(0, MOST_SCOPES);
    return { realm: value("realm"), service: value("service"), scopes };
}

/** Whether a registry takes user and password with each request. */
export function asksForPassword(headers: Headers): boolean {
    return challengesOf(headers).some(({ scheme }) => scheme === "basic");
}
