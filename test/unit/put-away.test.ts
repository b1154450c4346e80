import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Operation } from "../../src/uyuni/host-state.js";
import { message } from "../../src/uyuni/message.js";
import { planPutAway } from "../../src/uyuni/put-away.js";
import { RECOVER_PATH, recoverUnit } from "../../src/uyuni/recover-unit.js";

const { module, test } = QUnit;

module("put-away");

const id = "0123456789ab";
const failed: Operation = {
    ...{ id, kind: "set-up", service: "event-processor", title: message("x"), user: "ann" },
    ...{ startedAt: 1, endedAt: 2, phase: "rollback-failed", cancelled: false, refused: false },
    ...{ steps: [], rollback: [] },
};

test("only the roll-back of that operation is given up", (assert) => {
    const folder = mkdtempSync(`${tmpdir()}/put-away-`);
    const path = `${folder}/recover.service`;
    const [guard] = planPutAway(failed, "ba9876543210").guards;
    const [program = "", ...args] = guard?.argv.map((word) => (word === RECOVER_PATH ? path : word)) ?? [];
    const status = () => spawnSync(program, args).status;
    try {
        assert.strictEqual(status(), 2, "there is none");
        writeFileSync(path, recoverUnit("0123456789ac", [], []));
        assert.strictEqual(status(), 1, "another one's");
        writeFileSync(path, recoverUnit(id, [], []));
        assert.strictEqual(status(), 0);
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test("its first step is all that counts, and what follows may fail", (assert) => {
    const { guards, steps, rollback } = planPutAway(failed, "ba9876543210");
    assert.deepEqual(steps[0]?.argv, ["/usr/bin/rm", "-f", RECOVER_PATH]);
    assert.strictEqual(steps[0]?.mayFail, undefined);
    assert.true(steps.slice(1).every(({ mayFail }) => mayFail === true));
    assert.deepEqual(guards[1]?.argv.slice(0, 3), ["/usr/bin/test", "!", "-e"]);
    assert.deepEqual(rollback, []);
    assert.throws(() => planPutAway(failed, "../../etc"), RangeError);
});
