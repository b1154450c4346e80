import fc from "fast-check";
import { computeDefaultImage } from "../../src/uyuni/default-image.js";
import { localImage } from "../../src/uyuni/local-image.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { hostile } from "./hostile.js";

QUnit.module("reference");

const sha256 = `sha256:${"0123456789abcdef".repeat(4)}`;

QUnit.test("valid references come apart", (assert) => {
    const valid: readonly (readonly [string, string, string, string | null, string | null])[] = [
        // text, registry, repository, tag, digest
        [
            "registry.opensuse.org/uyuni/server:latest",
            "registry.opensuse.org",
            "uyuni/server",
            "latest",
            null,
        ],
        ["localhost/x:1", "localhost", "x", "1", null],
        ["localhost:5000/x:1", "localhost:5000", "x", "1", null],
        ["[::1]:5000/a/b:T", "[::1]:5000", "a/b", "T", null],
        ["[fe80::1]/a:1", "[fe80::1]", "a", "1", null],
        ["10.0.0.1/foo:1", "10.0.0.1", "foo", "1", null],
        ["Registry.Example.COM/a:1", "Registry.Example.COM", "a", "1", null],
        ["r.io/a__b/c.d-e--f:V1_2.3-RC", "r.io", "a__b/c.d-e--f", "V1_2.3-RC", null],
        [`r.io/a@${sha256}`, "r.io", "a", null, sha256],
        [`r.io:1/a:t@${sha256}`, "r.io:1", "a", "t", sha256],
        [
            "registry.suse.com/suse/multi-linux-manager/5.1/x86_64/server:5.1.0",
            "registry.suse.com",
            "suse/multi-linux-manager/5.1/x86_64/server",
            "5.1.0",
            null,
        ],
        [`r.io/a:${"x".repeat(128)}`, "r.io", "a", "x".repeat(128), null],
        [`r.io/${"x".repeat(250)}:1`, "r.io", "x".repeat(250), "1", null],
        [`r.io/a@sha512+b64u:${"f".repeat(32)}`, "r.io", "a", null, `sha512+b64u:${"f".repeat(32)}`],
    ];
    for (const [text, registry, repository, tag, digest] of valid) {
        const parsed = parseReference(text);
        if (!("ok" in parsed)) {
            assert.strictEqual(inEnglish(parsed.error), "", text);
            continue;
        }
        assert.propContains(parsed.ok, {
            registry,
            repository,
            name: `${registry}/${repository}`,
            tag,
            digest,
            text,
        });
    }
});

QUnit.test("what is wrong is said", (assert) => {
    const wrong: readonly (readonly [string, RegExp])[] = [
        ["", /^Enter an image reference/],
        ["uyuni/server:latest", /does not name its registry/],
        ["server:latest", /does not name its registry/],
        ["server", /does not name its registry/],
        ["/a:1", /does not name its registry/],
        ["registry:5000", /does not name its registry/],
        ["r.io/a", /neither a tag nor a digest/],
        ["r.io:5000/a", /neither a tag nor a digest/],
        ["r.io/", /no image/],
        ["r.io/:1", /no image/],
        ["r.io/Upper:1", /upper-case/],
        ["r.io/a//b:1", /not an image name/],
        ["r.io/a/:1", /not an image name/],
        ["r.io/-a:1", /not an image name/],
        ["r.io/a..b:1", /not an image name/],
        ["r.io/a___b:1", /not an image name/],
        ["-r.io/a:1", /not a registry host/],
        ["r..io/a:1", /not a registry host/],
        ["r.io:x/a:1", /not a registry host/],
        ["https://r.io/a:1", /not a registry host|not an image name/],
        ["[::1/a:1", /not a registry host/],
        ["r.io/a:", /tag after the colon is missing/],
        ["r.io/a:.x", /not a tag/],
        ["r.io/a:-x", /not a tag/],
        ["r.io/a:b:c", /not a tag/],
        [`r.io/a:${"x".repeat(129)}`, /tag is too long: 129/],
        ["r.io/a@", /not a digest/],
        ["r.io/a@sha256:abc", /not a digest/],
        [`r.io/a@sha256:${"a".repeat(63)}`, /sha256 digest has 64 digits/],
        [`r.io/a@sha256:${"A".repeat(64)}`, /sha256 digest has 64 digits/],
        [`r.io/a@${sha256}@${sha256}`, /not a digest/],
        [`r.io/${"x".repeat(251)}:1`, /name is too long: 256/],
        ["r.io/a:1\n", /control character/],
        ["\nr.io/a:1", /control character/],
        ["r.io/a:1 ", /blank/],
        [`r.io/a@sha256:${"a".repeat(2000)}`, /too long/],
    ];
    for (const [text, error] of wrong) {
        const parsed = parseReference(text);
        assert.true("error" in parsed, text);
        if ("error" in parsed) assert.true(error.test(inEnglish(parsed.error)), inEnglish(parsed.error));
    }
});

