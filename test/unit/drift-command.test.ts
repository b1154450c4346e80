import { drift } from "../../src/uyuni/drift.js";
import { known, type ContainerState, type FileState, type UnitState } from "../../src/uyuni/host-state.js";
import { serviceById } from "../../src/uyuni/names.js";
import { passedVariables, podmanCommand } from "../../src/uyuni/podman-command.js";
import { parseReference } from "../../src/uyuni/reference.js";
import { serviceFiles } from "../../src/uyuni/service-files.js";
import { directivesOf } from "../../src/uyuni/unit-directives.js";
import { container, localImageState, unit } from "./sample-host.js";

QUnit.module("drift of commands");

const image = "registry.example.com/uyuni/server-attestation:5.2.0";
const connection = "jdbc:postgresql://db:5432/susemanager";
const name = "uyuni-server-attestation@0.service";
const service = serviceById("attestation");
const unitFile = "/etc/systemd/system/uyuni-server-attestation@.service";
const dropIns = `${unitFile}.d`;

const command = [
    "/usr/bin/podman run --conmon-pidfile /run/uyuni-server-attestation-0.pid",
    "--cidfile=/run/uyuni-server-attestation@0.service-0.ctr-id --cgroups=no-conmon --sdnotify=conmon -d",
    "-e database_connection --secret=uyuni-db-user,type=env,target=database_user",
    "--secret=uyuni-db-pass,type=env,target=database_password --replace --name uyuni-server-attestation-0",
    "--hostname uyuni-server-attestation-0.mgr.internal --network uyuni",
].join(" ");

/** As systemd 257 tells the loaded unit, and podman 5.4 the container that came of it. */
const loaded: Partial<UnitState> = {
    fragmentPath: unitFile,
    dropInPaths: [`${dropIns}/generated.conf`],
    environment: [
        `PODMAN_SYSTEMD_UNIT=${name}`,
        `UYUNI_SERVER_ATTESTATION_IMAGE=${image}`,
        `database_connection=${connection}`,
    ],
    commands: {
        ExecStart: [
            ["/bin/sh", "-c", command.replaceAll(" -", "      -") + "     ${UYUNI_SERVER_ATTESTATION_IMAGE}"],
        ],
        ExecStop: [
            "/usr/bin/podman stop --ignore -t 10 --cidfile=/run/uyuni-server-attestation@0.service-0.ctr-id".split(
                " ",
            ),
        ],
    },
    settings: {
        Type: "forking",
        Restart: "on-failure",
        PIDFile: "/run/uyuni-server-attestation-0.pid",
    },
};
const made: Partial<ContainerState> = {
    image,
    imageId: "a".repeat(64),
    unit: name,
    command: [...command.split(" "), image],
    passed: { database_connection: connection },
};

function files(...more: readonly FileState[]): FileState[] {
    const reference = parseReference(image);
    if ("error" in reference) throw new Error(image);
    const settings = {
        image: reference.ok,
        databaseHost: "db",
        databasePort: "5432",
        databaseName: "susemanager",
    };
    return [...serviceFiles(service, settings), ...more];
}

function row(
    pair: string,
    unitChanges: Partial<UnitState> = {},
    containerChanges: Partial<ContainerState> = {},
    onDisk = files(),
) {
    const found = drift(service, {
        files: known(onDisk),
        unit: known(unit(name, { ...loaded, ...unitChanges })),
        container: known(container("uyuni-server-attestation-0", { ...made, ...containerChanges })),
        images: known([localImageState(image)]),
    }).find((one) => one.pair === pair);
    if (!found) throw new Error(pair);
    return found;
}

QUnit.test("everything agrees, and the registry was not asked", (assert) => {
    for (const pair of ["template-file", "drop-ins", "file-unit", "unit-container"])
        assert.deepEqual([row(pair).result, row(pair).differences], ["agrees", []], pair);
    assert.throws(() => row("container-registry"));
});

QUnit.test("a container that was made with other options than the unit has now", (assert) => {
    const network = row(
        "unit-container",
        {},
        { command: made.command?.map((word) => word.replace(/^uyuni$/, "old")) ?? [] },
    );
    assert.strictEqual(network.action, "restart");
    assert.strictEqual(network.differences.length, 1);
    const [difference] = network.differences;
    assert.true(difference?.actual.includes("\n--network\nold\n"));
    assert.true(difference?.expected.includes("\n--network\nuyuni\n"));

    const passed = row(
        "unit-container",
        {},
        { passed: { database_connection: "jdbc:postgresql://old:5432/x" } },
    );
    assert.true(passed.differences[0]?.actual.endsWith("\ndatabase_connection=jdbc:postgresql://old:5432/x"));
    assert.true(passed.differences[0]?.expected.endsWith(`\ndatabase_connection=${connection}`));

    assert.strictEqual(row("unit-container", {}, { command: [] }).result, "agrees", "podman does not tell");
    assert.strictEqual(
        row("unit-container", { environmentFiles: ["/etc/other.env"] }, { command: ["podman", "run"] })
            .result,
        "agrees",
        "what only systemd reads is not guessed",
    );
});

