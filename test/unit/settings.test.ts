import fc from "fast-check";
import {
    checkDatabaseHost,
    checkDatabaseName,
    checkDatabasePort,
    hostForContainers,
    isIPv6,
    isLocalDatabase,
} from "../../src/uyuni/settings.js";
import { hostile } from "./hostile.js";

QUnit.module("settings");

QUnit.test("hosts", (assert) => {
    for (const host of [
        "db",
        "reportdb",
        "pg.example.com",
        "pg.example.com.",
        "PG-1",
        "10.0.0.1",
        "fd00::1",
        "1:2:3:4:5:6:7:8",
        "::ffff:10.0.0.1",
    ])
        assert.deepEqual(checkDatabaseHost(host), { ok: host });
    for (const host of [
        ...hostile,
        "",
        "localhost",
        "LOCALHOST.",
        "127.0.0.1",
        "127.1.2.3",
        "::1",
        "a..b",
        "a-.b",
        ".a",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4",
        "1:2",
        "fd00::1::2",
        "db:5432",
        "[::2]",
        "a_b",
        "x".repeat(64),
        "x.".repeat(127),
    ])
        assert.true("error" in checkDatabaseHost(host), JSON.stringify(host));
});

QUnit.test("IPv6 addresses are those that Node's parser takes", (assert) => {
    const { URL } = globalThis;
    const group = fc.constantFrom("0", "1", "ffff", "10000", "g", "", "1.2.3.4", "a");
    fc.assert(
        fc.property(fc.array(group, { minLength: 1, maxLength: 9 }), (groups) => {
            const text = groups.join(":");
            return isIPv6(text) === URL.canParse(`http://[${text}]/`);
        }),
        { numRuns: 5000 },
    );
    assert.true(true);
});

QUnit.test("ports", (assert) => {
    for (const port of ["1", "5432", "65535"]) assert.deepEqual(checkDatabasePort(port), { ok: port });
    for (const port of [
        ...hostile,
        "",
        "0",
        "65536",
        "05432",
        "1e3",
        "0x10",
        "+5",
        "5432.0",
        "99999",
        "123456",
        "٣",
    ])
        assert.true("error" in checkDatabasePort(port), JSON.stringify(port));
});

QUnit.test("database names", (assert) => {
    for (const name of ["susemanager", "uyuni", "My_DB-2", "x".repeat(63)])
        assert.deepEqual(checkDatabaseName(name), { ok: name });
    for (const name of [...hostile, "", "x".repeat(64), "a.b", "a;b"])
        assert.true("error" in checkDatabaseName(name), JSON.stringify(name));
});

QUnit.test("the host as other containers call it", (assert) => {
    for (const host of ["", "localhost", "127.0.0.1", "::1"])
        assert.strictEqual(hostForContainers(host), "db");
    assert.strictEqual(hostForContainers("pg.example.com"), "pg.example.com");
    assert.true(isLocalDatabase("db") && isLocalDatabase("reportdb") && isLocalDatabase(""));
    assert.false(isLocalDatabase("db.example.com"));
});
