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
