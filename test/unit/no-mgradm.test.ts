import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { noMgradm } from "../../src/uyuni/no-mgradm.js";

const { module, test } = QUnit;

module("no-mgradm");

/** The guard's command, run for another program. */
function guard(name: string): { status: number | null; stdout: string } {
    const [program, ...args] = noMgradm("note").argv.map((word) => (word === "mgradm" ? name : word));
    return spawnSync(program ?? "", args, { encoding: "utf8" });
}

test("it waits for those that end by themselves, and looks then", (assert) => {
    assert.deepEqual(
        [...noMgradm("pull").argv],
        [
            ...["/usr/bin/find", "/", "-maxdepth", "0"],
            ...["-exec", "/usr/bin/timeout", "2", "/usr/bin/pidwait", "--exact", "mgradm", ";", ","],
            ...["-exec", "/usr/bin/pgrep", "--exact", "mgradm", ";"],
            ...["-printf", "mgradm has begun on this host: nothing is done beside it.\\n"],
            ...["-exec", "/usr/bin/false", "{}", "+"],
        ],
    );
});

test("it fails while one runs, says so, and passes when there is none", async (assert) => {
    const folder = mkdtempSync(`${tmpdir()}/no-mgradm-`);
    const name = `uy-${String(process.pid)}`;
    const path = `${folder}/${name}`;
    writeFileSync(path, "#!/bin/sh\nread line\n", { mode: 0o755 });
    try {
        // A name that only begins like it, and one in the arguments, are others.
        const other = spawn("/bin/sh", ["-c", "read line", name]);
        assert.strictEqual(guard(name).status, 0);
        const running = spawn(path);
        const ended = [once(running, "exit"), once(other, "exit")];
        const { status, stdout } = guard(name);
        assert.strictEqual(status, 1);
        assert.strictEqual(
            stdout,
            `${String(running.pid)}\nmgradm has begun on this host: nothing is done beside it.\n`,
        );
        assert.strictEqual(guard(name.slice(0, -1)).status, 0);
        running.stdin.end();
        other.stdin.end();
        await Promise.all(ended);
        assert.strictEqual(guard(name).status, 0);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