QUnit.test("files that systemd has not read again", (assert) => {
    const edited = files().map((file) =>
        file.path === unitFile
            ? { ...file, text: file.text?.replace("Restart=on-failure", "Restart=no") ?? null }
            : file,
    );
    assert.deepEqual(row("file-unit", {}, {}, edited).differences, [
        { path: unitFile, expected: "Restart=no", actual: "Restart=on-failure" },
    ]);
    const local: FileState = {
        path: `${dropIns}/local.conf`,
        text: "[Service]\nExecStop=\nExecStop=/bin/true -x\n",
    };
    const added = row("file-unit", {}, {}, files(local));
    assert.deepEqual(added.differences[0], {
        path: "",
        expected: [unitFile, `${dropIns}/generated.conf`, local.path].join("\n"),
        actual: [unitFile, `${dropIns}/generated.conf`].join("\n"),
    });
    assert.strictEqual(added.differences[1]?.path, local.path);
    assert.strictEqual(added.differences[1]?.expected, "ExecStop=\n/bin/true\n-x");
    const comment = row("file-unit", { needDaemonReload: true });
    assert.deepEqual([comment.action, comment.differences], ["daemon-reload", []]);
});

QUnit.test("what drop-ins of the administrator change", (assert) => {
    const local: FileState = {
        path: `${dropIns}/local.conf`,
        text: `[Service]\nEnvironment=database_connection=${connection}x OWN=1\nRestart=no\n`,
    };
    const found = row("drop-ins", {}, {}, files(local));
    assert.deepEqual([found.result, found.action], ["overridden", "edit-drop-ins"]);
    assert.deepEqual(found.differences, [
        {
            path: local.path,
            expected: `database_connection=${connection}`,
            actual: `database_connection=${connection}x`,
        },
        { path: local.path, expected: "", actual: "OWN=1" },
        { path: local.path, expected: "Restart=\non-failure", actual: "Restart=\nno" },
    ]);
    const loses: FileState = {
        path: `${dropIns}/custom.conf`,
        text: `[Service]\nEnvironment=database_connection=lost\n`,
    };
    assert.strictEqual(row("drop-ins", {}, {}, files(loses)).result, "agrees");
});

QUnit.test("variables in commands", (assert) => {
    const environment = new Map([
        ["IMAGE", "r.io/a:1"],
        ["ARGS", "-v '/a b':/b  --rm"],
        ["EMPTY", ""],
    ]);
    const run = (...argv: string[]) => podmanCommand(argv, environment);
    assert.deepEqual(
        run("/usr/bin/podman", "run", "$ARGS", "${ARGS}", "${EMPTY}", "$EMPTY", "x${IMAGE}", "$$x"),
        [...["/usr/bin/podman", "run", "-v", "/a b:/b", "--rm", "-v '/a b':/b  --rm", "", "xr.io/a:1", "$x"]],
    );
    assert.deepEqual(run("/bin/sh", "-c", "exec podman run ${ARGS} ${EMPTY} $IMAGE"), [
        ...["podman", "run", "-v", "/a b:/b", "--rm", "r.io/a:1"],
    ]);
    assert.strictEqual(run("/bin/sh", "-c", "podman run ${IMAGE}; true"), null, "more than words");
    assert.strictEqual(run("/usr/bin/podman", "start", "x"), null);
    assert.strictEqual(run("/usr/bin/sleep", "1"), null);
    assert.deepEqual(passedVariables(["run", "-e", "A", "--env=B", "--env", "C=1", "-e", "D=2", "-v", "E"]), [
        "A",
        "B",
    ]);
});

QUnit.test("directives that are not understood are left out", (assert) => {
    const file: FileState = {
        path: "/u",
        text: "[Service]\nExecStart=@/bin/x y\nExecStop=/bin/a ; /bin/b\nExecStartPre=-/bin/a %H\nPIDFile=%t/%%x\nType=forking\nType=exec\n",
    };
    assert.deepEqual(
        [...directivesOf(file, [], name).values()].map(({ directive, text }) => [directive, text]),
        [
            ["Type", "exec"],
            ["PIDFile", "/run/%x"],
        ],
    );
});
