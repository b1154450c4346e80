/** Why a pull failed, read from podman's own words: whether the registry was reached, and what it said. */
import type { RegistryFailure, RegistryProblem } from "./registry-answer.js";

/** The first that fits counts: what a registry answered tells more than how the connection went. */
const SIGNS: readonly (readonly [RegistryProblem, RegExp])[] = [
    ["blocked", /\bregistry \S+ is blocked\b/],
    ["busy", /toomanyrequests|too many requests|\b429\b/i],
    ["login", /unauthorized|authentication required|invalid username\/password|\b401\b/i],
    ["missing", /manifest unknown|name unknown|repository name not known|\bnot found\b|\b404\b/i],
    ["forbidden", /\bdenied\b|forbidden|\b403\b/i],
    ["name", /no such host|server misbehaving|name resolution/i],
    ["proxy", /proxyconnect|\b407\b/i],
    ["tls", /x509|\btls: |certificate|HTTP response to HTTPS client/i],
    [
        "server",
        /HTTP status(?: code)?:? "?5[0-9]{2}\b|internal server error|bad gateway|service unavailable/i,
    ],
    ["time", /i\/o timeout|deadline exceeded|timed? ?out/i],
    ["broken", /unexpected EOF|\bEOF\b|connection reset|broken pipe|http2: .*closed/i],
    ["connection", /connection refused|no route to host|network is unreachable/i],
];

/** null: the registry had no part in it, or these words are not known. */
export function pullFailure(words: string): RegistryFailure | null {
    if (/no space left on device|disk quota exceeded/i.test(words)) return null;
    const told = withoutNames(words);
    const [problem] = SIGNS.find(([, sign]) => sign.test(told)) ?? [];
    if (problem === undefined) return null;
    return {
        problem,
        status: problem === "server" ? Number(/\b(5[0-9]{2})\b/.exec(told)?.[1] ?? "500") : 0,
        retryAfter: "",
        detail: lastClause(words),
    };
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
