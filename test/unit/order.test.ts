import { loading } from "../../src/uyuni/host-state.js";
import { serviceById } from "../../src/uyuni/names.js";
import { lossesOf, restartAll, startAll, startOrder, stopAll } from "../../src/uyuni/order.js";
import { services } from "../../src/uyuni/services.js";
import { host, processor, unit } from "./sample-host.js";

QUnit.module("order");

const off = { activeState: "inactive", unitFileState: "disabled" };
const state = host({}, [
    unit("uyuni-server.service"),
    unit("uyuni-server-attestation@1.service", { activeState: "inactive" }),
    unit("uyuni-server-attestation@0.service", { activeState: "failed" }),
    unit("uyuni-db.service"),
    unit("uyuni-saline@0.service", { unitFileState: "disabled" }),
    unit("uyuni-hub-xmlrpc@0.service", off),
    unit("uyuni-tftp.service", { loadState: "not-found", activeState: "inactive" }),
    unit(processor),
]);

function commands(found: ReturnType<typeof startAll>): string[] {
    return found.state === "known"
        ? found.value.map(({ verb, unit: name }) => `${verb} ${name.replace(/^uyuni-|\.service$/g, "")}`)
        : [found.state];
}

QUnit.test("no service comes before those that it needs", (assert) => {
    const order = startOrder(services).map(({ id }) => id);
    assert.deepEqual(order.slice(0, 2), ["db", "server"]);
    assert.deepEqual([...order].sort(), services.map(({ id }) => id).sort());
    for (const { id, wants, after } of services)
        for (const before of [...wants, ...after])
            assert.true(order.indexOf(before) < order.indexOf(id), `${before} before ${id}`);
    assert.deepEqual(
        startOrder(services.toReversed())
            .map(({ id }) => id)
            .slice(0, 1),
        ["db"],
        "whatever the order of the table",
    );
    const circle = [{ ...serviceById("db"), after: ["server" as const] }, serviceById("server")];
    assert.throws(() => startOrder(circle), RangeError);
});

QUnit.test("start, stop and restart", (assert) => {
    assert.deepEqual(commands(startAll(state)), ["start server-attestation@0", "start server-attestation@1"]);
    assert.deepEqual(commands(stopAll(state)), [
        "stop saline@0",
        "stop event-processor@0",
        "stop server",
        "stop db",
    ]);
    assert.deepEqual(commands(restartAll(state)), [
        "stop saline@0",
        "stop event-processor@0",
        "stop server",
        "stop db",
        "start db",
        "start server",
        "start server-attestation@0",
        "start server-attestation@1",
        "start event-processor@0",
        "start saline@0",
    ]);
    assert.deepEqual(commands(restartAll(host({ units: loading }))), ["loading"]);
});

QUnit.test("what users lose meanwhile", (assert) => {
    const stops = stopAll(state);
    if (stops.state !== "known") throw new Error("not known");
    assert.deepEqual(
        lossesOf(stops.value).map(({ service, loss }) => [service.id, loss]),
        ["saline", "event-processor", "server", "db"].map((id) => [
            id,
            services.find((service) => service.id === id)?.meanwhile,
        ]),
    );
    const starts = startAll(state);
    assert.deepEqual(starts.state === "known" && lossesOf(starts.value), []);
});
