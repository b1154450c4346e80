/**
 * Cuts the operation off after every step, on a copy of the files it changes,
 * and lets the recovery unit do its work: what is left is the old state or the
 * new one, and nothing else.
 */
import { rmSync } from "node:fs";
import { unarmedSteps } from "../../src/uyuni/set-up-change.js";
import { cutEverywhere, names, recovery, sandbox } from "./sandbox.js";
import { facts, host, id, image, intent, plan, processor, unit } from "./sample-host.js";

QUnit.module("set-up, cut off");

QUnit.test("the first set-up", (assert) => {
    cutEverywhere(assert, plan());
});

QUnit.test("a change of the image, with an old unit", (assert) => {
    const files = plan().files.map(({ path: name, after }) => ({
        path: name,
        text: `# old\n${after ?? ""}`,
        mode: "0644",
    }));
    const state = host({}, [unit("uyuni-db.service"), unit(processor, { unitFileState: "disabled" })]);
    cutEverywhere(assert, plan(intent({ image: image.replace("5.2.0", "5.2.1") }), state, facts({ files })));
});

QUnit.test("a roll-back while the host runs ends as the recovery does", (assert) => {
    const made = plan();
    const box = sandbox(made);
    const old = box.tree();
    for (const { argv } of made.steps.filter(({ phase }) => phase !== "commit")) box.run(argv);
    for (const { argv, mayFail } of made.rollback)
        assert.true(box.run(argv) || mayFail === true, argv.join(" "));
    assert.deepEqual(box.tree(), old);
    assert.false(names.link in old);
    rmSync(box.root, { recursive: true });
});

QUnit.test("a recovery of which a step is killed after it was disarmed leaves nothing either", (assert) => {
    const made = plan();
    const back = recovery(made);
    const disarming = back.findIndex(
        ({ argv }) => argv.at(-1)?.endsWith(`/${names.unit}`) && argv[1] === "-f",
    );
    assert.true(disarming >= 0 && disarming < back.length - 1);
    const box = sandbox(made);
    const old = box.tree();
    for (const { argv } of made.steps.filter(({ phase }) => phase !== "commit")) box.run(argv);
    for (const { argv } of back.slice(0, disarming + 1)) box.run(argv);
    assert.true(names.link in box.tree());
    for (const { argv } of recovery(made, "ExecStopPost")) assert.true(box.run(argv), argv.join(" "));
    assert.deepEqual(box.tree(), old);
    rmSync(box.root, { recursive: true });
});

QUnit.test("what ends before it is armed leaves nothing, and what is armed stays so", (assert) => {
    const made = plan();
    const arming = made.steps.findIndex(({ phase }) => phase === "arm");
    for (let cut = arming; made.steps[cut]?.phase === "arm"; cut++) {
        const box = sandbox(made);
        const old = box.tree();
        for (const { argv } of made.steps.slice(arming, cut + 1)) box.run(argv);
        const armed = names.unit in box.tree();
        const before = box.tree();
        for (const { argv } of unarmedSteps(id)) assert.true(box.run(argv), argv.join(" "));
        assert.deepEqual(box.tree(), armed ? before : old, `after step ${cut + 1}`);
        rmSync(box.root, { recursive: true });
    }
});