QUnit.test("hostile text is refused in every part", (assert) => {
    const isRefused = (text: string) => assert.true("error" in parseReference(text), JSON.stringify(text));
    for (const text of hostile) {
        isRefused(text);
        isRefused(`${text}/a:1`);
        isRefused(`r.io/${text}:1`);
        isRefused(`r.io/a@${text}`);
        isRefused(`r.io/a@sha256:${text}`);
        // "%%", "-leading" and the like are as bad in a tag, which may hold no more than a name.
        isRefused(`r.io/a:${text}`);
    }
});

QUnit.test("whatever is accepted holds only harmless characters", (assert) => {
    const alphabet = fc.constantFrom(...Array.from("abzA09._-/:@[]%$;\n '\"\\"));
    fc.assert(
        fc.property(fc.string({ unit: alphabet, maxLength: 60 }), fc.string(), (tail, noise) => {
            for (const text of [tail, `r.io/${tail}`, `r.io/a:${tail}`, noise]) {
                const parsed = parseReference(text);
                if ("ok" in parsed && !/^[A-Za-z0-9[][A-Za-z0-9._:/@+[\]-]*$/.test(text)) return false;
            }
            return true;
        }),
        { numRuns: 2000 },
    );
    assert.true(true);
});

QUnit.test("the default image stands beside the server's", (assert) => {
    const cases: readonly (readonly [string | null, string])[] = [
        [null, "registry.opensuse.org/uyuni/server-salt-event-processor:latest"],
        ["", "registry.opensuse.org/uyuni/server-salt-event-processor:latest"],
        ["$(id)", "registry.opensuse.org/uyuni/server-salt-event-processor:latest"],
        [
            "registry.opensuse.org/uyuni/server:2026.08",
            "registry.opensuse.org/uyuni/server-salt-event-processor:2026.08",
        ],
        [
            "registry.suse.com/suse/multi-linux-manager/5.1/x86_64/server:5.1.0",
            "registry.suse.com/suse/multi-linux-manager/5.1/x86_64/server-salt-event-processor:5.1.0",
        ],
        ["r.local:5000/server:RC-1", "r.local:5000/server-salt-event-processor:RC-1"],
        [`r.io/uyuni/server@${sha256}`, "r.io/uyuni/server-salt-event-processor:latest"],
        [`r.io/uyuni/server:5@${sha256}`, "r.io/uyuni/server-salt-event-processor:5"],
    ];
    for (const [server, wanted] of cases) assert.strictEqual(computeDefaultImage(server).text, wanted);
});

QUnit.test("a reference finds the local image that podman would run", (assert) => {
    const images = [
        {
            id: "1",
            references: ["r.io/a:1", "r.io/a:latest"],
            digests: [`r.io/a@${sha256}`],
            size: 0,
            createdAt: 0,
        },
        { id: "2", references: ["localhost/a:2"], digests: [], size: 0, createdAt: 0 },
    ];
    const find = (text: string) => {
        const parsed = parseReference(text);
        return "ok" in parsed ? localImage(parsed.ok, images)?.id : "invalid";
    };
    assert.strictEqual(find("r.io/a:1"), "1");
    assert.strictEqual(find("r.io/a:2"), undefined);
    assert.strictEqual(find("localhost/a:2"), "2");
    assert.strictEqual(find(`r.io/a@${sha256}`), "1");
    assert.strictEqual(find(`r.io/a:other@${sha256}`), "1", "a digest counts more than a tag");
    assert.strictEqual(find(`r.io/a:1@sha256:${"0".repeat(64)}`), undefined);
});
