import { configuration, contests, ownerOf, secretsOf } from "../../src/uyuni/configuration.js";
import { known, loading, type FileState } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { serviceById } from "../../src/uyuni/names.js";
import { podman, unit } from "./sample-host.js";

QUnit.module("configuration");

const system = "/etc/systemd/system";
const processor = serviceById("event-processor");
const fragment = `${system}/uyuni-event-processor@.service`;
const dropIn = (name: string, ...lines: string[]): FileState => ({
    path: `${fragment}.d/${name}`,
    text: ["[Service]", ...lines, ""].join("\n"),
});

const files: readonly FileState[] = [
    dropIn("local.conf", "Environment=UYUNI_DB_HOST=pg", "EnvironmentFile=-/etc/uyuni/extra.env"),
    dropIn("generated.conf", "Environment=UYUNI_DB_HOST=db", 'Environment="UYUNI_DB_NAME=susemanager"'),
    { path: fragment, text: "[Service]\nEnvironment=PODMAN_SYSTEMD_UNIT=%n\nEnvironmentFile=/etc/old.env\n" },
    dropIn("custom.conf", "Environment=UYUNI_DB_NAME=mine EXTRA=1", "EnvironmentFile="),
    dropIn("gone.conf"),
    { path: `${fragment}.d/absent.conf`, text: null },
    { path: `${fragment}.d/notes.txt`, text: "[Service]\nEnvironment=NOTES=1\n" },
];

const loaded = unit("uyuni-event-processor@0.service", {
    fragmentPath: fragment,
    dropInPaths: ["custom.conf", "generated.conf", "local.conf"].map((name) => `${fragment}.d/${name}`),
    environment: [
        "PODMAN_SYSTEMD_UNIT=uyuni-event-processor@0.service",
        "UYUNI_DB_NAME=susemanager",
        "UYUNI_DB_HOST=old",
        "STRAY=1",
    ],
});

QUnit.test("files are in the order of merging, with their owners", (assert) => {
    const made = configuration(processor, loaded, files);
    assert.deepEqual(
        made.files.map(({ path, owner, loaded: isLoaded }) => [path.replace(fragment, ""), owner, isLoaded]),
        [
            ["", "cockpit-uyuni", true],
            [".d/custom.conf", "administrator", true],
            [".d/generated.conf", "cockpit-uyuni", true],
            [".d/gone.conf", "administrator", false],
            [".d/local.conf", "administrator", true],
        ],
    );
    assert.deepEqual(made.environmentFiles, [
        { file: "/etc/uyuni/extra.env", path: `${fragment}.d/local.conf` },
    ]);
});

QUnit.test("each value has the file that sets it", (assert) => {
    const { values } = configuration(processor, loaded, files);
    assert.deepEqual(
        values.map(({ variable, value, path, state, inFile, overridden }) => [
            variable,
            value,
            path?.replace(fragment, "") ?? null,
            state,
            inFile,
            overridden.map((one) => one.value),
        ]),
        [
            ["PODMAN_SYSTEMD_UNIT", "uyuni-event-processor@0.service", "", "effective", null, []],
            ["UYUNI_DB_NAME", "susemanager", ".d/generated.conf", "effective", null, ["mine"]],
            ["UYUNI_DB_HOST", "old", ".d/local.conf", "not-reloaded", "pg", ["db"]],
            ["STRAY", "1", null, "unexplained", null, []],
            ["EXTRA", null, ".d/custom.conf", "not-reloaded", "1", []],
        ],
    );
    const reset = configuration(processor, loaded, [
        ...files,
        dropIn("z.conf", "Environment=", "Environment=UYUNI_DB_NAME=last"),
    ]).values.find(({ variable }) => variable === "UYUNI_DB_NAME");
    assert.deepEqual(reset?.overridden, [], "an empty setting drops all before it");
    assert.strictEqual(reset?.inFile, "last");
});

QUnit.test("which of the administrator's settings win, and why", (assert) => {
    const found = contests(configuration(processor, loaded, files));
    assert.deepEqual(
        found.map(({ wins, sentence }) => [wins, inEnglish(sentence)]),
        [
            [
                false,
                "UYUNI_DB_NAME in custom.conf has no effect: generated.conf is read after it, in the order of names, and sets it too.",
            ],
            [
                true,
                "UYUNI_DB_HOST is set by local.conf, which is read after generated.conf: what is set there has no effect.",
            ],
        ],
    );
    assert.deepEqual(
        contests(
            configuration(processor, loaded, [dropIn("custom.conf", "Environment=A=1", "Environment=A=2")]),
        ),
        [],
    );
});

QUnit.test("owners", (assert) => {
    const owner = (id: "server" | "db" | "saline" | "hub-xmlrpc", path: string) =>
        ownerOf(serviceById(id), path);
    const server = `${system}/uyuni-server.service`;
    assert.strictEqual(owner("server", server), "mgradm");
    assert.strictEqual(owner("server", `${server}.d/generated.conf`), "mgradm");
    assert.strictEqual(owner("server", `${server}.d/server.env`), "mgradm");
    assert.strictEqual(owner("server", `${server}.d/Service.conf`), "mgradm");
    assert.strictEqual(owner("server", `${server}.d/custom.conf`), "administrator");
    assert.strictEqual(owner("db", `${system}/uyuni-db.service.d/generated-backup-volume.conf`), "mgradm");
    assert.strictEqual(owner("saline", `${system}/uyuni-saline@.service.d/custom.conf`), "mgradm");
    assert.strictEqual(
        owner("hub-xmlrpc", `${system}/uyuni-hub-xmlrpc@.service.d/custom.conf`),
        "administrator",
    );
    assert.strictEqual(
        owner("server", "/usr/lib/systemd/system/service.d/10-timeout-abort.conf"),
        "distribution",
    );
    const legacy = configuration(serviceById("server"), unit("uyuni-server.service"), [
        { path: `${server}.d/Service.conf`, text: "" },
    ]);
    assert.deepEqual(
        legacy.files.map((file) => file.legacy),
        [true],
    );
});

QUnit.test("secrets, by name", (assert) => {
    const rows = secretsOf(processor, known(podman({ secrets: ["uyuni-db-user"] })));
    assert.deepEqual(
        rows.map(({ secret, use, present }) => [secret, use, present]),
        [
            ["uyuni-db-user", { variable: "db_user" }, known(true)],
            ["uyuni-db-pass", { variable: "db_password" }, known(false)],
        ],
    );
    assert.deepEqual(secretsOf(serviceById("tftp"), loading)[0]?.present, loading);
});
