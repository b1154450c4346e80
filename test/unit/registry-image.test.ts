// SPDX-License-Identifier: LGPL-2.1-or-later
import { inEnglish } from "../../src/uyuni/message.js";
import { planSetUp } from "../../src/uyuni/set-up.js";
import { isFor } from "../../src/uyuni/told-image.js";
import { manifestFor, parseConfiguration, parseManifest } from "../../src/uyuni/registry-image.js";
import { imageTags, newestFirst, orderedByAge } from "../../src/uyuni/tag-order.js";
import { facts, host, id, image, intent } from "./sample-host.js";

const { module, test } = QUnit;

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

function manifest(layers: readonly unknown[], config: unknown = { digest: digest("c") }): string {
    return JSON.stringify({ schemaVersion: 2, config, layers });
}

function index(...manifests: readonly unknown[]): string {
    return JSON.stringify({ schemaVersion: 2, manifests });
}

const on = (architecture: string, digit: string, os = "linux") => ({
    digest: digest(digit),
    platform: { architecture, os },
});

module("images of a registry", () => {
    test("the size is that of all layers", (assert) => {
        assert.deepEqual(parseManifest(manifest([{ size: 30 }, { size: 12 }])), {
            kind: "image",
            config: digest("c"),
            size: 42,
        });
        assert.deepEqual(parseManifest(manifest([])), { kind: "image", config: digest("c"), size: 0 });
    });

    test("a size that one layer does not tell is not told", (assert) => {
        const hostile = [-1, 1.5, "12", null, Infinity, 2 ** 60, {}, undefined];
        for (const size of hostile) {
            const read = parseManifest(manifest([{ size: 30 }, { size }]));
            assert.deepEqual(read, { kind: "image", config: digest("c"), size: 0 }, JSON.stringify(size));
        }
        const huge = { size: Number.MAX_SAFE_INTEGER };
        for (const layers of [[huge, huge], Array(100_000).fill({ size: 1 }), [null], [[]], ["x"]]) {
            const read = parseManifest(manifest(layers));
            assert.strictEqual(read?.kind === "image" ? read.size : -1, 0);
        }
    });

    test("what is no manifest is none", (assert) => {
        const texts = [
            ...["", "null", "[]", "{", "\u0000", "{}", '"x"', "1e999", "<html></html>"],
            manifest([], { digest: "sha256:0" }),
            manifest([], { digest: `${digest("c")}/../../x` }),
            manifest([], { digest: `${digest("c")}\n` }),
            manifest([], null),
            JSON.stringify({ config: { digest: digest("c") }, layers: "many" }),
            JSON.stringify({ manifests: { length: 1 } }),
        ];
        for (const text of texts) assert.strictEqual(parseManifest(text), null, text.slice(0, 60));
    });

    test("of an index, the manifest for this host", (assert) => {
        const read = parseManifest(
            index(
                on("s390x", "1"),
                on("amd64", "2"),
                on("unknown", "3", "unknown"),
                on("amd64", "4", "windows"),
            ),
        );
        const manifests = read?.kind === "index" ? read.manifests : [];
        assert.deepEqual(
            manifests.map(({ architecture }) => architecture),
            ["s390x", "amd64"],
        );
        assert.strictEqual(manifestFor("amd64", manifests)?.digest, digest("2"));
        assert.strictEqual(manifestFor("arm64", manifests), undefined);
        assert.strictEqual(manifestFor("", manifests), undefined, "nothing is known of the host");
    });

    test("an index with entries of another form has the others", (assert) => {
        const read = parseManifest(
            index(
                null,
                7,
                "x",
                { digest: "x" },
                { digest: digest("1"), platform: "amd64" },
                on("amd64\u202e", "5"),
                {
                    digest: digest("2"),
                },
            ),
        );
        assert.deepEqual(read, {
            kind: "index",
            manifests: [
                { digest: digest("5"), architecture: "" },
                { digest: digest("2"), architecture: "" },
            ],
        });
        const many = parseManifest(index(...Array<unknown>(5000).fill(on("amd64", "1"))));
        assert.true(many?.kind === "index" && many.manifests.length <= 200);
    });

    test("when it was made, and for what", (assert) => {
        assert.deepEqual(
            parseConfiguration(
                JSON.stringify({ created: "2026-10-01T00:00:00.123Z", architecture: "amd64" }),
            ),
            { created: Date.UTC(2026, 9, 1, 0, 0, 0, 123), architectures: ["amd64"], healthCheck: null },
        );
        const nothing = { created: 0, architectures: [], healthCheck: null };
        for (const told of [
            { created: "0001-01-01T00:00:00Z" },
            { created: "1970-01-01T00:00:00Z" },
            { created: "+275760-09-13T00:00:00Z" },
            { created: "yesterday" },
            { created: -1, architecture: 12 },
            { created: null, architecture: ["amd64"] },
            { architecture: "amd64\n" },
            { architecture: "x".repeat(500) },
            { architecture: "\u202e46dma" },
            { architecture: "unknown" },
        ])
            assert.deepEqual(parseConfiguration(JSON.stringify(told)), nothing, JSON.stringify(told));
        for (const text of ["", "null", "[1]", "{"])
            assert.deepEqual(parseConfiguration(text), nothing, text);
    });

    test("what nothing tells otherwise may run here", (assert) => {
        assert.true(isFor("amd64", { architectures: [] }));
        assert.true(isFor("", { architectures: ["s390x"] }));
        assert.true(isFor("amd64", { architectures: ["s390x", "amd64"] }));
        assert.false(isFor("amd64", { architectures: ["s390x"] }));
    });
});

