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
    ["server", "requesting bearer token: invalid status code from registry 503 (Service Unavailable)"],
    ["missing", "Invalid status code returned when fetching blob 404 (Not Found)"],
    ["forbidden", "denied: permission denied"],
    ["proxy", `${pinging} Get "https://r.io/v2/": Proxy Authentication Required`],
    ["proxy", `${pinging} Get "https://r.io/v2/": Forbidden`],
    ["proxy", `${pinging} Get "https://r.io/v2/": Service Unavailable`],
    ["proxy", `${pinging} Get "https://r.io/v2/": Gateway Time-out\n`],
    [
        "proxy",
        `${pinging} Get "https://r.io/v2/": proxyconnect tcp: dial tcp: lookup proxy.example.com: no such host`,
    ],
    ["tls", "x509: certificate signed by unknown authority"],
    ["tls", `${pinging} Get "https://localhost:5001/v2/": http: server gave HTTP response to HTTPS client`],
    ["name", "lookup nowhere.example.com on 127.0.0.1:53: no such host"],
    [
        "connection",
        `${pinging} Get "http://localhost:5001/v2/": dial tcp [::1]:5001: connect: connection refused`,
    ],
    ["time", `${pinging} Get "https://localhost:5001/v2/": dial tcp 192.0.2.1:443: i/o timeout`],
    ["broken", `${pinging} Get "https://r.io/v2/": EOF`],
    ["connection", "dial tcp [2001:db8:404::1]:443: connect: connection refused"],
    ["connection", "dial tcp [2001:db8:401:429::403]:443: connect: connection refused"],
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
    for (const words of [
        "",
        "writing blob: no space left on device: unexpected EOF",
        "something new",
        'getting username and password: exec: "docker-credential-pass": executable file not found in $PATH',
        "mkdir /var/lib/containers/storage: permission denied",
        "something new 401",
    ])
        assert.strictEqual(pullFailure(words), null, words);
    assert.strictEqual(pullFailure("initializing source docker://r.io/401/403/x:404: something new"), null);
    assert.strictEqual(pullFailure("the user is blocked"), null);
    assert.strictEqual(pullFailure("reading manifest 1 in r.io/denied/500: something new"), null);
});

QUnit.test("no status is told that nobody told", (assert) => {
    const says = (words: string) => {
        const failure = pullFailure(words);
        return failure === null ? null : inEnglish(registrySentence("r.io", failure));
    };
    assert.strictEqual(
        says("received unexpected HTTP status: 502 Bad Gateway"),
        "r.io was reached, and has a fault of its own (502).",
    );
    assert.strictEqual(
        says("blob: Bad Gateway"),
        "r.io was reached, and has a fault of its own: Bad Gateway",
    );
    assert.strictEqual(
        says(`${pinging} Get "https://r.io/v2/": Bad Gateway`),
        "The proxy on the way to r.io refused, or was not found: Bad Gateway",
    );
});

QUnit.test("hostile words stay an argument", (assert) => {
    const failure = pullFailure("dial: connection refused: $0 <b>\u202e");
    if (failure === null) throw new Error("not known");
    const sentence = registrySentence("localhost:5001", failure);
    assert.deepEqual(sentence.args, ["localhost:5001", "$0 <b>\u202e"]);
    assert.strictEqual(inEnglish(sentence), "localhost:5001 does not accept connections: $0 <b>\u202e");
});

QUnit.test("of mirrors and the registry itself, the registry's words count", (assert) => {
    const mirrors =
        '(Mirrors also failed: [m.example.com/x:1: unauthorized: authentication required]\n[[::1]:5000/x:1: pinging: Get "http://[::1]:5000/v2/": connection refused])';
    const failed = (words: string) =>
        pullFailure(`initializing source ${image}: ${mirrors}: localhost:5001/uyuni/x:1: ${words}`);
    assert.strictEqual(
        failed("reading manifest 1 in localhost:5001/uyuni/x: manifest unknown")?.problem,
        "missing",
    );
    assert.strictEqual(failed("x509: certificate signed by unknown authority")?.problem, "tls");
    assert.strictEqual(failed("what nobody knows"), null);
});
