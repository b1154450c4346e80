import {
    known,
    loading,
    unknown,
    type HostState,
    type Operation,
    type SetUpFacts,
} from "../../src/uyuni/host-state.js";
import { inEnglish, message } from "../../src/uyuni/message.js";
import { planBlocked, preflight } from "../../src/uyuni/preflight.js";
import { checkSetUpIntent, type SetUpIntent } from "../../src/uyuni/set-up-intent.js";
import {
    container,
    facts,
    host,
    image,
    intent,
    localImageState,
    podman,
    processor,
    unit,
} from "./sample-host.js";

QUnit.module("preflight");

function checks(state: HostState = host(), given: SetUpFacts = facts(), wanted: SetUpIntent = intent()) {
    const checked = checkSetUpIntent(wanted);
    return preflight("ok" in checked ? checked.ok : null, state, given);
}

function check(id: string, ...rest: Parameters<typeof checks>) {
    const found = checks(...rest).find((one) => one.id === id);
    return found ? [found.result, inEnglish(found.finding)] : [];
}

const withPodman = (changes: Parameters<typeof podman>[0]) => host({ podman: known(podman(changes)) });

QUnit.test("a host that is ready passes everything", (assert) => {
    const all = checks();
    assert.deepEqual(
        all.map(({ id, result }) => [id, result]),
        [
            "access",
            "operation",
            "mgradm",
            "podman",
            "network",
            "secrets",
            "database",
            "image",
            "disk",
            "singleton",
            "consumers",
            "files",
            "download",
        ].map((id) => [id, "passed"]),
    );
    assert.false(planBlocked(all));
});

QUnit.test("whatever does not pass says what to do", (assert) => {
    const bad = checks(
        host({
            access: "limited",
            podman: unknown("error", "boom"),
            units: loading,
            operation: unknown("no-access"),
        }),
        facts({ mgradm: "mgradm upgrade", watching: "no-curl", listeners: unknown("error") }),
    );
    assert.true(planBlocked(bad));
    for (const { id, result, remedy, title } of bad) {
        assert.notStrictEqual(inEnglish(title), "");
        assert.strictEqual(remedy === null, result === "passed", id);
    }
    assert.deepEqual(
        preflight(null, host(), facts()).filter(({ id }) => id === "image" || id === "database"),
        [],
    );
});

QUnit.test("access and other operations", (assert) => {
    assert.strictEqual(check("access", host({ access: "limited" }))[0], "failed");
    assert.strictEqual(check("access", host({ access: "pending" }))[0], "failed");
    const operation = (phase: Operation["phase"]) =>
        host({
            operation: known({
                id: "",
                kind: "set-up",
                service: "event-processor",
                title: message("x"),
                user: "ann",
                startedAt: 0,
                endedAt: 0,
                phase,
                cancelled: false,
                refused: false,
                steps: [],
                rollback: [],
            }),
        });
    assert.deepEqual(check("operation", operation("running")), [
        "failed",
        "Another operation is running, started by ann.",
    ]);
    assert.strictEqual(check("operation", operation("rolling-back"))[0], "failed");
    assert.strictEqual(check("operation", operation("interrupted"))[0], "failed");
    assert.strictEqual(check("operation", operation("rollback-failed"))[0], "failed");
    for (const phase of ["succeeded", "failed", "rolled-back", "given-up", "unknown"] as const)
        assert.strictEqual(check("operation", operation(phase))[0], "passed");
    assert.deepEqual(check("mgradm", host(), facts({ mgradm: "mgradm upgrade podman" })), [
        "failed",
        "mgradm is running: mgradm upgrade podman",
    ]);
});

