import { locateRepository } from "../../src/uyuni/registry-location.js";

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

QUnit.test("mirrors and blocked registries", (assert) => {
    const Mirrors = [
        { Location: "mirror.example.com/u", Insecure: false, PullFromMirror: "" },
        { Location: "[::1]:5000", Insecure: true, PullFromMirror: "" },
    ];
    assert.deepEqual(
        locateRepository([entry("r.example.com", { Mirrors, Blocked: true })], "r.example.com/x"),
        {
            repository: "r.example.com/x",
            insecure: false,
            blocked: true,
            mirrors: [
                { location: "mirror.example.com/u", insecure: false },
                { location: "[::1]:5000", insecure: true },
            ],
        },
    );
});

QUnit.test("what has another form says nothing", (assert) => {
    const registries = [null, "x", {}, { Prefix: "r.example.com" }, entry("r.example.com", { Mirrors: "x" })];
    assert.deepEqual(locateRepository(registries, "r.example.com/x"), {
        ...plain,
        repository: "r.example.com/x",
    });
});
