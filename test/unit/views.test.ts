import { known, loading, unknown, type HostState } from "../../src/uyuni/host-state.js";
import { eventProcessorView, overviewRows, uyuniPresence } from "../../src/uyuni/views.js";
import { container, host, image, localImageState, podman, processor, unit } from "./sample-host.js";

QUnit.module("views");

const own = unit(processor, {
    environment: [
        `UYUNI_EVENT_PROCESSOR_IMAGE=${image}`,
        "UYUNI_DB_NAME=susemanager",
        "UYUNI_DB_PORT=5432",
        "UYUNI_DB_HOST=db",
    ],
});

function setUp(state: Partial<HostState> = {}): HostState {
    return host(
        {
            unitFiles: known(new Map([["uyuni-event-processor@.service", "disabled"]])),
            ...state,
        },
        [unit("uyuni-server.service"), unit("uyuni-db.service"), own],
    );
}

QUnit.test("presence", (assert) => {
    const kind = (changes: Partial<HostState>, units?: Parameters<typeof host>[1]) =>
        uyuniPresence(host(changes, units)).kind;
    assert.strictEqual(kind({}), "present");
    assert.strictEqual(kind({ units: loading, unitFiles: loading }), "loading");
    assert.strictEqual(kind({ units: unknown("error"), unitFiles: loading }), "unknown");
    assert.strictEqual(
        kind({ unitFiles: known(new Map()) }, [unit("uyuni-db.service", { loadState: "not-found" })]),
        "no-uyuni",
    );
    assert.strictEqual(kind({ podman: unknown("not-installed") }), "no-podman");
    assert.strictEqual(kind({ access: "limited", podman: unknown("no-access") }), "limited");
    assert.strictEqual(kind({ access: "limited", unitFiles: known(new Map()) }, []), "no-uyuni");
});

QUnit.test("the overview has every service and every instance", (assert) => {
    const state = host({ unitFiles: known(new Map([["uyuni-saline@.service", "disabled"]])) }, [
        unit("uyuni-server.service", { environment: ["UYUNI_IMAGE=r.io/server:1"] }),
        unit("uyuni-db.service", { activeState: "failed", stateChangeUsec: 5_000_000 }),
        unit("uyuni-server-attestation@1.service", { activeState: "activating" }),
        unit("uyuni-server-attestation@0.service", {
            activeState: "deactivating",
            unitFileState: "disabled",
        }),
        unit("uyuni-hub-xmlrpc@0.service", {
            loadState: "not-found",
            activeState: "inactive",
            unitFileState: "",
        }),
    ]);
    const rows = overviewRows(state);
    assert.strictEqual(rows.state, "known");
    if (rows.state !== "known") return;
    assert.deepEqual(
        rows.value.map(({ unit, container, status, enabled }) => [unit, container, status, enabled]),
        [
            ["uyuni-server.service", "uyuni-server", "running", true],
            ["uyuni-db.service", "uyuni-db", "failed", true],
            [processor, "uyuni-salt-event-processor-0", "not-set-up", false],
            ["uyuni-server-attestation@0.service", "uyuni-server-attestation-0", "stopping", false],
            ["uyuni-server-attestation@1.service", "uyuni-server-attestation-1", "starting", true],
            ["uyuni-hub-xmlrpc@0.service", "uyuni-hub-xmlrpc-0", "not-set-up", false],
            ["uyuni-saline@0.service", "uyuni-saline-0", "stopped", false],
            ["uyuni-tftp.service", "uyuni-tftpd", "not-set-up", false],
        ],
    );
    assert.strictEqual(rows.value[0]?.configuredImage, "r.io/server:1");
    assert.strictEqual(rows.value[0]?.runningImage, "registry.opensuse.org/uyuni/uyuni-server:5.2.0");
    assert.strictEqual(rows.value[0]?.health, "healthy");
    assert.strictEqual(rows.value[1]?.since, 5000);
    assert.deepEqual(overviewRows(host({ units: unknown("disconnected") })), unknown("disconnected"));
});

QUnit.test("the event processor, not set up", (assert) => {
    assert.strictEqual(eventProcessorView(host({ units: loading })).kind, "loading");
    assert.strictEqual(eventProcessorView(host({ unitFiles: unknown("error") })).kind, "unknown");
    const stray = host({ podman: known(podman({ containers: [container("mine", { image })] })) });
    const view = eventProcessorView(stray);
    assert.strictEqual(view.kind, "not-set-up");
    if (view.kind === "not-set-up")
        assert.deepEqual(
            view.others.state === "known" && view.others.value.map(({ kind, name }) => [kind, name]),
            [["container", "mine"]],
        );
});

QUnit.test("the event processor, set up", (assert) => {
    const view = eventProcessorView(setUp());
    assert.strictEqual(view.kind, "set-up");
    if (view.kind !== "set-up") return;
    assert.strictEqual(view.status, "running");
    assert.true(view.enabled);
    assert.strictEqual(view.configuredImage, image);
    assert.true("ok" in view.reference);
    assert.deepEqual(view.database, { host: "db", port: "5432", name: "susemanager" });
    assert.deepEqual(view.network, known(true));
    assert.deepEqual(
        view.secrets,
        known([
            { name: "uyuni-db-user", present: true },
            { name: "uyuni-db-pass", present: true },
        ]),
    );
    assert.deepEqual(view.others, known([]));
    assert.deepEqual(
        view.instances.map(({ name }) => name),
        [processor],
    );
    const blind = eventProcessorView(setUp({ podman: unknown("no-access") }));
    assert.true(
        blind.kind === "set-up" && blind.secrets.state === "unknown" && blind.others.state === "unknown",
    );
});

QUnit.test("configured image and running image", (assert) => {
    const difference = (made: Parameters<typeof container>[1] | null, imageId?: string) => {
        const containers = made ? [container("uyuni-salt-event-processor-0", made)] : [];
        const images = imageId === undefined ? [] : [localImageState(image, imageId)];
        const view = eventProcessorView(setUp({ podman: known(podman({ containers, images })) }));
        return view.kind === "set-up" ? view.imageDifference : "not set up";
    };
    assert.strictEqual(difference(null, "1"), null);
    assert.strictEqual(difference({ image, imageId: "1" }, "1"), "none");
    assert.strictEqual(difference({ image, imageId: "1" }, "2"), "moved");
    assert.strictEqual(difference({ image: "r.io/x:1", imageId: "1" }, "2"), "other-reference");
    assert.strictEqual(difference({ image: "r.io/x:1", imageId: "1" }), "other-reference");
    assert.strictEqual(difference({ image, imageId: "1" }), null);
});
