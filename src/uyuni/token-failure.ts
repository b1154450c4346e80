/**
 * Why a registry's token service gave no token. It is mostly another host than the
 * registry, and what is wrong with it is nothing of the registry's.
 */
import { message, type Message } from "./message.js";
import type { RegistryFailure } from "./registry-failure.js";
import { retryPause } from "./retry-after.js";

/** One sentence for a person: what `tokens`, which gives tokens for `registry`, failed with. */
export function tokenSentence(
    registry: string,
    tokens: string,
    { problem, status, retryAfter, detail }: RegistryFailure,
): Message {
    switch (problem) {
        case "realm":
            return tokens === ""
                ? message("$0 wants a token, and does not say where it is to be had.", registry)
                : message(
                      "$0 has its tokens at $1, which is no address that can safely be asked: nothing was sent there.",
                      registry,
                      tokens,
                  );
        case "name":
            return message(
                "$0 was reached, and has its tokens at $1, whose name is not known: check the name servers of this host.",
                registry,
                tokens,
            );
        case "time":
            return message("$1, which gives tokens for $0, did not answer in time.", registry, tokens);
        case "tls":
            return message(
                "The certificate or TLS of $1, which gives tokens for $0, is not trusted by this host: $2",
                registry,
                tokens,
                detail,
            );
        case "proxy":
            return message(
                "The proxy on the way to $1, which gives tokens for $0, refused, or was not found: $2",
                registry,
                tokens,
                detail,
            );
        case "login":
            return message(
                "$1, which gives tokens for $0, does not take the login that podman keeps (401).",
                registry,
                tokens,
            );
        case "forbidden":
            return message(
                "$1, which gives tokens for $0, does not give this host one (403).",
                registry,
                tokens,
            );
        case "busy":
            return busySentence(registry, tokens, retryAfter);
        case "server":
            return message(
                "$1, which gives tokens for $0, has a fault of its own ($2).",
                registry,
                tokens,
                String(status),
            );
        case "connection":
        case "broken":
        case "missing":
        case "blocked":
        case "other":
            return status === 0
                ? message("$1, which gives tokens for $0, could not be asked: $2", registry, tokens, detail)
                : message(
                      "$1, which should give tokens for $0, answered without one ($2).",
                      registry,
                      tokens,
                      String(status),
                  );
    }
}

function busySentence(registry: string, tokens: string, retryAfter: string): Message {
    switch (retryPause(retryAfter)) {
        case "none":
            return message(
                "$1, which gives tokens for $0, had too many requests (429): ask again later.",
                registry,
                tokens,
            );
        case "seconds":
            return message(
                "$1, which gives tokens for $0, had too many requests (429): ask again in $2 seconds.",
                registry,
                tokens,
                retryAfter,
            );
        case "date":
            return message(
                "$1, which gives tokens for $0, had too many requests (429): ask again after $2.",
                registry,
                tokens,
                retryAfter,
            );
    }
}
