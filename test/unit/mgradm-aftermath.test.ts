import type { Known, Operation, StepState } from "../../src/uyuni/host-state.js";
import { aftermath, bringBack } from "../../src/uyuni/mgradm/aftermath.js";
import { MGRADM, type OldData } from "../../src/uyuni/mgradm/tool.js";
import { inEnglish, message } from "../../src/uyuni/message.js";
import { restartAll } from "../../src/uyuni/order.js";
import { host, processor, unit } from "./sample-host.js";

const { module, test } = QUnit;

type Status = StepState["status"];

/** An operation with these steps, by their commands or titles. */
function after(
    steps: readonly (readonly [string, Status])[],
    phase: Operation["phase"] = "cut-off",
    ...oldData: Known<OldData | null>[]
) {
    const stepStates = steps.map(([text, status]): Operation["steps"][number] => ({
        title: text.startsWith(MGRADM) ? message("Run $0", text) : message("Stop $0", text),
        ...{ phase: "mgradm", status, startedAt: 1, endedAt: 0, exitStatus: 0, signalled: false },
    }));
    return aftermath({ phase, title: message("Of $0", "/srv/b"), steps: stepStates }, ...oldData);
}

module("mgradm's aftermath", () => {
    test("how far it got", (assert) => {
        const create = `${MGRADM} backup create /srv/b`;
        const reached = (...statuses: readonly [Status, Status, Status]) =>
            after([
                ["uyuni-event-processor@0.service", statuses[0]],
                [create, statuses[1]],
                ["uyuni-event-processor@0.service", statuses[2]],
            ])?.reached;
        assert.strictEqual(reached("failed", "waiting", "waiting"), "before");
        assert.strictEqual(reached("done", "failed", "waiting"), "within");
        assert.strictEqual(reached("done", "done", "failed"), "after");
        assert.strictEqual(reached("done", "done", "done"), "after");
        const stop = after([
            [`${MGRADM} stop`, "failed"],
            [`${MGRADM} backup restore --force /srv`, "waiting"],
        ]);
        assert.strictEqual(stop?.reached, "before", "stopping the services is not the task");
        assert.strictEqual(after([["uyuni-db.service", "failed"]]), null);
    });

    test("data of the database that an upgrade has put aside", (assert) => {
        const upgrade = (...oldData: Known<OldData | null>[]) =>
            after([[`${MGRADM} upgrade podman --tag=5.3`, "failed"]], "cut-off", ...oldData);
        const at = (isThere: boolean): Known<OldData> => ({
            state: "known",
            value: { folder: "/v/var-pgsql/_data_old", isThere },
        });
        const there = upgrade(at(true));
        assert.strictEqual(there?.aside, "/v/var-pgsql/_data_old");
        assert.false(there?.mayStart, "what is in the volume may be empty, or half a copy");
        assert.strictEqual(upgrade(at(false))?.aside, null);
        assert.strictEqual(upgrade(at(false))?.first, null, "nothing was moved");
        assert.true(upgrade(at(false))?.mayStart);
        const unknown = upgrade({ state: "unknown", why: { reason: "not-running" } });
        assert.true(unknown?.first && inEnglish(unknown.first).startsWith("If its output says"));
    });

    test("how the data come back", (assert) => {
        const units = [unit("uyuni-server.service"), unit("uyuni-db.service"), unit(processor)];
        const all = restartAll(host({}, units));
        const commands = all.state === "known" ? bringBack("/v/var-pgsql/_data_old", all.value) : [];
        assert.deepEqual(
            commands.map((argv) => argv.join(" ")),
            [
                `/usr/bin/systemctl stop ${processor} uyuni-server.service uyuni-db.service`,
                "/usr/bin/mv -T -- /v/var-pgsql/_data /v/var-pgsql/_data_failed",
                "/usr/bin/mv -T -- /v/var-pgsql/_data_old /v/var-pgsql/_data",
                `/usr/bin/systemctl start uyuni-db.service uyuni-server.service ${processor}`,
            ],
        );
        assert.strictEqual(bringBack("/v/_data_old", []).length, 2, "nothing runs, nothing is to run");
    });

    test("what may be left, and what comes first", (assert) => {
        const of = (command: string, phase: Operation["phase"] = "cut-off") =>
            after([[`${MGRADM} ${command}`, "failed"]], phase);
        const backup = of("backup create --skipimages /srv/b");
        assert.strictEqual(
            backup?.left && inEnglish(backup.left),
            "What is in /srv/b may be a part of a backup: it cannot be relied upon.",
        );
        assert.true(backup?.mayStart);
        const upgrade = of("upgrade podman --tag=5.3");
        assert.true(upgrade?.first && inEnglish(upgrade.first).includes("of the volume var-pgsql"));
        const restore = of("backup restore --force /srv/b");
        assert.false(restore?.mayStart, "nothing is started over data that are half restored");
        const ended = of("backup restore --force /srv/b", "incomplete");
        assert.true(ended?.mayStart, "it may have restored what matters");
        assert.true(ended?.first && inEnglish(ended.first).startsWith("Unless its output says"));
        assert.strictEqual(of("support config --output=/srv")?.first, null);
        assert.strictEqual(of("backup create --dryrun /srv/b")?.left, null, "a dry run leaves nothing");
        assert.notStrictEqual(of("backup create '/srv/a --dryrun b'")?.left, null);
    });
});