QUnit.test("podman, its network, secrets and space", (assert) => {
    const version = (text: string) => check("podman", withPodman({ version: text }))[0];
    assert.deepEqual(
        ["3.4.4", "4.3.1", "4.5.0", "4.8.9", "4.9.5", "4.10.0", "5.0.0-dev", "", "x"].map(version),
        ["failed", "failed", "warning", "warning", "passed", "passed", "passed", "failed", "failed"],
    );
    assert.deepEqual(check("podman", host({ podman: unknown("not-installed") })), [
        "failed",
        "podman is not installed.",
    ]);
    assert.strictEqual(check("network", withPodman({ networks: ["uyuni2"] }))[0], "failed");
    assert.deepEqual(check("secrets", withPodman({ secrets: ["uyuni-db-user"] })), [
        "failed",
        "Missing secrets: uyuni-db-pass",
    ]);
    const disk = (free: number, size = 2 ** 40) =>
        check("disk", withPodman({ storage: { path: "/var", free, size } }));
    assert.deepEqual(disk(2 ** 30 - 1)[0], "failed");
    const notKnown = "How large the image is, is not known.";
    assert.deepEqual(disk(2 ** 30), ["warning", `1.0 GiB are free in /var. ${notKnown}`]);
    assert.deepEqual(disk(5 * 2 ** 30), ["passed", `5.0 GiB are free in /var. ${notKnown}`]);
    assert.strictEqual(disk(0, 0)[0], "unknown");
});

QUnit.test("room for what is pulled, unpacked", (assert) => {
    const gibibyte = 2 ** 30;
    const digest = `sha256:${"f".repeat(64)}`;
    const told = (size?: number, of = image) =>
        facts({ image: { image: of, architectures: [], digest, ...(size !== undefined && { size }) } });
    const disk = (free: number, given = told(2 * gibibyte), changes: Parameters<typeof podman>[0] = {}) =>
        check(
            "disk",
            withPodman({ storage: { path: "/var", free: free * gibibyte, size: 2 ** 40 }, ...changes }),
            given,
        );
    const sentence = (free: string, need: string) =>
        `${free} GiB are free in /var, and the image needs about ${need} GiB.`;
    assert.deepEqual(disk(5.9), ["failed", sentence("5.9", "6.0")]);
    assert.deepEqual(disk(6), ["warning", sentence("6.0", "6.0")]);
    assert.deepEqual(disk(6.9), ["warning", sentence("6.9", "6.0")]);
    assert.deepEqual(disk(7), ["passed", sentence("7.0", "6.0")]);
    // What the host itself needs stays.
    const small = told(1000);
    assert.deepEqual(disk(0.9, small), ["failed", sentence("0.9", "0.1")]);
    assert.deepEqual(disk(4.9, small), ["warning", sentence("4.9", "0.1")]);
    assert.deepEqual(disk(5, small), ["passed", sentence("5.0", "0.1")]);
    for (const given of [facts(), told(), told(0), told(2 * gibibyte, `${image}.1`)])
        assert.deepEqual(disk(5, given), [
            "passed",
            "5.0 GiB are free in /var. How large the image is, is not known.",
        ]);
    const name = image.replace(/:[^:]*$/, "");
    const here = { images: [{ ...localImageState(image), digests: [`${name}@${digest}`] }] };
    assert.deepEqual(disk(5, told(2 * gibibyte), here), ["passed", "5.0 GiB are free in /var."]);
    const moved = { images: [localImageState(image)] };
    assert.deepEqual(disk(5, told(2 * gibibyte), moved), ["failed", sentence("5.0", "6.0")]);
    assert.deepEqual(
        check(
            "disk",
            withPodman({ storage: { path: "/var", free: 5 * gibibyte, size: 2 ** 40 }, ...moved }),
            told(2 * gibibyte),
            intent({ pullPolicy: "IfNotPresent" }),
        ),
        ["passed", "5.0 GiB are free in /var."],
        "nothing is pulled",
    );
});

