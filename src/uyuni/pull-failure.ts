/** Why a pull failed, read from podman's own words: whether the registry was reached, and what it said. */
import type { RegistryFailure, RegistryProblem } from "./registry-answer.js";

/** An HTTP status in podman's words: a number alone may be a part of an address. */
function status(digits: string): string {
    return `\\b(?:StatusCode|HTTP|status)\\b[ a-z]*:? ?"?(${digits})\\b`;
}

/**
 * The first that fits counts: what a registry answered tells more than how the connection went, and
 * what a proxy answered, or that it cannot be reached, is nothing of the registry's.
 */
const SIGNS: readonly (readonly [RegistryProblem, RegExp])[] = [
    ["proxy", words(`proxyconnect|Proxy Authentication Required|${status("407")}`)],
    ["blocked", /\bregistry \S+ is blocked\b/],
    ["busy", words(`toomanyrequests|too many requests|${status("429")}`)],
    ["login", words(`unauthorized|authentication required|invalid username/password|${status("401")}`)],
    [
        "missing",
        words(`manifest unknown|name unknown|repository name not known|\\bnot found\\b|${status("404")}`),
    ],
    ["forbidden", words(`\\bdenied\\b|forbidden|${status("403")}`)],
    ["name", /no such host|server misbehaving|name resolution/i],
    ["tls", /x509|\btls: |certificate|HTTP response to HTTPS client/i],
    ["server", words(`${status("5[0-9]{2}")}|internal server error|bad gateway|service unavailable`)],
    ["time", /i\/o timeout|deadline exceeded|timed? ?out/i],
    ["broken", /unexpected EOF|\bEOF\b|connection reset|broken pipe|http2: .*closed/i],
    ["connection", /connection refused|no route to host|network is unreachable/i],
];

function words(pattern: string): RegExp {
    return new RegExp(pattern, "i");
}

/** Of this host: a full disk, a credential helper that is not installed, a folder that podman may not use. */
const OWN =
    /no space left on device|disk quota exceeded|executable file not found|(?<!\bdenied: )permission denied/i;

/**
 * Go tells no more of a proxy's refusal to connect than the words behind its status; Go's own errors
 * begin in lower case there, and what a registry answers does not come as the request's failure.
 */
const REFUSED_BY_PROXY = /\b(?:Get|Head) "https?:\/\/[^"]*": (?!EOF\b)[A-Z][A-Za-z -]*$/;

/** null: the registry had no part in it, or these words are not known. */
export function pullFailure(podmanSaid: string): RegistryFailure | null {
    const said = withoutMirrors(podmanSaid);
    if (OWN.test(said)) return null;
    const told = withoutNames(said);
    const [problem] = REFUSED_BY_PROXY.test(said.trim())
        ? (["proxy"] as const)
        : (SIGNS.find(([, sign]) => sign.test(told)) ?? []);
    if (problem === undefined) return null;
    return {
        problem,
        status: problem === "server" ? Number(words(status("5[0-9]{2}")).exec(told)?.[1] ?? "0") : 0,
        retryAfter: "",
        detail: lastClause(said),
    };
}

/** podman puts what its mirrors said before what the registry itself said, which is why it failed in the end. */
function withoutMirrors(said: string): string {
    return said.replace(/\(Mirrors also failed: \[[^]*\]\): /, "");
}

/** References may have numbers in them that look like an answer's status. */
function withoutNames(words: string): string {
    return words.replace(/(?:docker:\/\/|in )\S+|sha256:[0-9a-f]+|"https?:\/\/[^"]*"/g, "");
}

/** What stands behind the last colon that a space follows: the cause of it all. */
function lastClause(words: string): string {
    return (
        words
            .trim()
            .split(/: (?=[^:]*$)/)
            .at(-1) ?? ""
    );
}
