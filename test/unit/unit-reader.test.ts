import { isWorthReading, UnitReader } from "../../src/host/unit-reader.js";

QUnit.module("unit reader", {
    before: () => {
        // Its time limits are a page's.
        Object.assign(globalThis, { window: globalThis });
    },
});

/** What is read of a unit when a signal comes while the reply is on its way. */
async function readWithSignal(name: string) {
    let answer: (reply: unknown[]) => void = () => undefined;
    const reader = new UnitReader({ call: () => new Promise((resolve) => (answer = resolve)) });
    const reading = reader.read(name);
    reader.signalled(name, { ActiveState: "failed" });
    answer([{ ActiveState: { t: "s", v: "activating" }, ExecStart: { t: "a", v: ["step 2"] } }]);
    return reading;
}

QUnit.test("what a signal said in the meantime counts more than the reply", async (assert) => {
    const read = await readWithSignal("uyuni-server.service");
    assert.deepEqual(read, { ActiveState: "failed", ExecStart: ["step 2"] });
});

QUnit.test("an operation never seems to have failed in a step that it was in before", async (assert) => {
    const read = await readWithSignal("cockpit-uyuni-operation.service");
    assert.deepEqual(read, { ActiveState: "activating", ExecStart: ["step 2"] });
});

QUnit.test(
    "commands that only ran are not read again, anything else that a signal leaves open is",
    (assert) => {
        const ran = ["ExecStartPre", "ExecStart", "ExecStartEx", "ExecStopPostEx", "Conditions", "Asserts"];
        assert.false(isWorthReading(ran));
        assert.false(isWorthReading([]));
        assert.true(isWorthReading([...ran, "Environment"]));
    },
);
