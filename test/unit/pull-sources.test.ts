import { machine, type Ending, type Program } from "./machine.js";
import { askRegistry } from "../../src/host/registry.js";
import { tagDetails } from "../../src/host/tag-details.js";
import { listTags } from "../../src/host/tags.js";
import { parseReference } from "../../src/uyuni/reference.js";

const { module, test } = QUnit;

const digest = `sha256:${"1".repeat(64)}`;
const config = `sha256:${"2".repeat(64)}`;
const signal = new AbortController().signal;

interface World {
    /** Of registries.conf's only entry, for r.example.com. */
    readonly entry?: object;
    /** What a registry has: tags that lead to one image. */
    readonly registries: Readonly<Record<string, readonly string[]>>;
    /** curl's exit status for the registries that do not answer. */
    readonly broken?: Readonly<Record<string, number>>;
}

const mirrored = {
    Mirrors: [
        { Location: "one.example.com/m", Insecure: true },
        { Location: "two.example.com/m", Insecure: false },
    ],
};

function respond(url: string, head: boolean, { registries }: World): { status: number; body: string } {
    const { host, pathname } = new URL(url);
    const [, , kind = "", name = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(pathname) ?? [];
    const tags = registries[host] ?? [];
    if (tags.length === 0) return { status: 404, body: "" };
    if (kind === "blobs")
        return {
            status: name === config ? 200 : 404,
            body: JSON.stringify({ created: "2026-01-01T00:00:00Z", architecture: "amd64" }),
        };
    const found = tags.includes(name) || name === digest;
    const body = JSON.stringify({ config: { digest: config }, layers: [{ size: host.length }] });
    return { status: found ? 200 : 404, body: found && !head ? body : "" };
}

function world(given: World) {
    const entry = { Prefix: "r.example.com", Location: "r.example.com", ...mirrored, ...given.entry };
    return machine(({ argv, input }): Ending => {
        if (argv.includes("info")) return JSON.stringify({ "r.example.com": entry });
        if (argv.includes("search")) {
            const registry = (argv.at(-1) ?? "").split("/")[0] ?? "";
            if (given.broken?.[registry] !== undefined)
                return { status: 125, complaint: `Error: dial tcp: lookup ${registry}: no such host` };
            return JSON.stringify([{ Tags: given.registries[registry] ?? [] }]);
        }
        if (argv[0] !== "curl") return "";
        const urls = [...input.matchAll(/url = "(.*)"/g)].map(([, url = ""]) => url);
        const [host = ""] = urls.map((url) => new URL(url).host);
        const exitStatus = given.broken?.[host];
        if (exitStatus !== undefined)
            return { status: exitStatus, complaint: `curl: (${exitStatus.toString()}) x` };
        const head = argv.includes("--head");
        const answers = urls.map((url) => respond(url, head, given));
        if (head)
            return answers
                .map(
                    ({ status }) =>
                        `HTTP/1.1 ${status.toString()}\r\nDocker-Content-Digest: ${digest}\r\n\r\n`,
                )
                .join("");
        const [mark = ""] = (argv[argv.indexOf("--write-out") + 1] ?? "").split("%");
        return answers.map(({ status, body }) => `${body}${mark}${status.toString()} ${digest} \n`).join("");
    });
}

async function ask(text: string, has: (digest: string) => boolean = () => true) {
    const reference = parseReference(text);
    if ("error" in reference) throw new Error(text);
    return askRegistry(reference.ok, { has, architecture: () => Promise.resolve("amd64") });
}

/** Places that were asked, in their order, each once; what may be asked without TLS has a mark. */
function asked(ran: readonly Program[]): string[] {
    const places = ran.flatMap(({ argv, input }) => {
        if (argv.includes("search"))
            return [`${argv.at(-1) ?? ""}${argv.includes("--tls-verify=false") ? "!" : ""}`];
        return [...input.matchAll(/url = "https?:..([^/]*)/g)].map(
            ([, host = ""]) => `${host}${argv.includes("--insecure") ? "!" : ""}`,
        );
    });
    return [...new Set(places)];
}

module("the places of an image", () => {
    test("tags are told by the first mirror that has any", async (assert) => {
        const ran = world({ registries: { "one.example.com": ["1"], "r.example.com": ["2"] } });
        assert.deepEqual(await listTags("r.example.com/x", signal), {
            tags: ["1"],
            from: { registry: "one.example.com", mirrorOf: "r.example.com", passed: [] },
        });
        assert.deepEqual(asked(ran), ["one.example.com/m/x!"]);
    });

    test("tags are told by the registry when its mirrors fail, with the reasons", async (assert) => {
        const ran = world({
            registries: { "r.example.com": ["2"] },
            broken: { "one.example.com": 6 },
        });
        const { tags, from } = await listTags("r.example.com/x", signal);
        assert.deepEqual(tags, ["2"]);
        assert.deepEqual([from.registry, from.mirrorOf], ["r.example.com", null]);
        assert.deepEqual(
            from.passed.map(({ registry, insecure, failure }) => [registry, insecure, failure.problem]),
            [
                ["one.example.com", true, "name"],
                ["two.example.com", false, "missing"],
            ],
        );
        assert.deepEqual(
            asked(ran),
            ["one.example.com/m/x!", "two.example.com/m/x", "r.example.com/x"],
            "insecure is the one that is called so",
        );
        world({ registries: {}, broken: { "one.example.com": 6, "r.example.com": 6 } });
        await assert.rejects(listTags("r.example.com/x", signal), /lookup r\.example\.com: no such host/);
    });

    test("the digest is asked where a pull finds the tag", async (assert) => {
        const ran = world({
            registries: { "one.example.com": ["1"], "two.example.com": ["2"], "r.example.com": ["1", "2"] },
        });
        assert.deepEqual(await ask("r.example.com/x:2"), {
            registry: "two.example.com",
            mirrorOf: "r.example.com",
            passed: [
                {
                    registry: "one.example.com",
                    repository: "m/x",
                    insecure: true,
                    failure: { problem: "missing", status: 404, retryAfter: "", detail: "" },
                },
            ],
            answer: { digest },
            image: null,
            places: JSON.stringify([
                ["one.example.com", "m/x", true, false],
                ["two.example.com", "m/x", false, false],
                ["r.example.com", "x", false, false],
            ]),
        });
        assert.deepEqual(asked(ran), ["one.example.com!", "two.example.com"]);
        const nowhere = await ask("r.example.com/x:3");
        assert.strictEqual(nowhere.registry, "r.example.com", "the registry's own word is the last");
        assert.deepEqual(
            ["failure" in nowhere.answer && nowhere.answer.failure.problem, nowhere.passed.length],
            ["missing", 2],
        );
    });

    test("what is not on this host is told by the place that has it, by its digest", async (assert) => {
        const registries = { "two.example.com": ["2"], "r.example.com": ["2"] };
        const ran = world({ registries });
        assert.deepEqual((await ask("r.example.com/x:2", (one) => one !== digest)).image, {
            imageDigest: digest,
            config,
            created: Date.UTC(2026, 0, 1),
        });
        assert.false(asked(ran).some((place) => place.startsWith("r.example.com")));
        const bodies = ran.filter(({ argv }) => argv.includes("--write-out"));
        assert.deepEqual(
            bodies.map(({ input }) => input.includes("/manifests/2")),
            [false, false],
            "the tag may be moved in between",
        );
    });

    test("of a blocked registry only the mirrors are asked", async (assert) => {
        const entry = { Blocked: true };
        const ran = world({ entry, registries: { "r.example.com": ["1"] } });
        const { registry, answer } = await ask("r.example.com/x:1");
        assert.deepEqual(
            [registry, "failure" in answer && answer.failure.problem],
            ["r.example.com", "blocked"],
        );
        await assert.rejects(listTags("r.example.com/x", signal), /registry r\.example\.com is blocked/);
        assert.false(asked(ran).some((place) => place.startsWith("r.example.com")));
        const alone = world({ entry: { ...entry, Mirrors: null }, registries: { "r.example.com": ["1"] } });
        await ask("r.example.com/x:1");
        await assert.rejects(listTags("r.example.com/x", signal));
        assert.deepEqual(asked(alone), []);
    });

    test("what an image is comes from the place that a pull takes it from", async (assert) => {
        const registries = { "two.example.com": ["2"], "r.example.com": ["1", "2"] };
        const details = async (tag: string) => tagDetails("r.example.com/x", tag, "amd64", signal);
        const ran = world({ registries, broken: { "one.example.com": 7 } });
        assert.strictEqual((await details("2"))?.size, "two.example.com".length);
        assert.false(asked(ran).some((place) => place.startsWith("r.example.com")));
        assert.strictEqual((await details("1"))?.size, "r.example.com".length, "a mirror has not all tags");
        assert.strictEqual(await details("3"), null);
        world({ entry: { MirrorByDigestOnly: true }, registries });
        assert.strictEqual((await details("2"))?.size, "r.example.com".length);
        assert.strictEqual((await details(digest))?.size, "two.example.com".length);
    });
});
