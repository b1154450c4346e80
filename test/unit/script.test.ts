import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { message } from "../../src/uyuni/message.js";
import { operationDirectory, type Argv, type Plan, type Step } from "../../src/uyuni/plan.js";
import { planAsScript } from "../../src/uyuni/script.js";
import { hostile } from "./hostile.js";
import { id, plan } from "./sample-host.js";

QUnit.module("script");

/** A plan that keeps to a directory of its own, and writes down there what it does. */
function harmless(root: string, failing: string, staged: Plan["staged"]): Plan {
    const log = (word: string): Argv => ["/usr/bin/tee", "-a", "--", `${root}/${word}`];
    const step = (phase: Step["phase"], argv: Argv, mayFail = false): Step => ({
        title: message("Step $0", phase),
        phase,
        argv: failing === phase && !mayFail ? ["/bin/false"] : argv,
        undo: null,
        ...(mayFail ? { mayFail } : {}),
    });
    return {
        ...plan(),
        staged,
        guards: [step("pull", ["/usr/bin/test", "-d", root])],
        steps: [
            step("pull", ["/bin/false"], true),
            step("pull", log("pull")),
            step("arm", log("arm")),
            step("change", log("change")),
            step("check", log("check")),
            step("commit", log("commit")),
            step("commit", ["/bin/false"], true),
        ],
        rollback: [
            step("pull", ["/bin/false"], true),
            { ...step("pull", log("rolled-back")), argv: log("rolled-back") },
        ],
    };
}

function run(failing: string, staged: Plan["staged"] = []) {
    const root = mkdtempSync(path.join(tmpdir(), "cockpit-uyuni-"));
    const file = `${root}/script`;
    const text = planAsScript(harmless(root, failing, staged)).replaceAll(
        "/var/lib/cockpit-uyuni",
        `${root}/kept`,
    );
    writeFileSync(file, text);
    const { status } = spawnSync("/bin/sh", [file], { input: "" });
    const done = ["pull", "arm", "change", "check", "commit", "rolled-back"].filter((name) =>
        existsSync(`${root}/${name}`),
    );
    const kept = staged.map(({ name }) => {
        const at = `${root}/kept/${id}/${name}`;
        return existsSync(at) ? readFileSync(at, "utf8") : null;
    });
    rmSync(root, { recursive: true });
    return { status, done, kept };
}

QUnit.test("it does what the operation does", (assert) => {
    assert.deepEqual(run("").done, ["pull", "arm", "change", "check", "commit"]);
    assert.strictEqual(run("").status, 0);
    for (const [failing, done] of [
        ["pull", []],
        ["arm", ["pull"]],
        ["change", ["pull", "arm", "rolled-back"]],
        ["check", ["pull", "arm", "change", "rolled-back"]],
        ["commit", ["pull", "arm", "change", "check", "rolled-back"]],
    ] as const) {
        const outcome = run(failing);
        assert.deepEqual(outcome.done, [...done], failing);
        assert.strictEqual(outcome.status, 1, failing);
    }
});

QUnit.test("staged texts arrive byte for byte", (assert) => {
    const texts = [
        "",
        "\n",
        "one line\n",
        "no newline",
        `END_${id}\n`,
        "$HOME `id` \\ 'x' \"y\"\n",
        ...hostile.filter((text) => !text.includes("\0")),
    ];
    const staged = texts.map((text, index) => ({ name: index % 2 ? `new/${index}` : `file-${index}`, text }));
    assert.deepEqual(run("", staged).kept, texts);
});

QUnit.test("a real plan becomes a script that sh can read, whatever its title", (assert) => {
    for (const text of hostile) {
        const made: Plan = { ...plan(), title: message("Set up $0", text) };
        const script = planAsScript(made);
        const { status, stderr } = spawnSync("/bin/sh", ["-n"], { input: script, encoding: "utf8" });
        assert.strictEqual(status, 0, stderr);
        const [first, title] = script.split("\n");
        assert.strictEqual(first, "#!/bin/sh");
        assert.true(title?.startsWith("# Set up "));
    }
    const script = planAsScript(plan());
    for (const { argv } of plan().steps) assert.true(script.includes(argv[0]), "all programs are in it");
    assert.true(script.includes(`'/usr/bin/install' -d`) || script.includes("/usr/bin/install -d -m 0700"));
    assert.true(script.includes(operationDirectory(id)));
});
