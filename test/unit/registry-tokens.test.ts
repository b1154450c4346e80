import { hostWith, type Ran } from "./made-up-programs.js";
import { askRegistry } from "../../src/host/registry.js";
import { endPause } from "../../src/host/registry-pause.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { registrySentence } from "../../src/uyuni/registry-answer.js";

const { module, test } = QUnit;

const REGISTRY = "r.example.com";
const DIGEST = `sha256:${"1".repeat(64)}`;
const AUTH_FILE = "/root/.config/containers/auth.json";
const BEARER = 'Bearer realm="https://auth.example.com/token",service="s"';

interface Answer {
    readonly status: number;
    readonly headers?: readonly string[];
    readonly body?: string;
    /** curl's exit status. */
    readonly exit?: number;
    readonly retryAfter?: string;
    /** Where it was led to before it was answered like this. */
    readonly after?: string;
}

interface Asking {
    readonly url: string;
    /** Value of the header, "" if there was none. */
    readonly given: string;
}

const known: Answer = { status: 200, headers: [`Docker-Content-Digest: ${DIGEST}`] };

function refused(challenge: string): Answer {
    return { status: 401, headers: [`WWW-Authenticate: ${challenge}`] };
}

/** A registry, and whoever else is asked; `insecure` after registries.conf. */
function world(answer: (asking: Asking) => Answer, { login = "", insecure = false } = {}): Asking[] {
    const asked: Asking[] = [];
    endPause(REGISTRY);
    const end = ({ argv, input }: Ran) => {
        if (argv.includes("info"))
            return JSON.stringify({ r: { Prefix: REGISTRY, Location: REGISTRY, Insecure: insecure } });
        if (argv[0] !== "curl") return "";
        const asking = {
            url: /url = "(.*)"/.exec(input)?.[1] ?? "",
            given: /header = "Authorization: (.*)"/.exec(input)?.[1] ?? "",
        };
        asked.push(asking);
        const { status, headers = [], body = "", exit = 0, retryAfter = "", after } = answer(asking);
        const moved = after === undefined ? [] : ["HTTP/1.1 307 x", `Location: ${after}`, ""];
        if (argv.includes("--head"))
            return exit === 0
                ? [...moved, `HTTP/1.1 ${String(status)} x`, ...headers, "", ""].join("\r\n")
                : { exitStatus: exit, complaint: `curl: (${String(exit)}) why` };
        const [mark = ""] = (argv[argv.indexOf("--write-out") + 1] ?? "").split("%");
        return `${body}${mark}${String(status)}   ${String(exit)}\t${retryAfter}\t${exit === 0 ? "" : "why"}\n`;
    };
    const auths = { [REGISTRY]: { auth: btoa(login) } };
    hostWith(end, login === "" ? {} : { [AUTH_FILE]: JSON.stringify({ auths }) });
    return asked;
}

async function says(): Promise<string> {
    const reference = parseReference(`${REGISTRY}/x:1`);
    if ("error" in reference) throw new Error("A reference");
    const here = { has: () => true, architecture: () => Promise.resolve("") };
    const { answer } = await askRegistry(reference.ok, here);
    return "digest" in answer ? answer.digest : inEnglish(registrySentence(REGISTRY, answer.failure));
}

function isToken({ url }: Asking): boolean {
    return url.startsWith("https://auth.example.com/");
}

