import { basicHeader, bearerHeader, tokenPlace } from "../../src/uyuni/registry-auth.js";

const { module, test } = QUnit;

const secure = { url: "https://r.example.com/v2/x/manifests/latest", insecure: false };
const selfSigned = { url: "https://r.example.com/v2/x/manifests/latest", insecure: true };
const plain = { url: "http://r.example.com:5000/v2/x/manifests/latest", insecure: true };

module("where a password may be sent", () => {
    test("to a valid certificate", (assert) => {
        for (const asked of [secure, selfSigned, plain])
            assert.deepEqual(tokenPlace("https://auth.example.com/token?a=b", asked, true), {
                url: "https://auth.example.com/token?a=b",
                insecure: false,
            });
    });

    test("to an insecure registry's own host", (assert) => {
        const own = (scheme: string) => `${scheme}://r.example.com:5001/token`;
        assert.deepEqual(tokenPlace(own("https"), selfSigned, true), { url: own("https"), insecure: true });
        assert.deepEqual(tokenPlace(own("https"), secure, true), { url: own("https"), insecure: false });
        assert.deepEqual(tokenPlace(own("http"), plain, true), { url: own("http"), insecure: true });
        assert.strictEqual(tokenPlace(own("http"), selfSigned, true), null, "TLS is not given up");
        assert.strictEqual(tokenPlace(own("http"), secure, true), null);
    });

    test("and nowhere else", (assert) => {
        for (const realm of [
            "http://auth.example.com/token",
            "http://r.example.com.evil.example/token",
            "http://r.example.com:5000@evil.example/token",
            "https://r.example.com@evil.example/token",
            "https://user:word@r.example.com/token",
            "file:///etc/shadow",
            "ftp://r.example.com/token",
            "//r.example.com/token",
            "",
        ])
            assert.strictEqual(tokenPlace(realm, plain, true), null, realm);
    });

    test("without a password, what goes for the registry goes for its tokens", (assert) => {
        const realm = "http://auth.example.com/token";
        assert.deepEqual(tokenPlace(realm, plain, false), { url: realm, insecure: true });
        assert.strictEqual(tokenPlace(realm, secure, false), null);
    });
});

module("headers of authorization", () => {
    test("what is sent", (assert) => {
        assert.strictEqual(
            basicHeader({ user: "ü", password: "p:q" }),
            `Basic ${Buffer.from("ü:p:q").toString("base64")}`,
        );
        assert.strictEqual(bearerHeader("abc.def-_~+/=="), "Bearer abc.def-_~+/==");
        for (const token of ["", "a b", 'a"', "a\nheader: x", "ü"])
            assert.strictEqual(bearerHeader(token), "");
    });
});
