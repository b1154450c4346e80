import {
    operationFields,
    operationLabel,
    operationsFromJournal,
    OPERATION_UNIT,
    RECOVER_UNIT,
    ROLLBACK_UNIT,
    type JournalFields,
} from "../../src/uyuni/operation-record.js";
import { message } from "../../src/uyuni/message.js";
import type { Plan, Step } from "../../src/uyuni/plan.js";
import fc from "fast-check";

const { module, test } = QUnit;

function step(phase: Step["phase"], title: string): Step {
    return { title: message(title), phase, argv: ["/bin/true"], undo: null };
}

function plan(title: string, user = "admin"): JournalFields {
    const made: Plan = {
        id: "0123456789ab",
        kind: "set-up",
        service: "event-processor",
        title: message("Set up with $0", title),
        fingerprint: "",
        checks: [],
        files: [],
        staged: [],
        guards: [],
        steps: [step("pull", "Pull"), step("change", "Write"), step("commit", "Keep")],
        rollback: [step("change", "Remove")],
    };
    return operationFields(made, user);
}

/** PID 1's lines about a unit whose start job ends with `result`. */
function started(unit: string, at: number, fields = plan("x")): JournalFields {
    return { ...fields, UNIT: unit, JOB_TYPE: "start", __REALTIME_TIMESTAMP: String(at * 1_000_000) };
}
function ended(unit: string, at: number, result: string, fields = plan("x")): JournalFields {
    return { ...started(unit, at, fields), JOB_RESULT: result };
}

