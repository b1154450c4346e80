import { asksForPassword, parseChallenges, tokenService } from "../../src/uyuni/challenge.js";
import { parseHeaders } from "../../src/uyuni/registry-answer.js";

const { module, test } = QUnit;

function refusal(...lines: string[]) {
    const fields = lines.map((line) => `WWW-Authenticate: ${line}`);
    return parseHeaders(["HTTP/1.1 401 Unauthorized", ...fields, "", ""].join("\r\n"));
}

function read(text: string) {
    return parseChallenges(text).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

module("challenges", () => {
    test("several in one field, with commas and quotes in their words", (assert) => {
        assert.deepEqual(
            read('Basic realm="a, Bearer b=\\"c\\"", charset=UTF-8 , Bearer realm="https://a/t",service=s'),
            [
                ["basic", { realm: 'a, Bearer b="c"', charset: "UTF-8" }],
                ["bearer", { realm: "https://a/t", service: "s" }],
            ],
        );
        assert.deepEqual(read("Negotiate, NTLM abc==, basic REALM = x"), [
            ["negotiate", {}],
            ["ntlm", {}],
            ["basic", { realm: "x" }],
        ]);
        assert.deepEqual(read(""), []);
        assert.deepEqual(read('Bearer realm="a",realm="b"'), [["bearer", { realm: "a" }]]);
    });

    test("what is none ends them", (assert) => {
        assert.deepEqual(read('"Bearer" realm="x"'), []);
        assert.deepEqual(read('Basic realm="open'), [["basic", {}]]);
        const long = parseChallenges(`Bearer ${'a="'.repeat(20_000)}`);
        assert.true(long.length < 3);
    });

    test("only a challenge of this kind leads to a token, wherever it stands", (assert) => {
        const service = { realm: "https://a/t", service: "s", scopes: [] };
        const bearer = 'Bearer realm="https://a/t",service="s"';
        for (const lines of [
            [bearer],
            ['Basic realm="x"', bearer],
            [bearer, 'Basic realm="x"'],
            [`Basic realm="x", ${bearer}`],
        ])
            assert.deepEqual(tokenService(refusal(...lines)), service, lines.join());
        for (const line of ['Basic realm="x"', 'Basic realm="Bearer realm=https://a/t"', "Negotiate"])
            assert.strictEqual(tokenService(refusal(line)), null, line);
        assert.deepEqual(tokenService(refusal('Bearer service="r"'))?.realm, "");
    });

    test("a password is for those who say so, not for who has the word in a realm", (assert) => {
        assert.true(asksForPassword(refusal('Bearer realm="x"', 'Basic realm="x"')));
        for (const line of ["Negotiate", 'Bearer realm="basic, basic realm"', 'Digest realm="basic"'])
            assert.false(asksForPassword(refusal(line)), line);
    });

    test("of scopes, those for reading", (assert) => {
        const scopes = (scope: string) => tokenService(refusal(`Bearer realm="x",scope="${scope}"`))?.scopes;
        assert.deepEqual(scopes("repository:a/b:pull repository(plugin):c:pull"), [
            "repository:a/b:pull",
            "repository(plugin):c:pull",
        ]);
        for (const scope of [
            "repository:a/b:pull,push",
            "repository:a:*",
            "registry:catalog:*",
            "aws",
            "repository:A:pull",
        ])
            assert.deepEqual(scopes(scope), [], scope);
        assert.strictEqual(
            scopes(Array.from({ length: 99 }, (_one, n) => `repository:a${String(n)}:pull`).join(" "))
                ?.length,
            8,
        );
    });
});
