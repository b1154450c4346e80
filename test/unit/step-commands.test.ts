import type { Operation } from "../../src/uyuni/host-state.js";
import { message } from "../../src/uyuni/message.js";
import type { Argv, Step } from "../../src/uyuni/plan.js";
import { recordedAsScript } from "../../src/uyuni/recorded-script.js";
import { commandPattern, commandsIn, isCommandLine, recordArgv } from "../../src/uyuni/step-commands.js";
import { noteOrMark } from "../../src/uyuni/history.js";
import { markPattern, parseExit, parseMark } from "../../src/uyuni/step-marks.js";
import fc from "fast-check";

const { module, test } = QUnit;
const ID = "0123456789ab";

function step(argv: Argv, more: Partial<Step> = {}): Step {
    return { title: message("Do it"), phase: "change", argv, undo: null, ...more };
}

function lines(steps: readonly Step[], rollback: readonly Step[] = []): readonly string[] {
    return recordArgv({ id: ID, steps, rollback }).slice(2);
}

module("commands of an operation", () => {
    test("whatever is written down is read back", (assert) => {
        fc.assert(
            fc.property(
                fc.array(fc.tuple(fc.string(), fc.string({ unit: "binary" }), fc.boolean())),
                (all) => {
                    const steps = all.map(([one, two, mayFail]) =>
                        step(["/bin/x", one, two], mayFail ? { mayFail: true } : {}),
                    );
                    const written = lines(steps, steps);
                    assert.true(written.every((line) => !/[\r\n]/.test(line) && isCommandLine(line)));
                    const read = commandsIn(ID, written);
                    for (const list of [read.step, read.undo]) if (list.size !== steps.length) return false;
                    return steps.every(
                        ({ argv, mayFail }, index) =>
                            JSON.stringify(read.step.get(index)?.argv) === JSON.stringify(argv) &&
                            read.undo.get(index)?.mayFail === mayFail,
                    );
                },
            ),
        );
    });

    test("its lines are found, and are taken for nothing else", (assert) => {
        const [line = ""] = lines([step(["/bin/x", "a b"], { mayTimeOut: true })]);
        assert.strictEqual(line, `${ID} step 1 awaits: ["/bin/x","a b"]`);
        assert.true(new RegExp(commandPattern(ID)).test(line));
        for (const other of [markPattern(ID), noteOrMark]) assert.false(new RegExp(other).test(line));
        assert.strictEqual(parseMark(ID, line, 1), null);
        assert.strictEqual(parseExit(line), null);
    });

    test("a line that is cut off, forged or of another operation says nothing", (assert) => {
        const of = (...told: string[]) => commandsIn(ID, told).step.get(0);
        for (const line of [
            `${ID} step 1 runs: ["/bin/x"`,
            `${ID} step 1 runs: []`,
            `${ID} step 1 runs: [1]`,
            `${ID} step 1 runs: {"0":"x"}`,
            `ba9876543210 step 1 runs: ["/bin/x"]`,
            ` ${ID} step 1 runs: ["/bin/x"]`,
            `${ID} step 0 runs: ["/bin/x"]`,
            `${ID} step 1: ["/bin/x"]`,
        ])
            assert.strictEqual(of(line), undefined, line);
        assert.deepEqual(
            of(`${ID} step 1 runs: ["/bin/true"]`, `${ID} step 1 runs: ["/bin/forged"]`),
            { argv: ["/bin/true"] },
            "what a step writes later replaces nothing",
        );
    });

    test("a script is offered where it was before, and of all or nothing", (assert) => {
        const titles = [{ title: message("Write $0", "it\nx"), phase: "change" as const }];
        const state = { status: "done", startedAt: 0, endedAt: 0, exitStatus: 0, signalled: false } as const;
        const operation: Operation = {
            ...{ id: ID, service: "x", services: [], title: message("Set up"), user: "", refused: false },
            ...{ startedAt: 0, endedAt: 0, phase: "succeeded", cancelled: false, kind: "set-up" },
            steps: titles.map((title) => ({ ...title, ...state })),
            rollback: titles.map((title) => ({ ...title, ...state })),
        };
        const written = lines([step(["/bin/x", "a b"])], [step(["/bin/y"])]);
        const whole = commandsIn(ID, written);
        const script = recordedAsScript(operation, whole) ?? "";
        assert.true(script.includes("step 'Write it\nx' /bin/x 'a b'"), script);
        assert.true(script.includes("/bin/y || exit 1"), "the roll-back, too");
        assert.false(script.includes("does what the page would do"));
        for (const kind of ["uninstall", "clean-up"])
            assert.true(recordedAsScript({ ...operation, kind }, whole)?.includes("/bin/x 'a b'"), kind);
        assert.strictEqual(recordedAsScript({ ...operation, kind: "mgradm" }, whole), null);
        assert.strictEqual(recordedAsScript(operation, commandsIn(ID, written.slice(1))), null);
    });
});