module("operation record", () => {
    test("what systemd may read again has no character that it treats", (assert) => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), fc.string(), (title, user) => {
                for (const value of Object.values(plan(title, user)))
                    assert.true(/^[A-Za-z0-9_-]+$/.test(value), value);
            }),
        );
    });

    test("a label is read back, whatever the title and the user", (assert) => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (title, user) => {
                const label = operationLabel(plan(title, user));
                assert.deepEqual(label?.title, message("Set up with $0", title));
                assert.strictEqual(label?.user, user);
                assert.deepEqual(
                    label?.steps.map(({ phase }) => phase),
                    ["pull", "change", "commit"],
                );
            }),
        );
    });

    test("fields that somebody else wrote are no label", (assert) => {
        assert.strictEqual(operationLabel({}), null);
        assert.strictEqual(operationLabel({ ...plan("x"), COCKPIT_UYUNI_LABEL: "e30" }), null);
        assert.strictEqual(operationLabel({ ...plan("x"), COCKPIT_UYUNI_LABEL: "[" }), null);
        assert.strictEqual(operationLabel({ ...plan("x"), COCKPIT_UYUNI_OPERATION: "../../etc" }), null);
    });

    test("how an operation ended", (assert) => {
        const phase = (...records: JournalFields[]) => operationsFromJournal(records)[0]?.phase;
        const begun = started(OPERATION_UNIT, 1);
        assert.strictEqual(phase(begun, ended(OPERATION_UNIT, 2, "done")), "succeeded");
        const failed = ended(OPERATION_UNIT, 2, "failed");
        assert.strictEqual(phase(begun, failed), "failed");
        assert.strictEqual(
            phase(begun, failed, ended(ROLLBACK_UNIT, 3, "done")),
            "failed",
            "skipped by its condition",
        );
        const undone = [started(ROLLBACK_UNIT, 3), ended(ROLLBACK_UNIT, 4, "done")];
        assert.strictEqual(phase(begun, failed, ...undone), "rolled-back");
        assert.strictEqual(
            phase(begun, failed, started(ROLLBACK_UNIT, 3), ended(ROLLBACK_UNIT, 4, "failed")),
            "rollback-failed",
        );
        const recovery = { COCKPIT_UYUNI_OPERATION: "0123456789ab" };
        const recovered = [started(RECOVER_UNIT, 9, recovery), ended(RECOVER_UNIT, 10, "done", recovery)];
        assert.strictEqual(phase(begun, ...recovered), "rolled-back", "after a power cut");
    });

    test("an operation that changed something never claims that it did not", (assert) => {
        const mark = (index: number) => ({
            COCKPIT_UYUNI_OPERATION: "0123456789ab",
            MESSAGE: `0123456789ab step ${index + 1}: x`,
            __REALTIME_TIMESTAMP: "1500000",
        });
        const phase = (...records: JournalFields[]) => operationsFromJournal(records)[0]?.phase;
        const begun = started(OPERATION_UNIT, 1);
        const failed = ended(OPERATION_UNIT, 2, "failed");
        assert.strictEqual(phase(begun, mark(0), failed), "failed", "in the pull");
        assert.strictEqual(
            phase(begun, mark(0), mark(1), failed),
            "rolling-back",
            "before the roll-back began",
        );
        assert.strictEqual(phase(begun, mark(0), mark(1)), "unknown", "cut off, and nothing tells more");
        assert.strictEqual(phase(begun, mark(0), mark(1), mark(2)), "succeeded", "cut off in the commit");
        assert.deepEqual(
            operationsFromJournal([begun, mark(0), mark(1), mark(2)])[0]?.steps.map(({ status }) => status),
            ["done", "done", "ran"],
            "and no step of it is said to have failed",
        );
    });

    test("one that ended before it was armed, or after it was committed, has nothing to roll back", (assert) => {
        const armed = operationFields(
            {
                ...{ id: "0123456789ab", kind: "set-up", service: "event-processor", title: message("x") },
                ...{ fingerprint: "", checks: [], files: [], staged: [], guards: [], rollback: [] },
                steps: [
                    step("pull", "Pull"),
                    step("arm", "Arm"),
                    step("change", "Write"),
                    step("commit", "Keep"),
                ],
            },
            "admin",
        );
        const mark = (index: number) => ({
            COCKPIT_UYUNI_OPERATION: "0123456789ab",
            MESSAGE: `0123456789ab step ${index + 1}: x`,
            __REALTIME_TIMESTAMP: "1500000",
        });
        const upTo = (last: number) => Array.from({ length: last + 1 }, (_none, index) => mark(index));
        const phase = (...records: JournalFields[]) => operationsFromJournal(records)[0]?.phase;
        const begun = started(OPERATION_UNIT, 1, armed);
        const killed = ended(OPERATION_UNIT, 2, "failed", armed);
        // What PID 1 writes when a condition is not met.
        const skipped = ended(ROLLBACK_UNIT, 3, "done", armed);
        assert.strictEqual(phase(begun, ...upTo(1), killed, skipped), "failed", "killed while it was armed");
        assert.strictEqual(phase(begun, ...upTo(3), killed, skipped), "succeeded", "killed in the commit");
        assert.strictEqual(
            phase(begun, ...upTo(1), killed),
            "rolling-back",
            "the roll-back is about to begin",
        );
        assert.strictEqual(phase(begun, ...upTo(1)), "failed", "the host was cut off while it was armed");
        assert.strictEqual(phase(begun, ...upTo(2)), "unknown", "the host was cut off later");
    });

    test("stopped by a person, and refused by a guard", (assert) => {
        const stop = { ...ended(OPERATION_UNIT, 2, "done"), JOB_TYPE: "stop" };
        const [cancelled] = operationsFromJournal([started(OPERATION_UNIT, 1), stop]);
        assert.true(cancelled?.cancelled);
        assert.strictEqual(cancelled?.phase, "failed");
        const guard = { ...started(OPERATION_UNIT, 1), UNIT_RESULT: "exec-condition" };
        const [refused] = operationsFromJournal([
            started(OPERATION_UNIT, 1),
            guard,
            ended(OPERATION_UNIT, 1, "done"),
        ]);
        assert.true(refused?.refused);
        assert.strictEqual(refused?.phase, "failed");
    });

    test("the newest comes first", (assert) => {
        const other = { ...plan("y"), COCKPIT_UYUNI_OPERATION: "ffffffffffff" };
        const all = operationsFromJournal([
            started(OPERATION_UNIT, 1),
            ended(OPERATION_UNIT, 2, "done"),
            started(OPERATION_UNIT, 5, other),
            ended(OPERATION_UNIT, 6, "failed", other),
        ]);
        assert.deepEqual(
            all.map(({ id, startedAt, endedAt }) => [id, startedAt, endedAt]),
            [
                ["ffffffffffff", 5000, 6000],
                ["0123456789ab", 1000, 2000],
            ],
        );
    });

    /** The fields of an operation that goes forward only. */
    function forward(kind: Plan["kind"] = "uninstall"): JournalFields {
        const made: Plan = {
            id: "0123456789ab",
            kind,
            service: "uninstall",
            title: message("Uninstall everything"),
            fingerprint: "",
            checks: [],
            files: [],
            staged: [],
            guards: [],
            steps: [step("services", "Stop"), step("images", "Remove"), step("secrets", "Forget")],
            rollback: [step("services", "Reload")],
        };
        return operationFields(made, "admin");
    }
    const mark = (list: string, number: number) => ({
        COCKPIT_UYUNI_OPERATION: "0123456789ab",
        MESSAGE: `0123456789ab ${list} ${number}: Something`,
        __REALTIME_TIMESTAMP: String(number * 1_000_000),
    });
    const exit = (code: string, status: string) => ({
        COCKPIT_UYUNI_OPERATION: "0123456789ab",
        MESSAGE: `ExecStart={ path=/bin/x ; argv[]=/bin/x ; code=exited ; status=9 } ; pid=1 ; code=${code} ; status=${status} }`,
    });
    const ok = exit("exited", "0");
    const marks = [mark("step", 1), mark("step", 2), mark("step", 3), mark("undo", 1)];

    test("one that goes forward only tells which steps failed", (assert) => {
        const begun = started(OPERATION_UNIT, 1, forward());
        const end = ended(OPERATION_UNIT, 9, "done", forward());
        const well = [begun, ...marks, ...Array<JournalFields>(6).fill(ok), end];
        assert.strictEqual(operationsFromJournal(well)[0]?.phase, "succeeded");
        const exits = [ok, ok, ok, exit("exited", "125"), ok, ok];
        const [badly] = operationsFromJournal([begun, ...marks, ...exits, end]);
        assert.strictEqual(badly?.phase, "incomplete");
        assert.deepEqual(
            badly?.steps.map(({ status, exitStatus }) => [status, exitStatus]),
            [
                ["done", 0],
                ["failed", 125],
                ["done", 0],
            ],
        );
        assert.strictEqual(badly?.rollback[0]?.status, "done");
    });

    test("one that goes forward only and was cut off says what it knows, and no more", (assert) => {
        const begun = started(OPERATION_UNIT, 1, forward());
        const [dark] = operationsFromJournal([begun, ...marks.slice(0, 2)]);
        assert.strictEqual(dark?.phase, "cut-off");
        assert.deepEqual(
            dark?.steps.map(({ status }) => status),
            ["ran", "failed", "waiting"],
        );
        const killed = [ok, ok, ok, exit("killed", "9/KILL"), exit("(null)", "0/0"), exit("(null)", "0/0")];
        const end = ended(OPERATION_UNIT, 9, "failed", forward());
        const [stopped] = operationsFromJournal([
            begun,
            ...marks.slice(0, 2),
            mark("undo", 1),
            ...killed,
            end,
        ]);
        assert.strictEqual(stopped?.phase, "cut-off");
        assert.deepEqual(
            stopped?.steps.map(({ status, signalled }) => [status, signalled]),
            [
                ["done", false],
                ["failed", true],
                ["waiting", false],
            ],
        );
    });

    test("mgradm is over with the first step that fails, and nothing is undone", (assert) => {
        const fields = forward("mgradm");
        const begun = started(OPERATION_UNIT, 1, fields);
        // It has systemd reload, which forgets how the steps before ended.
        const forgotten = exit("(null)", "0/0");
        const all = (...last: readonly JournalFields[]) =>
            operationsFromJournal([begun, ...marks.slice(0, 2), ...last])[0];
        const failed = all(
            ...[forgotten, forgotten, forgotten, exit("exited", "5/NOTINSTALLED"), forgotten, forgotten],
            { ...ended(OPERATION_UNIT, 9, "failed", fields), EXIT_CODE: "exited", EXIT_STATUS: "5" },
        );
        assert.strictEqual(failed?.phase, "incomplete");
        assert.deepEqual(
            failed?.steps.map(({ status, exitStatus }) => [status, exitStatus]),
            [
                ["done", 0],
                ["failed", 5],
                ["waiting", 0],
            ],
        );
        const killed = all(exit("killed", "15/TERM"), ended(OPERATION_UNIT, 9, "failed", fields));
        assert.strictEqual(killed?.phase, "cut-off", "not of its own accord");
        assert.strictEqual(all()?.phase, "cut-off", "with its host");
        const well = operationsFromJournal([begun, ...marks, ended(OPERATION_UNIT, 9, "done", fields)])[0];
        assert.strictEqual(well?.phase, "succeeded", "whatever systemd has forgotten");
    });
});
