import { inEnglish } from "../../src/uyuni/message.js";
import {
    answeringUrl,
    answerOf,
    curlComplaint,
    failureOfCurl,
    parseHeaders,
    registrySentence,
} from "../../src/uyuni/registry-answer.js";

const { module, test } = QUnit;

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const registry = "registry.example.com";

function headers(status: string, ...fields: string[]): string {
    return [`HTTP/1.1 ${status}`, ...fields, "", ""].join("\r\n");
}

module("answers of a registry", () => {
    test("the digest of the last answer counts", (assert) => {
        const found = parseHeaders(
            headers("307 Temporary Redirect", "Location: /x") +
                headers("200 OK", `Docker-Content-Digest: ${digest}`),
        );
        assert.strictEqual(found.status, 200);
        assert.deepEqual(answerOf(found), { digest });
    });

    test("what is no digest is none", (assert) => {
        for (const value of ["", "sha256:0", `${digest}; id`, digest.toUpperCase()])
            assert.true(
                "failure" in answerOf(parseHeaders(headers("200 OK", `docker-content-digest: ${value}`))),
            );
        assert.true("failure" in answerOf(parseHeaders("")));
    });

    test("each refusal has a sentence of its own", (assert) => {
        const sentence = (status: string, ...fields: string[]) => {
            const answer = answerOf(parseHeaders(headers(status, ...fields)));
            return "failure" in answer ? inEnglish(registrySentence(registry, answer.failure)) : "";
        };
        const sentences = [
            sentence("401 Unauthorized"),
            sentence("403 Forbidden"),
            sentence("404 Not Found"),
            sentence("429 Too Many Requests", "Retry-After: 30"),
            sentence("429 Too Many Requests"),
            sentence("502 Bad Gateway"),
            ...[5, 6, 7, 28, 60].map((status) =>
                inEnglish(registrySentence(registry, failureOfCurl(status, "why"))),
            ),
        ];
        assert.strictEqual(new Set(sentences).size, sentences.length);
        assert.true(sentences.every((text) => text.includes(registry)));
        assert.true(sentences[3]?.includes("in 30 seconds"));
        const dated = sentence("429 Too Many Requests", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT");
        assert.true(dated.includes("after Wed, 21 Oct 2026 07:28:00 GMT"));
    });

    test("of what curl says, the reason is told and not its advice", (assert) => {
        const advice =
            "More details here: https://curl.se/docs/sslcerts.html\n\n" +
            "curl failed to verify the legitimacy of the server and therefore could not\n" +
            "establish a secure connection to it. To learn more about this situation and\n" +
            "how to fix it, please visit the webpage mentioned above.\n";
        const reason = "SSL certificate problem: unable to get local issuer certificate";
        assert.strictEqual(curlComplaint(`curl: (60) ${reason}\n${advice}`), reason);
        assert.strictEqual(curlComplaint(`curl: (22) 401\ncurl: (60) ${reason}\n${advice}`), reason);
        assert.strictEqual(curlComplaint("cannot be run\n"), "cannot be run");
        assert.strictEqual(curlComplaint(""), "");
    });

    test("what curl says of a proxy is not the registry's", (assert) => {
        for (const [status, words] of [
            [56, "CONNECT tunnel failed, response 403"],
            [56, "Received HTTP code 407 from proxy after CONNECT"],
            [5, "Could not resolve proxy: nowhere"],
        ] as const)
            assert.strictEqual(failureOfCurl(status, words).problem, "proxy", words);
        assert.strictEqual(failureOfCurl(56, "Recv failure: reset").problem, "connection");
    });

    test("a Retry-After that is none is not told", (assert) => {
        const busy = (retryAfter: string) =>
            inEnglish(registrySentence(registry, { problem: "busy", status: 429, retryAfter, detail: "" }));
        for (const text of [
            "-1",
            "1.5",
            "9".repeat(20),
            "tomorrow",
            "<b>",
            "2026-10-21",
            "Wed, 99 Xxx 2026 07:28:00 GMT",
        ])
            assert.strictEqual(busy(text), busy(""), text);
    });

    test("who answers at the end of redirections", (assert) => {
        const moved = (location: string) => headers("307 Temporary Redirect", `Location: ${location}`);
        const end = headers("401 Unauthorized");
        const url = "https://r.example.com/v2/x/manifests/1";
        assert.strictEqual(answeringUrl(end, url), url);
        assert.strictEqual(answeringUrl(moved("/y") + end, url), "https://r.example.com/y");
        assert.strictEqual(
            answeringUrl(moved("https://a.example.com/") + moved("b") + end, url),
            "https://a.example.com/b",
        );
        assert.strictEqual(answeringUrl(moved("https://") + end, url), "");
    });
});
