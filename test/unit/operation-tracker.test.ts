import { OperationTracker } from "../../src/host/operation-tracker.js";
import { HostError } from "../../src/host/problem.js";
import type { UnitProperties } from "../../src/host/systemd-properties.js";
import type { Access, Operation } from "../../src/uyuni/host-state.js";
import { message } from "../../src/uyuni/message.js";
import type { Plan, Step } from "../../src/uyuni/plan.js";
import {
    operationFields,
    OPERATION_UNIT,
    RECOVER_UNIT,
    ROLLBACK_UNIT,
    titled,
} from "../../src/uyuni/operation-record.js";

const { module, test } = QUnit;

const ID = "0123456789ab";
const UNDO: Step = { title: message("Undo"), phase: "change", argv: ["/bin/true"], undo: null };

const plan: Plan = {
    ...{ id: ID, kind: "set-up", service: "event-processor", title: message("Set up"), fingerprint: "" },
    ...{ checks: [], files: [], staged: [], guards: [] },
    steps: [{ title: message("Write"), phase: "change", argv: ["/bin/true"], undo: null }],
    rollback: [UNDO],
};

/** What the journal has of the operation. */
function written(phase: Operation["phase"], endedAt: number, id = ID): Operation {
    const { kind, service, title } = plan;
    return {
        ...{ id, kind, service, services: [], title, user: "admin", startedAt: 1000, endedAt, phase },
        ...{ cancelled: false, refused: false, steps: titled(plan.steps, []), rollback: [] },
    };
}

/** The same after its roll-back began. */
function undoing(): Operation {
    const begun = { startedAt: 1, endedAt: 0, exitStatus: 0, signalled: false, status: "running" as const };
    return { ...written("rolling-back", 2000), rollback: titled(plan.rollback, [begun]) };
}

/** A unit of the operation; its step has begun, and ended with 1 where the unit failed. */
function unit(ActiveState: string): UnitProperties {
    const fields = operationFields(plan, "admin");
    const row = (started: number, ended: number, code: number, status: number) => [
        ...["/bin/true", ["/bin/true"], false],
        ...[started, 0, ended, 0, 1, code, status],
    ];
    const failed = ActiveState === "failed";
    return {
        ActiveState,
        InactiveExitTimestamp: 1_000_000,
        LogExtraFields: Object.entries(fields).map(([name, value]) => btoa(`${name}=${value}`)),
        ExecStart: [row(1000, 2000, 1, 0), failed ? row(3000, 4000, 1, 1) : row(3000, 0, 0, 0)],
    };
}

/** The unit that puts things right: of what it rolls back it has the id only. */
const recovery: UnitProperties = {
    ActiveState: "activating",
    LogExtraFields: [btoa(`COCKPIT_UYUNI_OPERATION=${ID}`)],
};

type Reading = Operation | null | HostError;

/** A tracker on a host of which everything is said here, and what it tells. */
function tracked(...readings: readonly Reading[]) {
    const told: (string | null)[] = [];
    const steps: string[] = [];
    const host = {
        units: new Map<string, UnitProperties>() as Map<string, UnitProperties> | null,
        access: "administrative" as Access,
        isRecoveryLeft: false,
        /** Runs while the journal is being written. */
        write: (): Promise<void> => Promise.resolve(),
        writings: 0,
        listings: 0,
        left: [...readings],
    };
    const tracker = new OperationTracker(
        {
            units: () => host.units,
            access: () => host.access,
            lastOperation: async () => {
                const reading = host.left.length > 1 ? host.left.shift() : host.left[0];
                if (reading instanceof HostError) throw reading;
                return await Promise.resolve(reading ?? null);
            },
            journalWritten: () => {
                host.writings++;
                return host.write();
            },
            isRecoveryLeft: () => Promise.resolve(host.isRecoveryLeft),
            refresh: () => host.listings++,
        },
        {
            operation: (found) => {
                told.push(found?.phase ?? null);
                steps.push(...(found?.steps ?? []).map(({ status }) => status));
            },
            problem: ({ problem }) => told.push(problem),
        },
    );
    return { tracker, host, told, steps };
}

/** Lets everything be done that waits for nothing but its turn. */
function turn(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve));
}

/** Pauses end when the function that this returns is called. */
function pauses(): () => void {
    let attempt: () => void = () => undefined;
    const window = {
        setTimeout: (handler: () => void) => {
            attempt = handler;
            return 1;
        },
        clearTimeout: () => undefined,
        atob,
    };
    Object.assign(globalThis, { window });
    return () => {
        attempt();
    };
}

