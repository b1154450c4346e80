import { locateRepository, pullSources } from "../../src/uyuni/registry-location.js";

/** As podman 5.4 tells it. */
function entry(Prefix: string, more: object = {}): object {
    return {
        Prefix,
        Location: Prefix,
        Insecure: false,
        PullFromMirror: "",
        Mirrors: null,
        Blocked: false,
        MirrorByDigestOnly: false,
        ...more,
    };
}

const plain = { insecure: false, blocked: false, mirrors: [] };

QUnit.module("registries.conf");

QUnit.test("the longest prefix counts, at the end of a part only", (assert) => {
    const registries = [
        entry("r.example.com", { Location: "other.example.com" }),
        entry("r.example.com/uyuni", { Location: "localhost:5000/u", Insecure: true }),
    ];
    const locate = (name: string) => locateRepository(registries, name);
    assert.deepEqual(locate("r.example.com/uyuni/x"), {
        ...plain,
        repository: "localhost:5000/u/x",
        insecure: true,
    });
    assert.deepEqual(locate("r.example.com/uyuni2/x"), {
        ...plain,
        repository: "other.example.com/uyuni2/x",
    });
    assert.deepEqual(locate("r.example.com.evil/x"), { ...plain, repository: "r.example.com.evil/x" });
});

QUnit.test("a prefix for all hosts of a domain", (assert) => {
    const registries = [
        entry("*.example.com", { Location: "", Insecure: true }),
        entry("*.uyuni.example.com", { Location: "mirror.internal:5000/u" }),
        entry("r.example.com/uyuni/x", { Location: "other.internal/x" }),
    ];
    const locate = (name: string) => locateRepository(registries, name);
    assert.deepEqual(locate("a.b.example.com/y"), {
        ...plain,
        repository: "a.b.example.com/y",
        insecure: true,
    });
    assert.deepEqual(locate("r.example.com:5000/y"), {
        ...plain,
        repository: "r.example.com:5000/y",
        insecure: true,
    });
    assert.deepEqual(locate("r.uyuni.example.com/y"), {
        ...plain,
        repository: "mirror.internal:5000/u/y",
    });
    assert.deepEqual(locate("r.example.com/uyuni/x/z"), { ...plain, repository: "other.internal/x/z" });
    for (const other of ["example.com/y", "r.example.com.evil/y", "evil/r.example.com/y"])
        assert.deepEqual(locate(other), { ...plain, repository: other });
});

function sources(registries: readonly object[], name: string, by: "tag" | "digest" = "tag") {
    const found = pullSources(locateRepository(registries, name), by);
    if ("wrong" in found) throw new Error(found.wrong);
    return [...found.ok.mirrors, found.ok.own];
}

QUnit.test("mirrors and blocked registries", (assert) => {
    const Mirrors = [
        { Location: "mirror.example.com/u", Insecure: false, PullFromMirror: "" },
        { Location: "[::1]:5000", Insecure: true, PullFromMirror: "tag-only" },
    ];
    const registries = [
        entry("r.example.com/uyuni", { Location: "other.example.com/a", Mirrors, Blocked: true }),
    ];
    assert.deepEqual(locateRepository(registries, "r.example.com/uyuni/x"), {
        repository: "other.example.com/a/x",
        insecure: false,
        blocked: true,
        mirrors: [
            {
                location: "mirror.example.com/u",
                repository: "mirror.example.com/u/x",
                insecure: false,
                blocked: false,
                use: "all",
            },
            {
                location: "[::1]:5000",
                repository: "[::1]:5000/x",
                insecure: true,
                blocked: false,
                use: "tag",
            },
        ],
    });
    assert.deepEqual(
        sources(registries, "r.example.com/uyuni/x"),
        [
            {
                registry: "mirror.example.com",
                repository: "u/x",
                insecure: false,
                blocked: false,
                mirrorOf: "other.example.com",
            },
            {
                registry: "[::1]:5000",
                repository: "x",
                insecure: true,
                blocked: false,
                mirrorOf: "other.example.com",
            },
            {
                registry: "other.example.com",
                repository: "a/x",
                insecure: false,
                blocked: true,
                mirrorOf: null,
            },
        ],
        "mirrors in their order, then the place itself; what one is allowed is not allowed to the others",
    );
});

QUnit.test("which mirrors are for tags, and which for digests", (assert) => {
    const of = (by: "tag" | "digest", more: object, ...uses: string[]) => {
        const Mirrors = uses.map((PullFromMirror, index) => ({
            Location: `m${index.toString()}.example.com`,
            Insecure: false,
            PullFromMirror,
        }));
        const registries = [entry("r.example.com", { Mirrors, ...more })];
        return sources(registries, "r.example.com/x", by).map(({ registry }) => registry.split(".")[0]);
    };
    const uses = ["digest-only", "tag-only", "all", ""] as const;
    assert.deepEqual(of("tag", {}, ...uses), ["m1", "m2", "m3", "r"]);
    assert.deepEqual(of("digest", {}, ...uses), ["m0", "m2", "m3", "r"]);
    const digests = { MirrorByDigestOnly: true };
    assert.deepEqual(of("tag", digests, "", ""), ["r"]);
    assert.deepEqual(of("digest", digests, "", ""), ["m0", "m1", "r"]);
});

QUnit.test("a place may be blocked by an entry of its own, and leads nowhere else", (assert) => {
    const Mirrors = [{ Location: "mirror.example.com" }, { Location: "good.example.com" }];
    const registries = [
        entry("r.example.com", { Location: "real.example.com", Mirrors }),
        entry("mirror.example.com", { Blocked: true }),
        entry("real.example.com", { Blocked: true, Location: "other.example.com" }),
    ];
    assert.deepEqual(
        sources(registries, "r.example.com/x").map(({ registry, blocked }) => [registry, blocked]),
        [
            ["mirror.example.com", true],
            ["good.example.com", false],
            ["real.example.com", true],
        ],
    );
});

QUnit.test("a location that is none makes all of no use, as to podman", (assert) => {
    const of = (more: object) =>
        pullSources(locateRepository([entry("r.example.com", more)], "r.example.com/x"), "tag");
    assert.deepEqual(of({ Mirrors: [{ Location: "Mirror" }] }), { wrong: "Mirror/x" });
    assert.deepEqual(of({ Location: "real.example.com/X" }), { wrong: "real.example.com/X/x" });
});

QUnit.test("what has another form says nothing", (assert) => {
    const registries = [null, "x", {}, { Prefix: "r.example.com" }, entry("r.example.com", { Mirrors: "x" })];
    assert.deepEqual(locateRepository(registries, "r.example.com/x"), {
        ...plain,
        repository: "r.example.com/x",
    });
});
