import { OperationTracker } from "../../src/host/operation-tracker.js";
import { HostError } from "../../src/host/problem.js";
import type { UnitProperties } from "../../src/host/systemd-properties.js";
import type { Operation } from "../../src/uyuni/host-state.js";
import { message } from "../../src/uyuni/message.js";
import type { Plan } from "../../src/uyuni/plan.js";
import { operationFields, OPERATION_UNIT, RECOVER_UNIT } from "../../src/uyuni/operation-record.js";

const { module, test } = QUnit;

const ID = "0123456789ab";

function operation(phase: Operation["phase"], endedAt: number, id = ID): Operation {
    return {
        ...{
            id,
            kind: "set-up",
            service: "event-processor",
            services: [],
            title: message("Set up"),
            user: "admin",
        },
        ...{ startedAt: 1000, endedAt, phase, cancelled: false, refused: false, steps: [], rollback: [] },
    };
}

const plan: Plan = {
    ...{ id: ID, kind: "set-up", service: "event-processor", title: message("Set up"), fingerprint: "" },
    ...{ checks: [], files: [], staged: [], guards: [], steps: [], rollback: [] },
};

/** The operation's unit while it runs. */
function running(): UnitProperties {
    const fields = operationFields(plan, "admin");
    return {
        ActiveState: "activating",
        InactiveExitTimestamp: 1_000_000,
        LogExtraFields: Object.entries(fields).map(([name, value]) => btoa(`${name}=${value}`)),
    };
}

/** A tracker on a host of which everything is said here, and what it tells. */
function tracked(readings: readonly (Operation | null | HostError)[]) {
    const told: (string | null)[] = [];
    const host = {
        units: new Map<string, UnitProperties>(),
        files: new Map<string, string>() as Map<string, string> | null,
        mayRead: true,
        written: (): Promise<void> => Promise.resolve(),
        waits: 0,
    };
    const left = [...readings];
    const tracker = new OperationTracker(
        {
            units: () => host.units,
            files: () => host.files,
            mayReadJournal: () => host.mayRead,
            lastOperation: () => {
                const reading = left.shift() ?? null;
                return reading instanceof HostError ? Promise.reject(reading) : Promise.resolve(reading);
            },
            journalWritten: () => {
                host.waits++;
                return host.written();
            },
            refresh: () => undefined,
        },
        {
            operation: (found) => told.push(found?.phase ?? null),
            problem: ({ problem }) => told.push(problem),
        },
    );
    return { tracker, host, told, left };
}

/** Calls what waits for a pause, instead of the pause. */
function withoutPauses(): () => void {
    let attempt: () => void = () => undefined;
    Object.assign(globalThis, {
        window: {
            setTimeout: (handler: () => void) => {
                attempt = handler;
                return 1;
            },
            clearTimeout: () => undefined,
            atob,
        },
    });
    return () => {
        attempt();
    };
}

module("operation tracker", (hooks) => {
    hooks.beforeEach(() => void withoutPauses());

    test("nothing is told of operations before the journal was read", async (assert) => {
        const { tracker, told } = tracked([operation("succeeded", 2000)]);
        tracker.look();
        assert.deepEqual(told, []);
        await tracker.readJournal();
        assert.deepEqual(told, ["succeeded"]);
    });

    test("one that was cut off is not told before the files are known, which say how it is", async (assert) => {
        const cut = operation("unknown", 0);
        const { tracker, told, host } = tracked([cut, cut]);
        host.files = null;
        await tracker.readJournal();
        assert.deepEqual(told, []);
        host.files = new Map([[RECOVER_UNIT, "enabled"]]);
        tracker.look();
        assert.deepEqual(told, ["interrupted"]);
        host.files = new Map();
        tracker.look();
        assert.deepEqual(told, ["interrupted", "unknown"]);
    });

    test("a journal that cannot be read is a problem, and is read again", async (assert) => {
        const pass = withoutPauses();
        const late = new HostError("timeout", "late");
        const { tracker, told, left } = tracked([late, late, operation("rolled-back", 2000)]);
        await tracker.readJournal();
        assert.deepEqual(told, ["timeout"]);
        while (left.length > 0) {
            pass();
            await new Promise((resolve) => setTimeout(resolve));
        }
        assert.deepEqual(told, ["timeout", "timeout", "rolled-back"]);
    });

    test("an end that is not written yet is waited for", async (assert) => {
        const { tracker, told, host } = tracked([operation("unknown", 0), operation("succeeded", 2000)]);
        await tracker.readJournal();
        assert.strictEqual(host.waits, 1);
        assert.deepEqual(told, ["succeeded"]);
    });

    test("one that runs has no end to wait for", async (assert) => {
        const { tracker, told, host } = tracked([operation("unknown", 0)]);
        host.units.set(OPERATION_UNIT, running());
        await tracker.readJournal();
        assert.strictEqual(host.waits, 0);
        assert.deepEqual(told, ["running"]);
    });

    test("one that was over before the journal knew of it is waited for", async (assert) => {
        const before = operation("succeeded", 500, "ffffffffffff");
        const { tracker, told, host } = tracked([before, operation("failed", 2000)]);
        host.units.set(OPERATION_UNIT, running());
        tracker.look();
        host.units.clear();
        await tracker.ended();
        assert.deepEqual(told, ["running", "failed"]);
    });

    test("what was read while it ran says nothing of how it ended", async (assert) => {
        const ran = operation("unknown", 0);
        const { tracker, told, host } = tracked([ran, operation("rolled-back", 2000)]);
        host.units.set(OPERATION_UNIT, running());
        host.files = new Map([[RECOVER_UNIT, "enabled"]]);
        await tracker.readJournal();
        assert.deepEqual(told, ["running"]);
        // Its roll-back has reloaded systemd, which has forgotten the steps of the unit that failed.
        host.units.set(OPERATION_UNIT, { ...running(), ActiveState: "failed" });
        const reading = tracker.ended();
        tracker.look();
        assert.deepEqual(told, ["running"]);
        await reading;
        assert.deepEqual(told, ["running", "rolled-back"]);
    });

    test("when nobody can say that the journal is written, what is there is told, and read again", async (assert) => {
        const pass = withoutPauses();
        const { tracker, told, host } = tracked([operation("unknown", 0), operation("succeeded", 2000)]);
        host.written = () => Promise.reject(new HostError("timeout", "late"));
        await tracker.readJournal();
        assert.deepEqual(told, ["unknown"]);
        pass();
        await new Promise((resolve) => setTimeout(resolve));
        assert.deepEqual(told, ["unknown", "succeeded"]);
    });

    test("without administrative access there is none", async (assert) => {
        const { tracker, told, host } = tracked([]);
        host.mayRead = false;
        await tracker.readJournal();
        assert.deepEqual(told, [null]);
    });
});
