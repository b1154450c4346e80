import { hostWith } from "./made-up-programs.js";
import { openPlace } from "../../src/host/registry-place.js";
import { endPause } from "../../src/host/registry-pause.js";
import { RegistryError } from "../../src/host/registry-error.js";
import { TagDetailsReader } from "../../src/host/tag-details.js";

const { module, test } = QUnit;

const REGISTRY = "details.example.com";
const SOURCE = { registry: REGISTRY, repository: "x", insecure: false, blocked: false, mirrorOf: null };
const DIGEST = `sha256:${"1".repeat(64)}`;
const MANIFEST = JSON.stringify({ config: { digest: DIGEST }, layers: [{ size: 5 }] });
const BEARER = 'WWW-Authenticate: Bearer realm="https://auth.example.com/token"';

interface Registry {
    /** The only token that it takes, and the one that is given; "" for everyone. */
    taken: string;
    given: string;
    /** Of its answers to those who may ask. */
    status: number;
    readonly asked: { tokens: number; manifests: number };
}

function registry(state: Partial<Registry> = {}): Registry {
    const it = { taken: "", given: "", status: 200, asked: { tokens: 0, manifests: 0 }, ...state };
    endPause(REGISTRY);
    hostWith(({ argv, input }) => {
        if (argv.includes("info")) return "{}";
        if (argv[0] !== "curl") return "";
        const mayAsk = it.taken === "" || input.includes(`Bearer ${it.taken}"`);
        if (argv.includes("--head"))
            return mayAsk ? "HTTP/1.1 200 x\r\n\r\n" : `HTTP/1.1 401 x\r\n${BEARER}\r\n\r\n`;
        const [mark = ""] = (argv[argv.indexOf("--write-out") + 1] ?? "").split("%");
        const answer = (status: number, body: string) => `${body}${mark}${String(status)}   0\t\t\n`;
        return [...input.matchAll(/url = "(.*)"/g)]
            .map(([, url = ""]) => {
                if (url.startsWith("https://auth.example.com/")) {
                    it.asked.tokens++;
                    return answer(200, JSON.stringify({ token: it.given }));
                }
                it.asked.manifests++;
                return mayAsk ? answer(it.status, it.status === 200 ? MANIFEST : "") : answer(401, "");
            })
            .join("");
    });
    return it;
}

module("a token that expires", () => {
    const { signal } = new AbortController();
    const urls = ["a", "b"].map((tag) => `https://${REGISTRY}/v2/x/manifests/${tag}`);

    test("is renewed in the middle, once for all who ask at the time", async (assert) => {
        const it = registry({ taken: "t1", given: "t1" });
        const place = await openPlace(SOURCE, signal);
        const statuses = async () => (await place.fetch(urls, "*/*", signal)).map(({ status }) => status);
        assert.deepEqual(await statuses(), [200, 200]);
        assert.strictEqual(it.asked.tokens, 1);

        Object.assign(it, { taken: "t2", given: "t2" });
        assert.deepEqual(await Promise.all([statuses(), statuses()]), [
            [200, 200],
            [200, 200],
        ]);
        assert.strictEqual(it.asked.tokens, 2);

        Object.assign(it, { taken: "t3", given: "t3" });
        assert.deepEqual(await statuses(), [200, 200], "as often as it expires");
        assert.strictEqual(it.asked.tokens, 3);
    });

    test("and is left alone where a new one is of no more use", async (assert) => {
        const it = registry({ taken: "t1", given: "t1" });
        const place = await openPlace(SOURCE, signal);
        it.taken = "nobody's";
        for (let times = 0; times < 2; times++) {
            const told = await place.fetch(urls, "*/*", signal);
            assert.deepEqual(
                told.map(({ status }) => status),
                [401, 401],
            );
            assert.strictEqual(it.asked.tokens, 2);
        }
    });
});

module("details of tags that cannot be read", () => {
    async function read(): Promise<readonly string[] | RegistryError> {
        return new Promise((resolve, reject) => {
            const reader = new TagDetailsReader(`${REGISTRY}/x`, "amd64", {
                told: (details) => {
                    resolve([...details.keys()]);
                },
                without: reject,
                failed: (reason) => {
                    if (reason instanceof RegistryError) resolve(reason);
                    else reject(reason instanceof Error ? reason : new Error(String(reason)));
                },
            });
            reader.read(["a", "b"]);
        });
    }

    test("why is told, and who asks once more is answered", async (assert) => {
        const it = registry({ status: 503 });
        const told = await read();
        assert.true(told instanceof RegistryError && told.failure.status === 503);
        it.status = 429;
        const busy = await read();
        assert.true(busy instanceof RegistryError && busy.failure.problem === "busy");
        endPause(REGISTRY);
        it.status = 404;
        assert.deepEqual(await read(), [], "what is not there is no failure");
        it.status = 200;
        assert.deepEqual(await read(), ["a", "b"]);
    });
});