module("tokens for a registry", () => {
    test("the host that gives them is the one that failed", async (assert) => {
        const cases: readonly [Answer, RegExp][] = [
            [{ status: 0, exit: 6 }, /tokens at auth\.example\.com, whose name is not known/],
            [{ status: 0, exit: 60 }, /certificate or TLS of auth\.example\.com.*: why$/],
            [{ status: 0, exit: 28 }, /^auth\.example\.com.* in time/],
            [{ status: 0, exit: 7 }, /^auth\.example\.com.* could not be asked: why/],
            [{ status: 403 }, /^auth\.example\.com.*\(403\)/],
            [{ status: 429, retryAfter: "30" }, /^auth\.example\.com.*\(429\): ask again in 30 seconds/],
            [{ status: 503 }, /^auth\.example\.com.*fault of its own \(503\)/],
            [{ status: 200, body: "{}" }, /^auth\.example\.com.*without one \(200\)/],
            [{ status: 200, body: '{"token":"a b"}' }, /without one \(200\)/],
        ];
        for (const login of ["", "u:p"])
            for (const [answer, sentence] of cases) {
                world((asking) => (isToken(asking) ? answer : refused(BEARER)), { login });
                const told = await says();
                assert.true(sentence.test(told), told);
                assert.true(told.includes(REGISTRY), told);
            }
    });

    test("without a login, a token that is refused is the registry's wish for one", async (assert) => {
        const answer = (asking: Asking) => (isToken(asking) ? { status: 401 } : refused(BEARER));
        world(answer);
        assert.strictEqual(await says(), `${REGISTRY} was reached, and asks for a login (401).`);
        world(answer, { login: "u:p" });
        assert.strictEqual(
            await says(),
            `auth.example.com, which gives tokens for ${REGISTRY}, does not take the login that podman keeps (401).`,
        );
    });

    test("nothing is sent to what is no safe address", async (assert) => {
        for (const realm of [
            "http://auth.example.com/token",
            "file:///etc/shadow",
            "ftp://a/",
            "https://u:p@a/",
            "",
        ])
            for (const login of ["", "u:p"]) {
                const asked = world(() => refused(`Bearer realm="${realm}"`), { login });
                const told = await says();
                assert.true(/^r\.example\.com (?:has its tokens at|wants a token)/.test(told), told);
                assert.strictEqual(asked.length, 1, realm);
            }
        // registries.conf allows no TLS for the registry, but a password is for its own host then.
        const plain = 'Bearer realm="http://auth.example.com/token"';
        const asked = world(() => refused(plain), { login: "u:p", insecure: true });
        await says();
        assert.true(asked.every(({ given }) => given === ""));
    });

    test("a token goes to the registry, and is asked for what podman asks for", async (assert) => {
        const challenge = `${BEARER},scope="repository:proxied/x:pull repository:x:push"`;
        const asked = world(
            (asking) =>
                isToken(asking)
                    ? { status: 200, body: '{"token":null,"access_token":"t0"}' }
                    : asking.given === "Bearer t0"
                      ? known
                      : refused(challenge),
            { login: "u:p" },
        );
        assert.strictEqual(await says(), DIGEST);
        assert.deepEqual(
            asked.map(({ given }) => given.split(" ")[0]),
            ["", "Basic", "Bearer"],
        );
        const token = new URL(asked[1]?.url ?? "");
        assert.deepEqual(token.searchParams.getAll("scope"), [
            "repository:x:pull",
            "repository:proxied/x:pull",
        ]);
    });

    test("a password that the registry itself wants goes to it alone", async (assert) => {
        const challenge = `Basic realm="https://auth.example.com/token"`;
        const asked = world(({ given }) => (given === "" ? refused(challenge) : known), { login: "u:p" });
        assert.strictEqual(await says(), DIGEST);
        assert.deepEqual(
            asked.map(({ url, given }) => [new URL(url).host, given]),
            [
                [REGISTRY, ""],
                [REGISTRY, `Basic ${btoa("u:p")}`],
            ],
        );
    });

    test("who is reached by a redirection gets nothing, and is not asked where tokens are", async (assert) => {
        for (const challenge of [BEARER, 'Basic realm="x"']) {
            const asked = world(() => ({ ...refused(challenge), after: "https://evil.example.com/" }), {
                login: "u:p",
            });
            assert.strictEqual(await says(), `${REGISTRY} was reached, and asks for a login (401).`);
            assert.deepEqual(
                asked.map(({ given }) => given),
                [""],
            );
        }
        const asked = world(
            ({ url, given }) =>
                url.startsWith("https://blobs.example.com/")
                    ? known
                    : given === ""
                      ? refused('Basic realm="x"')
                      : { status: 307, headers: ["Location: https://blobs.example.com/x"] },
            { login: "u:p" },
        );
        assert.strictEqual(await says(), DIGEST);
        assert.deepEqual(asked.at(-1), { url: "https://blobs.example.com/x", given: "" });
    });
});