module("operation tracker", (hooks) => {
    hooks.beforeEach(() => void pauses());

    test("nothing is told before units, access and journal are known", async (assert) => {
        const { tracker, told, host } = tracked(written("succeeded", 2000));
        host.units = null;
        host.access = "pending";
        tracker.readAgain();
        await turn();
        host.units = new Map();
        tracker.readAgain();
        await turn();
        assert.deepEqual(told, []);
        host.access = "administrative";
        tracker.readAgain();
        assert.deepEqual(told, []);
        await turn();
        assert.deepEqual(told, ["succeeded"]);
        assert.strictEqual(host.writings, 0);
    });

    test("without administrative access there is what PID 1 holds", async (assert) => {
        const { tracker, told, host } = tracked(written("succeeded", 2000));
        host.access = "limited";
        tracker.readAgain();
        await turn();
        host.units?.set(OPERATION_UNIT, unit("activating"));
        tracker.look();
        assert.deepEqual(told, [null, "running"]);
    });

    test("a journal that cannot be read is a problem, and is read again", async (assert) => {
        const pass = pauses();
        const late = new HostError("timeout", "late");
        const { tracker, told, host } = tracked(late, late, written("rolled-back", 2000));
        tracker.readAgain();
        await turn();
        assert.deepEqual(told, ["timeout"]);
        while (host.left.length > 1) {
            pass();
            await turn();
        }
        assert.deepEqual(told, ["timeout", "timeout"]);
        pass();
        await turn();
        assert.deepEqual(told, ["timeout", "timeout", "rolled-back"]);
    });

    test("an end that is not written yet is waited for", async (assert) => {
        const { tracker, told, host } = tracked(written("unknown", 0), written("succeeded", 2000));
        tracker.readAgain();
        await turn();
        assert.deepEqual([told, host.writings], [["succeeded"], 1]);
    });

    test("one that runs is told by PID 1, and has no end to wait for", async (assert) => {
        const { tracker, told, host } = tracked(written("unknown", 0));
        host.units?.set(OPERATION_UNIT, unit("activating"));
        tracker.readAgain();
        await turn();
        assert.deepEqual([told, host.writings], [["running", "running"], 0]);
    });

    test("how it ended is told once it is read, and the files are listed again", async (assert) => {
        const { tracker, told, host } = tracked(
            written("succeeded", 500, "ffffffffffff"),
            written("failed", 2000),
        );
        host.units?.set(OPERATION_UNIT, unit("activating"));
        tracker.readAgain();
        await turn();
        host.units?.clear();
        tracker.changed();
        await turn();
        assert.deepEqual([told, host.writings, host.listings], [["running", "running", "failed"], 1, 1]);
    });

    test("what was read before a roll-back began is not how it ended", async (assert) => {
        const { tracker, told, host } = tracked(
            written("unknown", 0),
            written("failed", 2000),
            undoing(),
            written("rolled-back", 3000),
        );
        host.isRecoveryLeft = true;
        host.units?.set(OPERATION_UNIT, unit("activating"));
        tracker.readAgain();
        await turn();
        // While that end is read, the roll-back begins.
        host.write = () => {
            host.write = () => Promise.resolve();
            host.units?.set(ROLLBACK_UNIT, unit("activating"));
            tracker.changed();
            return Promise.resolve();
        };
        host.units?.set(OPERATION_UNIT, unit("failed"));
        tracker.changed();
        await turn();
        host.units?.delete(ROLLBACK_UNIT);
        host.isRecoveryLeft = false;
        tracker.changed();
        await turn();
        assert.deepEqual([...new Set(told)], ["running", "rolling-back", "rolled-back"]);
        assert.strictEqual(told.at(-1), "rolled-back");
    });

    test("what happens while the journal is read is read, too", async (assert) => {
        const { tracker, told, host } = tracked(
            written("succeeded", 500, "ffffffffffff"),
            written("failed", 2000),
        );
        host.write = () => {
            host.write = () => Promise.resolve();
            tracker.changed();
            return Promise.resolve();
        };
        tracker.changed();
        await turn();
        assert.deepEqual([told, host.writings], [["failed"], 2]);
    });

    test("of one that PID 1 holds though it is over, the journal is written before it is read", async (assert) => {
        const { tracker, told, host } = tracked(written("rolled-back", 3000));
        host.units?.set(OPERATION_UNIT, unit("failed"));
        tracker.readAgain();
        await turn();
        assert.strictEqual(host.writings, 1);
        assert.strictEqual(told.at(-1), "rolled-back");
    });

    test("a roll-back that systemd is about to start goes on", async (assert) => {
        const { tracker, told, host } = tracked(undoing());
        host.isRecoveryLeft = true;
        host.units?.set(OPERATION_UNIT, unit("failed"));
        host.units?.set(ROLLBACK_UNIT, { ...unit("inactive"), Job: [7, "/job/7"] });
        tracker.readAgain();
        await turn();
        assert.deepEqual([...new Set(told)], ["rolling-back"]);
    });

    test("one that nobody ended was interrupted, if it left its recovery", async (assert) => {
        for (const [left, phase] of [
            [true, "interrupted"],
            [false, "unknown"],
        ] as const) {
            const { tracker, told, host } = tracked(written("unknown", 0));
            host.isRecoveryLeft = left;
            tracker.readAgain();
            await turn();
            assert.deepEqual(told, [phase]);
        }
    });

    test("a roll-back whose end nobody wrote is done if it left no recovery", async (assert) => {
        for (const [left, phase] of [
            [true, "interrupted"],
            [false, "rolled-back"],
        ] as const) {
            const { tracker, told, host } = tracked(undoing());
            host.isRecoveryLeft = left;
            tracker.readAgain();
            await turn();
            assert.deepEqual(told, [phase]);
        }
    });

    test("a roll-back that failed was given up if its recovery is gone", async (assert) => {
        const at = (phase: Step["phase"]): Operation => {
            const failed = {
                startedAt: 1,
                endedAt: 2,
                exitStatus: 1,
                signalled: false,
                status: "failed" as const,
            };
            return {
                ...written("rollback-failed", 3000),
                rollback: titled([{ ...UNDO, phase }], [failed]),
            };
        };
        for (const [last, left, phase] of [
            ["check", true, "rollback-failed"],
            ["check", false, "given-up"],
            // All was as before by then: it took the recovery away itself.
            ["commit", false, "rolled-back"],
        ] as const) {
            const { tracker, told, host } = tracked(at(last));
            host.isRecoveryLeft = left;
            tracker.readAgain();
            await turn();
            assert.deepEqual(told, [phase]);
        }
    });

    test("one that was to give up a roll-back and failed is not what is told of", async (assert) => {
        const { tracker, told, host } = tracked(written("rollback-failed", 3000));
        const fields = operationFields({ ...plan, id: "ba9876543210", kind: "put-away" }, "admin");
        host.isRecoveryLeft = true;
        host.units?.set(OPERATION_UNIT, {
            ...unit("failed"),
            LogExtraFields: Object.entries(fields).map(([name, value]) => btoa(`${name}=${value}`)),
        });
        tracker.readAgain();
        await turn();
        assert.deepEqual(told, ["rollback-failed"]);
    });

    test("a step that runs has not failed, though the journal knows of more times", async (assert) => {
        const state = { startedAt: 1, endedAt: 2, exitStatus: 0, signalled: false };
        const steps = titled(plan.steps, [{ ...state, status: "failed" }]);
        const { tracker, host, steps: seen } = tracked({ ...written("unknown", 0), steps });
        // What PID 1 holds after a reload.
        host.units?.set(OPERATION_UNIT, { ...unit("activating"), ExecStart: [] });
        tracker.readAgain();
        await turn();
        assert.strictEqual(seen.at(-1), "running");
    });

    test("while the recovery of the boot runs, it is rolled back", async (assert) => {
        const { tracker, told, host } = tracked(written("unknown", 0), written("rolled-back", 3000));
        host.isRecoveryLeft = true;
        host.units?.set(RECOVER_UNIT, recovery);
        tracker.readAgain();
        await turn();
        assert.deepEqual(told, ["rolling-back"]);
        host.units?.delete(RECOVER_UNIT);
        tracker.changed();
        await turn();
        assert.deepEqual(told, ["rolling-back", "rolled-back"]);
    });

    test("what happened while the bus was lost is read", async (assert) => {
        const { tracker, told, host } = tracked(
            written("succeeded", 500, "ffffffffffff"),
            written("failed", 2000),
        );
        tracker.readAgain();
        await turn();
        host.units = null;
        tracker.changed();
        await turn();
        assert.deepEqual(told, ["succeeded"]);
        host.units = new Map();
        tracker.readAgain();
        await turn();
        assert.deepEqual([told, host.writings], [["succeeded", "failed"], 1]);
    });

    test("when nobody can say that the journal is written, what is there is told, and read again", async (assert) => {
        const pass = pauses();
        const { tracker, told, host } = tracked(
            ...[written("unknown", 0), written("unknown", 0), written("succeeded", 2000)],
        );
        host.write = () => Promise.reject(new HostError("timeout", "late"));
        tracker.readAgain();
        await turn();
        assert.deepEqual(told, ["unknown"]);
        host.write = () => Promise.resolve();
        pass();
        await turn();
        assert.deepEqual(told, ["unknown", "succeeded"]);
    });
});