QUnit.test("the database", (assert) => {
    assert.strictEqual(check("database", host({}, []))[0], "failed");
    assert.strictEqual(
        check("database", host({}, [unit("uyuni-db.service", { activeState: "failed" })]))[0],
        "failed",
    );
    assert.strictEqual(
        check("database", host({}, [unit("uyuni-db.service", { loadState: "not-found" })]))[0],
        "failed",
    );
    const away = intent({ databaseHost: "pg.example.com" });
    assert.deepEqual(check("database", host({}, []), facts(), away), [
        "unknown",
        "The database on pg.example.com is not checked from here.",
    ]);
    assert.false(planBlocked(checks(host(), facts(), away)));
});

QUnit.test("the image", (assert) => {
    const local = withPodman({ images: [localImageState(image)] });
    const result = (policy: SetUpIntent["pullPolicy"], state?: HostState) =>
        check("image", state, facts(), intent({ pullPolicy: policy }))[0];
    assert.strictEqual(result("Never"), "failed");
    assert.strictEqual(result("Never", local), "passed");
    assert.strictEqual(result("IfNotPresent"), "passed");
    assert.strictEqual(
        check("image", local)[1],
        `${image} is going to be pulled from registry.opensuse.org.`,
    );
});

QUnit.test("there is only one processor", (assert) => {
    const name = "uyuni-event-processor@blue.service";
    const units = (changes: Parameters<typeof unit>[1]) =>
        host({}, [unit("uyuni-db.service"), unit(processor), unit(name, changes)]);
    assert.deepEqual(check("singleton", units({ activeState: "inactive" })), [
        "failed",
        `There are other event processors: ${name}`,
    ]);
    assert.strictEqual(check("singleton", units({ unitFileState: "disabled" }))[0], "failed");
    assert.strictEqual(
        check("singleton", units({ activeState: "inactive", unitFileState: "disabled" }))[0],
        "passed",
    );
    const containers = (...list: ReturnType<typeof container>[]) => withPodman({ containers: list });
    const own = container("uyuni-salt-event-processor-0");
    assert.strictEqual(check("singleton", containers(own))[0], "passed");
    assert.strictEqual(
        check("singleton", containers(own, container("uyuni-salt-event-processor-1")))[0],
        "failed",
    );
    assert.strictEqual(check("singleton", containers(container("test", { image })))[0], "failed");
    assert.strictEqual(
        check("singleton", containers(own, container("x", { imageId: own.imageId })))[0],
        "failed",
    );
    assert.strictEqual(
        check("singleton", containers(container("test", { image, status: "exited" })))[0],
        "warning",
    );
});

QUnit.test("consumers, files and what cannot be watched warn, and do not block", (assert) => {
    const listener = (name: string) => ({ pid: 7, address: "10.89.0.9", age: 100, container: name });
    const consumers = (...names: string[]) =>
        check("consumers", host(), facts({ listeners: known(names.map(listener)) }));
    assert.strictEqual(consumers("uyuni-salt-event-processor-0")[0], "passed");
    assert.deepEqual(consumers("uyuni-server"), [
        "warning",
        "The server itself consumes Salt events, as the stock server image does, in Tomcat.",
    ]);
    assert.deepEqual(consumers(""), ["warning", "Salt events are consumed by: 10.89.0.9"]);
    assert.strictEqual(check("consumers", host(), facts({ listeners: unknown("error") }))[0], "unknown");
    assert.deepEqual(check("download", host(), facts({ watching: "old-certificates" })), [
        "warning",
        "podman’s service has run since before the certificates changed that this host trusts: the download goes without it, and shows no bytes.",
    ]);
    const given = facts({
        watching: "no-curl",
        files: [{ path: "/etc/systemd/system/uyuni-event-processor@.service", text: "old" }],
        listeners: known([listener("uyuni-server")]),
    });
    assert.deepEqual(
        checks(host(), given)
            .filter(({ result }) => result !== "passed")
            .map(({ id, result }) => [id, result]),
        [
            ["consumers", "warning"],
            ["files", "warning"],
            ["download", "warning"],
        ],
    );
    assert.false(planBlocked(checks(host(), given)));
});
