import { loading } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import { serviceById } from "../../src/uyuni/names.js";
import { checkReplicas, planReplicas, replicas } from "../../src/uyuni/replicas.js";
import { services, type ServiceId } from "../../src/uyuni/services.js";
import { known } from "../../src/uyuni/host-state.js";
import { host, unit } from "./sample-host.js";

QUnit.module("replicas");

const attestation = serviceById("attestation");

/** A host with these instances: "0" enabled and running, "0-" enabled, "0+" running only, "0." neither. */
function instances(service: ServiceId, ...marks: string[]) {
    const { unitFile } = serviceById(service);
    const units = marks.map((mark) => {
        const [, name = "", state = ""] = /^(.*?)([-+.]?)$/.exec(mark) ?? [];
        return unit(unitFile.replace("@.", `@${name}.`), {
            activeState: state === "-" || state === "." ? "inactive" : "active",
            unitFileState: state === "+" || state === "." ? "disabled" : "enabled",
        });
    });
    return host({ unitFiles: known(new Map(services.map((one) => [one.unitFile, ""]))) }, [
        unit("uyuni-db.service"),
        ...units,
    ]);
}

const short = (name: string) => name.replace("uyuni-server-attestation@", "@").replace(".service", "");

function view(...marks: string[]) {
    const found = replicas(attestation, instances("attestation", ...marks));
    if (found.state !== "known") throw new Error("not known");
    const { counted, running, gaps, uncounted, runningDisabled, enabledStopped } = found.value;
    return [
        counted,
        running,
        ...[gaps, uncounted, runningDisabled, enabledStopped].map((list) => list.map(short)),
    ];
}

QUnit.test("mgradm's number and what really runs", (assert) => {
    assert.deepEqual(view(), [0, 0, [], [], [], []]);
    assert.deepEqual(view("0", "1", "2"), [3, 3, [], [], [], []]);
    assert.deepEqual(view("1", "10", "0", "2."), [
        2,
        3,
        ["@2", "@3", "@4", "@5", "@6", "@7", "@8", "@9"],
        ["@10"],
        [],
        [],
    ]);
    assert.deepEqual(view("0+", "1"), [0, 2, ["@0"], ["@1"], ["@0"], []]);
    assert.deepEqual(view("0-", "blue", "01+"), [1, 2, [], ["@blue"], ["@01"], ["@0"]]);
    assert.strictEqual(replicas(attestation, host({ units: loading })).state, "loading");
    const tftp = replicas(serviceById("tftp"), host({}, [unit("uyuni-tftp.service")]));
    assert.true(tftp.state === "known" && tftp.value.counted === 1 && tftp.value.running === 1);
});

function planned(count: number, ...marks: string[]) {
    const outcome = planReplicas(attestation, count, instances("attestation", ...marks));
    return "ok" in outcome
        ? outcome.ok.map(({ argv }) => argv.slice(1).map(short).join(" "))
        : inEnglish(outcome.error);
}

QUnit.test("missing ones are enabled, then the surplus is disabled", (assert) => {
    assert.deepEqual(planned(2), ["enable --now @0", "enable --now @1"]);
    assert.deepEqual(planned(2, "0", "1"), []);
    assert.deepEqual(planned(1, "0", "1", "2"), ["disable --now @1", "disable --now @2"]);
    assert.deepEqual(planned(0, "0", "1+", "2-", "3."), [
        "disable --now @0",
        "disable --now @1",
        "disable --now @2",
    ]);
    assert.deepEqual(planned(3, "0+", "2", "blue"), [
        "enable --now @0",
        "enable --now @1",
        "disable --now @blue",
    ]);
    assert.deepEqual(planned(1, "0-"), ["enable --now @0"]);
    const state = instances("event-processor", "0", "1+");
    const guarded = planReplicas(serviceById("event-processor"), 1, state);
    assert.deepEqual("ok" in guarded && guarded.ok.map(({ action, unit }) => [action, unit]), [
        ["stop-and-disable", "uyuni-event-processor@1.service"],
    ]);
});

QUnit.test("a number out of bounds is refused", (assert) => {
    const refused = (id: ServiceId, count: number) => "error" in checkReplicas(serviceById(id), count);
    for (const count of [-1, 0.5, NaN, Infinity, 101, 1e9]) assert.true(refused("attestation", count));
    for (const count of [0, 1, 7, 100]) assert.false(refused("attestation", count));
    for (const id of ["hub-xmlrpc", "saline", "tftp"] as const)
        assert.deepEqual(
            [0, 1, 2].map((count) => refused(id, count)),
            [false, false, true],
        );
    for (const id of ["server", "db", "event-processor"] as const)
        assert.deepEqual(
            [0, 1, 2].map((count) => refused(id, count)),
            [true, false, true],
        );
    assert.strictEqual(planned(-1), "The number of instances is a whole number from 0 to 100.");
    const bare = planReplicas(attestation, 1, host());
    assert.strictEqual(
        "error" in bare && inEnglish(bare.error),
        "This host has no unit file uyuni-server-attestation@.service: set the service up first.",
    );
    assert.true("error" in planReplicas(attestation, 0, host({ units: loading })));
});
