import { DOCKER_CFG, keptLogin, type KeptLogin } from "../../src/uyuni/auth-file.js";

const { module, test } = QUnit;

function encoded(text: string): string {
    return Buffer.from(text).toString("base64");
}

function file(content: unknown, path = "/auth.json") {
    return { path, text: JSON.stringify(content) };
}

function auths(logins: Readonly<Record<string, string>>) {
    return Object.fromEntries(Object.entries(logins).map(([key, login]) => [key, { auth: encoded(login) }]));
}

function told(login: KeptLogin): string {
    if (login.kind !== "password") return login.kind;
    return `${login.credentials.user} ${login.credentials.password}`;
}

module("podman's auth files", () => {
    test("the longest name of a namespace counts", (assert) => {
        const one = file({
            auths: auths({ "r.example.com": "all:1", "r.example.com/a/b": "ab:2", "r.example.com/a": "a:3" }),
        });
        const of = (repository: string) => told(keptLogin([one], `r.example.com/${repository}`));
        assert.strictEqual(of("a/b"), "ab 2");
        assert.strictEqual(of("a/b/c"), "ab 2");
        assert.strictEqual(of("a/bb"), "a 3", "whole names only");
        assert.strictEqual(of("x"), "all 1");
        assert.strictEqual(
            told(keptLogin([one], "r.example.com:5000/x")),
            "none",
            "a port is another registry",
        );
        assert.strictEqual(told(keptLogin([one], "evil.example.com/r.example.com/a")), "none");
    });

    test("the first file that has a login counts", (assert) => {
        const none = { path: "/none", text: null };
        const files = [
            none,
            file({ auths: { "r.example.com": {} } }),
            file({ auths: auths({ "r.example.com": "u:p" }) }),
        ];
        assert.strictEqual(told(keptLogin(files, "r.example.com/x")), "u p");
        assert.strictEqual(told(keptLogin([none], "r.example.com/x")), "none");
    });

    test("Docker's first file has logins and nothing else", (assert) => {
        const old = { path: DOCKER_CFG, text: JSON.stringify(auths({ "https://r.example.com/v1/": "u:p" })) };
        assert.strictEqual(told(keptLogin([old], "r.example.com/x")), "u p");
        assert.strictEqual(told(keptLogin([{ ...old, path: "/auth.json" }], "r.example.com/x")), "none");
        assert.strictEqual(told(keptLogin([{ ...old, text: "1" }], "r.example.com/x")), "unreadable");
        const bare = { ...old, text: JSON.stringify(auths({ "r.example.com/v1/": "u:p", "q/x": "w:r" })) };
        assert.strictEqual(told(keptLogin([bare], "r.example.com/x")), "u p");
        assert.strictEqual(told(keptLogin([bare], "q/x")), "w r", "whatever of it is pulled");
        assert.strictEqual(told(keptLogin([bare], "q/y")), "w r");
    });

    test("passwords are taken as they are", (assert) => {
        for (const password of ["a:b", " x ", "ü\u{1f600}", '"\\$(id)'])
            assert.strictEqual(
                told(keptLogin([file({ auths: auths({ r: `u:${password}` }) })], "r/x")),
                `u ${password}`,
            );
        assert.strictEqual(told(keptLogin([file({ auths: auths({ r: "u:p\0\0" }) })], "r/x")), "u p");
    });

    test("Docker's names", (assert) => {
        const docker = [file({ auths: auths({ "https://index.docker.io/v1/": "u:p" }) })];
        assert.strictEqual(told(keptLogin(docker, "docker.io/library/x")), "u p");
        assert.strictEqual(told(keptLogin(docker, "quay.io/x")), "none");
        const address = [file({ auths: auths({ "https://r.example.com/v2/": "u:p" }) })];
        assert.strictEqual(told(keptLogin(address, "r.example.com/x")), "u p");
    });

    test("what only podman can use", (assert) => {
        const helper = file({ credHelpers: { r: "secretservice" }, auths: auths({ r: "u:p" }) });
        assert.strictEqual(told(keptLogin([helper], "r/x")), "helper");
        assert.strictEqual(
            told(keptLogin([file({ auths: { r: { auth: encoded("u:"), identitytoken: "t" } } })], "r/x")),
            "helper",
        );
    });

    test("what podman passes over", (assert) => {
        const next = file({ auths: auths({ r: "u:p" }) }, "/next.json");
        for (const entry of [{}, { identitytoken: "t" }, { auth: encoded("no colon") }]) {
            const login = keptLogin([file({ auths: { r: entry } }), next], "r/x");
            assert.deepEqual(login, {
                kind: "password",
                credentials: { user: "u", password: "p" },
                entry: { path: "/next.json", key: "r" },
            });
        }
    });

    test("where a login is kept", (assert) => {
        const parts = file({ auths: auths({ "r/a": "u:p", r: "v:q" }) });
        const at = (repository: string) => {
            const login = keptLogin([parts], repository);
            return login.kind === "password" ? login.entry : null;
        };
        assert.deepEqual(at("r/a/b"), { path: "/auth.json", key: "r/a" });
        assert.deepEqual(at("r/b"), { path: "/auth.json", key: "r" });
        assert.deepEqual(keptLogin([file({ credHelpers: { r: "h" } })], "r/a"), {
            kind: "helper",
            entry: { path: "/auth.json", key: "r" },
        });
    });

    test("what is no auth file", (assert) => {
        for (const text of [
            "",
            "{",
            "[]x",
            '"',
            '{"auths": 3}',
            '{"auths": {"r": 3}}',
            '{"auths": {"r": {"auth": "!"}}}',
        ])
            assert.deepEqual(
                keptLogin([{ path: "/a", text }], "r/x"),
                { kind: "unreadable", path: "/a" },
                text,
            );
        for (const login of [":p", "u:", "u:a\nb"])
            assert.strictEqual(
                told(keptLogin([file({ auths: auths({ r: login }) })], "r/x")),
                "unreadable",
                login,
            );
        assert.strictEqual(told(keptLogin([file({ auths: {} })], "__proto__/x")), "none");
    });
});
