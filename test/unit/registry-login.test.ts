import { inEnglish } from "../../src/uyuni/message.js";
import {
    checkUser,
    loginSentence,
    parseSccCredentials,
    passwordProblem,
} from "../../src/uyuni/registry-login.js";

QUnit.module("login to a registry");

QUnit.test("users and passwords", (assert) => {
    for (const user of ["admin", "SCC_0123456789abcdef", "a b", "--help", "ü"])
        assert.deepEqual(checkUser(user), { ok: user });
    for (const user of ["", "a:b", "a\nb", "a\0"]) assert.true("error" in checkUser(user), user);
    assert.strictEqual(passwordProblem(" $(x) 'ü' "), null);
    for (const password of ["", "a\nb", "a\r", "\0"]) assert.notStrictEqual(passwordProblem(password), null);
});

QUnit.test("the host's own credentials", (assert) => {
    assert.deepEqual(parseSccCredentials("# SCC\nusername=SCC_1\npassword=a=b\n"), {
        user: "SCC_1",
        password: "a=b",
    });
    assert.deepEqual(parseSccCredentials("\n password = x \r\nusername = y"), { user: "y", password: "x" });
    for (const text of ["", "username=a", "username=\npassword=x", "username=a:b\npassword=x", "\0\u202e"])
        assert.strictEqual(parseSccCredentials(text), null, text);
});

QUnit.test("why it was refused", (assert) => {
    const says = (words: string) => inEnglish(loginSentence("r.example.com", words));
    const wrong = "r.example.com does not take this user and password.";
    assert.strictEqual(says('logging into "r.example.com": invalid username/password'), wrong);
    assert.strictEqual(
        says(
            'authenticating creds for "r.example.com": pinging container registry r.example.com: StatusCode: 403, ""',
        ),
        wrong,
    );
    assert.strictEqual(
        says(
            'pinging container registry r.example.com: Get "https://r.example.com/v2/": dial tcp: lookup r.example.com: no such host',
        ),
        "The name r.example.com is not known: check it, and the name servers of this host.",
    );
    assert.strictEqual(says("$0 new"), "podman could not log in to r.example.com: $0 new");
});
