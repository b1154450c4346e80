/**
 * What a registry says to a question about a tag, told by curl: the headers it
 * printed, or the exit status it ended with.
 */
import { message, type Message } from "./message.js";
import type { RegistryFailure, RegistryProblem } from "./registry-failure.js";
import { retryPause } from "./retry-after.js";
import { tokenSentence } from "./token-failure.js";

export type { RegistryFailure, RegistryProblem };

export type RegistryAnswer = { readonly digest: string } | { readonly failure: RegistryFailure };

/** In place of an answer from a registry that registries.conf blocks. */
export const BLOCKED: RegistryFailure = { problem: "blocked", status: 0, retryAfter: "", detail: "" };

/** Last status and headers (names in lower case) of what `curl --head` printed. */
export interface Headers {
    readonly status: number;
    readonly fields: ReadonlyMap<string, string>;
}

/** Of several answers (redirects), the last one counts. */
export function parseHeaders(output: string): Headers {
    return headersOf(blocksOf(output).at(-1) ?? "");
}

/** At which address the last of these answers was given, when `url` was asked and redirects were followed; "" if nobody can tell. */
export function answeringUrl(output: string, url: string): string {
    return blocksOf(output)
        .slice(0, -1)
        .reduce((at, block) => {
            const location = headersOf(block).fields.get("location");
            if (location === undefined) return at;
            return URL.canParse(location, at) ? new URL(location, at).href : "";
        }, url);
}

function blocksOf(output: string): readonly string[] {
    return output
        .split(/\r?\n\r?\n/)
        .map((block) => block.trimStart())
        .filter((block) => block.startsWith("HTTP/"));
}

function headersOf(block: string): Headers {
    const [first = "", ...lines] = block.split(/\r?\n/);
    const fields = new Map<string, string>();
    for (const line of lines) {
        const colon = line.indexOf(":");
        if (colon < 1) continue;
        const name = line.slice(0, colon).toLowerCase();
        const before = fields.get(name);
        // As HTTP joins what is told more than once.
        fields.set(name, `${before === undefined ? "" : `${before}, `}${line.slice(colon + 1).trim()}`);
    }
    return { status: Number(/^HTTP\/[0-9.]+ ([0-9]{3})/.exec(first)?.[1] ?? "0"), fields };
}

/** The digest in the answer to HEAD on a manifest, or why there is none. */
export function answerOf({ status, fields }: Headers): RegistryAnswer {
    const digest = fields.get("docker-content-digest") ?? "";
    if (status === 200 && /^sha256:[0-9a-f]{64}$/.test(digest)) return { digest };
    return { failure: refusalOf(status, fields.get("retry-after") ?? "") };
}

/** What an HTTP status other than the wanted one means. */
export function refusalOf(status: number, retryAfter: string): RegistryFailure {
    return { problem: byStatus(status), status, retryAfter, detail: "" };
}

function byStatus(status: number): RegistryProblem {
    switch (status) {
        case 401:
            return "login";
        case 403:
            return "forbidden";
        case 404:
            return "missing";
        case 407:
            return "proxy";
        case 429:
            return "busy";
        default:
            return status >= 500 ? "server" : "other";
    }
}

const TLS = [35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91];

/**
 * What curl (with --show-error) complained of. Of several complaints the last is about the last request; about
 * certificates it goes on with advice, and with a page on the Web.
 */
export function curlComplaint(errors: string): string {
    const lines = errors.trim().split("\n");
    const own = lines.findLast((line) => line.startsWith("curl: (")) ?? lines.at(-1) ?? "";
    return own.replace(/^curl: \([0-9]+\) /, "").trim();
}

/** What curl's exit status (curl(1)) means. */
export function failureOfCurl(exitStatus: number, detail: string): RegistryFailure {
    const problem: RegistryProblem =
        exitStatus === 6
            ? "name"
            : exitStatus === 5 || exitStatus === 97 || /proxy|CONNECT tunnel/i.test(detail)
              ? "proxy"
              : exitStatus === 28
                ? "time"
                : TLS.includes(exitStatus)
                  ? "tls"
                  : [7, 52, 55, 56].includes(exitStatus)
                    ? "connection"
                    : "other";
    return { problem, status: 0, retryAfter: "", detail };
}

/** One sentence for a person: whether `registry` was reached, and why not. */
export function registrySentence(registry: string, failure: RegistryFailure): Message {
    const { problem, status, retryAfter, detail, tokens } = failure;
    if (tokens !== undefined) return tokenSentence(registry, tokens, failure);
    switch (problem) {
        case "name":
            return message(
                "The name $0 is not known: check it, and the name servers of this host.",
                registry,
            );
        case "connection":
            return message("$0 does not accept connections: $1", registry, detail);
        case "broken":
            return message("$0 was reached, and the connection broke in the middle: $1", registry, detail);
        case "time":
            return message("$0 did not answer in time.", registry);
        case "tls":
            return message("The certificate or TLS of $0 is not trusted by this host: $1", registry, detail);
        case "proxy":
            return message("The proxy on the way to $0 refused, or was not found: $1", registry, detail);
        case "login":
            return message("$0 was reached, and asks for a login (401).", registry);
        case "forbidden":
            return message("$0 was reached, and does not allow this image to be read (403).", registry);
        case "missing":
            return message("$0 was reached, and has no such image or tag (404).", registry);
        case "busy":
            return retryPause(retryAfter) === "none"
                ? message("$0 had too many requests (429): ask again later.", registry)
                : retryPause(retryAfter) === "seconds"
                  ? message("$0 had too many requests (429): ask again in $1 seconds.", registry, retryAfter)
                  : message("$0 had too many requests (429): ask again after $1.", registry, retryAfter);
        case "server":
            return status === 0
                ? message("$0 was reached, and has a fault of its own: $1", registry, detail)
                : message("$0 was reached, and has a fault of its own ($1).", registry, String(status));
        case "blocked":
            return message("registries.conf blocks $0: podman pulls nothing from it.", registry);
        case "realm":
        case "other":
            return status === 0
                ? message("$0 could not be asked: $1", registry, detail)
                : message(
                      "$0 was reached, and answered what no registry should ($1).",
                      registry,
                      String(status),
                  );
    }
}
