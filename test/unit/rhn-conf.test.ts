import {
    databaseSettings,
    parseAttestationConf,
    parseRhnConf,
    parseServerEnv,
} from "../../src/uyuni/rhn-conf.js";
import { hostile } from "./hostile.js";

QUnit.module("rhn.conf");

QUnit.test("keys, comments and duplicates", (assert) => {
    assert.deepEqual(
        parseRhnConf(
            "# db_host = commented\ndb_host=first\r\n  db_host = second  \ndb_port=5433\ndb_name = uyuni\ndb_password = x\ndb_backend = postgresql\nreport_db_host = reportdb\n",
        ),
        { host: "second", port: "5433", name: "uyuni", backend: "postgresql" },
    );
    assert.deepEqual(parseRhnConf(""), {});
    assert.deepEqual(
        parseServerEnv("TZ=UTC\nMANAGER_DB_NAME=uyuni\nMANAGER_DB_HOST=db\nMANAGER_DB_PORT=5432\n"),
        {
            host: "db",
            port: "5432",
            name: "uyuni",
        },
    );
});

QUnit.test("the attestation service's address", (assert) => {
    const conf = (address: string) => `[Service]\nEnvironment=database_connection=${address}\n`;
    assert.deepEqual(parseAttestationConf(conf("jdbc:postgresql://pg.example.com:5433/uyuni")), {
        host: "pg.example.com",
        port: "5433",
        name: "uyuni",
    });
    assert.deepEqual(parseAttestationConf(conf("jdbc:postgresql://[fd00::1]:5433/uyuni?ssl=true")), {
        host: "fd00::1",
        port: "5433",
        name: "uyuni",
    });
    assert.deepEqual(parseAttestationConf(conf("jdbc:postgresql://:5432/x")), {
        host: "",
        port: "5432",
        name: "x",
    });
    assert.deepEqual(parseAttestationConf("[Service]\n"), {});
    assert.deepEqual(parseAttestationConf(conf("jdbc:oracle:thin:@x")), {});
});

QUnit.test("the first source that tells wins", (assert) => {
    const rhnConf = "db_host = localhost\ndb_port = 5432\ndb_name = uyuni\n";
    const attestationConf =
        "[Service]\nEnvironment=database_connection=jdbc:postgresql://pg.example.com:5433/suma\n";
    const serverEnv = "MANAGER_DB_NAME=env\n";
    assert.deepEqual(databaseSettings({ rhnConf, attestationConf, serverEnv }), {
        host: "db",
        port: "5432",
        name: "uyuni",
        source: "rhn.conf of the running server",
    });
    assert.strictEqual(
        databaseSettings({ rhnConfInVolume: rhnConf }).source,
        "rhn.conf in the server's volume",
    );
    assert.deepEqual(databaseSettings({ rhnConf: null, attestationConf, serverEnv }), {
        host: "pg.example.com",
        port: "5433",
        name: "suma",
        source: "attestation service",
    });
    assert.deepEqual(databaseSettings({ serverEnv }), {
        host: "db",
        port: "5432",
        name: "env",
        source: "server.env",
    });
    assert.deepEqual(databaseSettings({}), {
        host: "db",
        port: "5432",
        name: "susemanager",
        source: "defaults",
    });
});

QUnit.test("hostile values go no further", (assert) => {
    const serverEnv = "MANAGER_DB_NAME=good\n";
    // A newline begins another line, and blanks around a value do not count, in any of these files.
    for (const text of hostile.filter((text) => !/^\s|\s$|[\r\n]/.test(text))) {
        for (const rhnConf of [
            `db_host = ${text}\ndb_port = 5432\ndb_name = n\n`,
            `db_host = h\ndb_port = ${text}\ndb_name = n\n`,
            `db_host = h\ndb_port = 1\ndb_name = ${text}\n`,
        ])
            assert.strictEqual(databaseSettings({ rhnConf, serverEnv }).name, "good", JSON.stringify(text));
        const attestationConf = `[Service]\nEnvironment="database_connection=jdbc:postgresql://${text}:1/n"\n`;
        assert.strictEqual(
            databaseSettings({ attestationConf, serverEnv }).name,
            "good",
            JSON.stringify(text),
        );
    }
    assert.strictEqual(
        databaseSettings({ rhnConf: "db_name = n\ndb_backend = oracle\n", serverEnv }).source,
        "server.env",
    );
});