module("order of tags", () => {
    test("an order by age is called so only for what has one", (assert) => {
        const ages = (...created: number[]) =>
            new Map(created.map((one, index) => [`t${index.toString()}`, { created: one }]));
        assert.strictEqual(orderedByAge(["t0", "t1"], ages()), "none");
        assert.strictEqual(orderedByAge(["t0", "t1"], ages(0, 0)), "none", "told, without an age");
        assert.strictEqual(orderedByAge(["t0", "t1"], ages(1)), "some");
        assert.strictEqual(orderedByAge(["t0", "t1"], ages(1, 0)), "some");
        assert.strictEqual(orderedByAge(["t0", "t1"], ages(1, 2, 0)), "all", "others are not shown");
        assert.strictEqual(orderedByAge([], ages(1)), "none");
    });

    test("latest, versions from the highest, words; nothing that is beside an image", (assert) => {
        const beside = `sha256-${"0".repeat(64)}`;
        assert.deepEqual(
            imageTags([
                ...["5.2.10", "beta", "5.2.9", "latest", "v6", "5.2.9", "sha256-notes"],
                ...[beside, `${beside}.sig`, `${beside}.att`, `${beside}.sbom`, "x.sig", "x.att", "x.sbom"],
            ]),
            ["latest", "v6", "5.2.10", "5.2.9", "sha256-notes", "beta"],
        );
    });

    test("the newest first, once their age is known; the others stay in their order behind them", (assert) => {
        const created = (time: number) => ({ created: time });
        const details = new Map([
            ["b", created(10)],
            ["c", created(30)],
            ["d", created(10)],
            ["f", created(0)],
        ]);
        assert.deepEqual(newestFirst(["a", "b", "c", "d", "e", "f"], details), [
            "c",
            "b",
            "d",
            "a",
            "e",
            "f",
        ]);
        assert.deepEqual(newestFirst(["latest", "2", "1"], new Map()), ["latest", "2", "1"]);
        assert.deepEqual(
            newestFirst(["a", "c", "b", "latest"], new Map([...details, ["latest", created(20)]])),
            ["c", "latest", "b", "a"],
            "latest before others of its age",
        );
    });
});

module("health check of the chosen image", () => {
    const configured = (config: unknown) =>
        parseConfiguration(JSON.stringify({ architecture: "amd64", config })).healthCheck;

    test("Docker's is read, and what has none says so", (assert) => {
        assert.true(configured({ Healthcheck: { Test: ["CMD", "/bin/true"] } }));
        for (const none of [
            {},
            { Healthcheck: { Test: ["NONE"] } },
            { Healthcheck: { Test: [] } },
            { Healthcheck: 1 },
        ])
            assert.false(configured(none), JSON.stringify(none));
        assert.strictEqual(configured(undefined), null);
        assert.strictEqual(parseConfiguration("").healthCheck, null);
    });

    test("an image without one is told of, and its health is not waited for", (assert) => {
        const plan = (healthCheck: boolean | null) => {
            const told = { image, architectures: [], healthCheck };
            const outcome = planSetUp(intent(), host(), facts({ image: told }), { id });
            if ("plan" in outcome) return outcome.plan;
            throw new Error("No plan");
        };
        const waits = (healthCheck: boolean | null) =>
            plan(healthCheck).steps.some(({ argv }) => argv.includes("--condition=healthy"));
        const warned = (healthCheck: boolean | null) =>
            plan(healthCheck).checks.some(({ id, result }) => id === "health-check" && result === "warning");
        assert.deepEqual([true, null, false].map(waits), [true, true, false]);
        assert.deepEqual([true, null, false].map(warned), [false, false, true]);
        assert.strictEqual(plan(true).fingerprint, plan(null).fingerprint);
        assert.notStrictEqual(plan(true).fingerprint, plan(false).fingerprint);
    });
});

module("architecture of the chosen image", () => {
    const checked = (architectures: readonly string[], of = image) => {
        const outcome = planSetUp(intent(), host(), facts({ image: { image: of, architectures } }), { id });
        return "refused" in outcome ? outcome.refused.find((check) => check.id === "image") : null;
    };

    test("an image for another one is refused", (assert) => {
        const check = checked(["s390x", "ppc64le"]);
        assert.strictEqual(check?.result, "failed");
        assert.strictEqual(
            check && inEnglish(check.finding),
            `${image} is for another architecture (s390x, ppc64le) than this host’s (amd64): it cannot run here, and is not pulled.`,
        );
    });

    test("one for this host, one that does not tell, and what was known of another one are not", (assert) => {
        assert.strictEqual(checked(["s390x", "amd64"]), null);
        assert.strictEqual(checked([]), null);
        assert.strictEqual(checked(["s390x"], "registry.example.com/other:1"), null);
        assert.true("plan" in planSetUp(intent(), host(), facts({ image: null }), { id }));
    });
});
