import { inEnglish } from "../../src/uyuni/message.js";
import { pullFailure } from "../../src/uyuni/pull-failure.js";
import { registrySentence, type RegistryProblem } from "../../src/uyuni/registry-answer.js";

const image = "docker://registry.opensuse.org/uyuni/server-salt-event-processor:2026.10";
const reading = `initializing source ${image}: reading manifest 2026.10 in localhost:5001/uyuni/x:`;
const pinging = `initializing source ${image}: pinging container registry localhost:5001:`;

/** podman 5.4's own words, of its command line and of its REST service. */
const said: readonly (readonly [RegistryProblem, string])[] = [
    [
        "blocked",
        `${pinging} registry registry.opensuse.org/uyuni is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d`,
    ],
    ["login", "unauthorized: authentication required"],
    ["login", `${reading} authentication required`],
    ["login", "unable to retrieve auth token: invalid username/password: authentication required"],
    ["forbidden", 'error parsing HTTP 403 response body: unexpected end of JSON input: ""'],
    ["forbidden", `${pinging} StatusCode: 403, ""`],
    ["missing", "manifest unknown: manifest unknown"],
    ["missing", `${pinging} StatusCode: 404, ""`],
    ["busy", 'error parsing HTTP 429 response body: unexpected end of JSON input: ""'],
    ["busy", "toomanyrequests: You have reached your pull rate limit."],
    ["server", "received unexpected HTTP status: 500 Internal Server Error"],
    ["tls", "x509: certificate signed by unknown authority"],
    ["tls", `${pinging} Get "https://localhost:5001/v2/": http: server gave HTTP response to HTTPS client`],
    ["name", "lookup nowhere.example.com on 127.0.0.1:53: no such host"],
    [
        "connection",
        `${pinging} Get "http://localhost:5001/v2/": dial tcp [::1]:5001: connect: connection refused`,
    ],
    ["time", `${pinging} Get "https://localhost:5001/v2/": dial tcp 192.0.2.1:443: i/o timeout`],
    [
        "broken",
        "writing blob: storing blob to file: happened during read: (total 2000000 @1148.624 ms): unexpected EOF",
    ],
];

QUnit.module("why a pull failed");

QUnit.test("podman's words", (assert) => {
    for (const [problem, words] of said) assert.strictEqual(pullFailure(words)?.problem, problem, words);
});

QUnit.test("what is none of the registry's faults is left to podman's words", (assert) => {
    for (const words of ["", "writing blob: no space left on device: unexpected EOF", "something new"])
        assert.strictEqual(pullFailure(words), null, words);
    assert.strictEqual(pullFailure("initializing source docker://r.io/401/403/x:404: something new"), null);
    assert.strictEqual(pullFailure("the user is blocked"), null);
    assert.strictEqual(pullFailure("reading manifest 1 in r.io/denied/500: something new"), null);
});

QUnit.test("hostile words stay an argument", (assert) => {
    const failure = pullFailure("dial: connection refused: $0 <b>\u202e");
    if (failure === null) throw new Error("not known");
    const sentence = registrySentence("localhost:5001", failure);
    assert.deepEqual(sentence.args, ["localhost:5001", "$0 <b>\u202e"]);
    assert.strictEqual(inEnglish(sentence), "localhost:5001 does not accept connections: $0 <b>\u202e");
});
