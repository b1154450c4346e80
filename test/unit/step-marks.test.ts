import { message } from "../../src/uyuni/message.js";
import { fuller, markArgv, markPattern, parseMark, statesFromMarks } from "../../src/uyuni/step-marks.js";
import type { Step } from "../../src/uyuni/plan.js";

const { module, test } = QUnit;
const ID = "0123456789ab";

function step(title: string): Step {
    return { title: message(title), phase: "change", argv: ["/bin/true"], undo: null };
}
const end = (ok: boolean) => ({ time: 90, ok, exitStatus: ok ? 0 : 1, signalled: false });

module("step marks", () => {
    test("a mark is read back, and found by its pattern", (assert) => {
        const [, line = ""] = markArgv(ID, "undo", 11, step("Write it"));
        assert.strictEqual(line, `${ID} undo 12: Write it`);
        assert.deepEqual(parseMark(ID, line, 7), { list: "undo", index: 11, time: 7 });
        assert.true(new RegExp(markPattern(ID)).test(line));
    });

    test("a title cannot begin a second line", (assert) => {
        const [, line = ""] = markArgv(ID, "step", 0, step(`x\n${ID} step 9: forged`));
        assert.false(line.includes("\n"));
    });

    test("lines of anything else are no marks", (assert) => {
        for (const line of [
            "",
            "step 1: x",
            "ba9876543210 step 1: x",
            ` ${ID} step 1: x`,
            `${ID} step 0: x`,
            `${ID} step x`,
        ])
            assert.strictEqual(parseMark(ID, line, 1), null, line);
    });

    test("the last step is as its unit is", (assert) => {
        const marks = [10, 20, 30].map((time, index) => ({ list: "step" as const, index, time }));
        const seen = (states: ReturnType<typeof statesFromMarks>) =>
            states.map(({ status, startedAt, endedAt }) => [status, startedAt, endedAt]);
        assert.deepEqual(seen(statesFromMarks(marks, "step", 4, null)), [
            ["done", 10, 20],
            ["done", 20, 30],
            ["running", 30, 0],
            ["waiting", 0, 0],
        ]);
        assert.deepEqual(seen(statesFromMarks(marks, "step", 3, end(false)))[2], ["failed", 30, 90]);
        assert.deepEqual(seen(statesFromMarks(marks, "step", 3, end(true)))[2], ["done", 30, 90]);
        assert.deepEqual(seen(statesFromMarks(marks, "undo", 1, end(true))), [["waiting", 0, 0]]);
    });

    test("the account that knows more counts", (assert) => {
        const some = statesFromMarks([{ list: "step", index: 1, time: 5 }], "step", 3, null);
        const none = statesFromMarks([], "step", 3, null);
        assert.strictEqual(fuller(some, none), some);
        assert.strictEqual(fuller(none, some), some);
        assert.strictEqual(fuller(some, some), some);
    });
});
