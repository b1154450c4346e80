import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { noRecovery } from "../../src/uyuni/no-recovery.js";

const { module, test } = QUnit;

module("no-recovery");

test("it fails while the recovery unit is there, and says so", (assert) => {
    const folder = mkdtempSync(`${tmpdir()}/no-recovery-`);
    const guard = () => {
        const [program = "", ...args] = noRecovery("note").argv.map((word) =>
            word === "/etc/systemd/system" ? folder : word,
        );
        const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
        return [status, stdout];
    };
    try {
        assert.deepEqual(guard(), [0, ""]);
        writeFileSync(`${folder}/cockpit-uyuni-recover.service.0123456789ab`, "");
        assert.deepEqual(guard(), [0, ""]);
        const path = `${folder}/cockpit-uyuni-recover.service`;
        writeFileSync(path, "");
        assert.deepEqual(guard(), [
            1,
            `${path} is there: start it to finish the roll-back of an earlier operation, or remove it.\n`,
        ]);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
