import fc from "fast-check";
import { known, type Operation } from "../../src/uyuni/host-state.js";
import { noMgradm } from "../../src/uyuni/no-mgradm.js";
import { noRecovery } from "../../src/uyuni/no-recovery.js";
import { inEnglish } from "../../src/uyuni/message.js";
import type { CheckResult } from "../../src/uyuni/plan.js";
import { choose, type Choices } from "../../src/uyuni/uninstall/choice.js";
import { checksumsIn, exportedBy, exportingNow } from "../../src/uyuni/uninstall/exported.js";
import { planExport } from "../../src/uyuni/uninstall/export.js";
import { checkExportPath, type ExportPlace } from "../../src/uyuni/uninstall/export-place.js";
import { planUninstall } from "../../src/uyuni/uninstall/plan.js";
import type { Row } from "../../src/uyuni/uninstall/row.js";
import { rowsOf } from "../../src/uyuni/uninstall/rows.js";
import { survey } from "../../src/uyuni/uninstall/survey.js";
import { hostile } from "./hostile.js";
import { id } from "./sample-host.js";
import { inventory, state } from "./uninstall-sample.js";

const { module, test } = QUnit;
const scope = new Set(["server", "db", "event-processor"] as const);
const sizes = new Map([
    ["var-pgsql", 2000],
    ["var-spacewalk", 1000],
]);
const found = survey(state(), inventory(), sizes);
const volumes: readonly Row[] = rowsOf(found, scope).filter(({ name }) => sizes.has(name));
const root = { path: "/", isFolder: true, owner: 0, mode: 0o755 };
const place: ExportPlace = { path: "/srv/b", folders: [root], free: 1e6, openssl: true };

function plan(changes: Partial<ExportPlace> = {}) {
    return planExport(found, state(), { scope, volumes, place: { ...place, ...changes } }, id);
}
function result(check: string, changes: Partial<ExportPlace>): CheckResult | undefined {
    return plan(changes).checks.find((one) => one.id === check)?.result;
}
function operation(changes: Partial<Operation> = {}): Operation {
    const { steps, title } = plan();
    const status = { status: "done", startedAt: 1, endedAt: 2, exitStatus: 0, signalled: false } as const;
    return {
        ...{ id, title, kind: "export", service: "uninstall", user: "admin", phase: "succeeded" },
        ...{ startedAt: 1000, endedAt: 2000, cancelled: false, refused: false, rollback: [] },
        steps: steps.map((one) => ({ title: one.title, phase: one.phase, ...status })),
        ...changes,
    };
}

module("export of volumes", () => {
    test("paths", (assert) => {
        for (const path of ["/srv/b", "/srv/b/", "/srv/my own/ä", "/srv/-rf", "/srv/$HOME"])
            assert.true("ok" in checkExportPath(path), path);
        for (const path of [
            "",
            "b",
            "/a/../b",
            "/a/./b",
            "//a",
            "/a//b",
            "/a\nb",
            "/a\u202eb",
            "/run",
            "/dev/shm",
        ])
            assert.true("error" in checkExportPath(path), JSON.stringify(path));
        assert.true("error" in checkExportPath(`/${"a".repeat(256)}`));
        const part = fc.constantFrom(...hostile, "..", ".", "/", "a");
        fc.assert(
            fc.property(fc.array(part), (parts) => {
                const checked = checkExportPath(`/${parts.join("/")}`);
                if ("error" in checked) return;
                const names = checked.ok.split("/").slice(1);
                if (checked.ok !== "/")
                    assert.false(
                        names.some((name) => ["", ".", ".."].includes(name)),
                        checked.ok,
                    );
                assert.false(/\p{Cc}/u.test(checked.ok), checked.ok);
            }),
        );
    });

    test("what uses the volumes is stopped before, and the folder gets its name after everything else", (assert) => {
        const commands = plan().steps.map(({ argv }) => argv.join(" "));
        const at = (text: string) => commands.findIndex((one) => one.includes(text));
        const order = [
            "stop uyuni-event-processor@0.service",
            "stop uyuni-server.service",
            "stop uyuni-db.service",
            `mkdir --mode=0700 -- /srv/b/uyuni-volumes-${id}.part`,
            `volume export --output /srv/b/uyuni-volumes-${id}.part/var-pgsql.tar var-pgsql`,
            "openssl dgst",
            "sha256sum --check",
            "chmod 0600",
            `mv -fT -- /srv/b/uyuni-volumes-${id}.part /srv/b/uyuni-volumes-${id}`,
            "rm -f /etc/systemd/system/cockpit-uyuni-recover.service",
        ].map(at);
        assert.false(order.includes(-1), order.join(", "));
        assert.deepEqual(
            order,
            [...order].sort((a, b) => a - b),
        );
        const back = plan().rollback.map(({ argv }) => argv.join(" "));
        assert.deepEqual(back.slice(0, 4), [
            `/usr/bin/rm -rf -- /srv/b/uyuni-volumes-${id}.part /srv/b/uyuni-volumes-${id}`,
            "/usr/bin/systemctl start uyuni-db.service",
            "/usr/bin/systemctl start uyuni-server.service",
            "/usr/bin/systemctl start uyuni-event-processor@0.service",
        ]);
    });

    test("checks on the folder", (assert) => {
        assert.strictEqual(result("export-folder", {}), "passed");
        assert.strictEqual(result("export-folder", { path: "/var/lib/containers/storage/a" }), "failed");
        assert.strictEqual(result("export-folder", { path: "/run/a" }), "failed", "a link leads there");
        for (const wrong of [{ owner: 1000 }, { mode: 0o1777 }, { mode: 0o775 }, { isFolder: false }])
            assert.strictEqual(result("export-folder", { folders: [{ ...root, ...wrong }] }), "failed");
        assert.strictEqual(result("export-space", { free: 3001 }), "passed");
        assert.strictEqual(result("export-space", { free: 3000 }), "failed");
        assert.strictEqual(result("export-space", { free: null }), "warning");
        assert.strictEqual(result("export-checksums", { openssl: false }), "warning");
        const printed = plan({ openssl: false }).steps.map(({ argv }) => argv.join(" "));
        assert.true(printed.some((one) => one.endsWith("sha256sum -- var-pgsql.tar var-spacewalk.tar")));
    });

    test("what an operation exported", (assert) => {
        assert.deepEqual(exportedBy(operation()), {
            folder: `/srv/b/uyuni-volumes-${id}`,
            volumes: [
                { name: "var-pgsql", size: 2000, file: "var-pgsql.tar" },
                { name: "var-spacewalk", size: 1000, file: "var-spacewalk.tar" },
            ],
        });
        assert.strictEqual(exportedBy(operation({ kind: "set-up" })), null);
        const running = operation({ phase: "running" });
        const steps = running.steps.map((one) =>
            one.title.args[0] === "var-spacewalk" ? { ...one, status: "running" as const } : one,
        );
        assert.strictEqual(exportingNow({ ...running, steps })?.name, "var-spacewalk");
        assert.strictEqual(exportingNow(operation()), null);
        const sum = "0".repeat(64);
        assert.deepEqual(
            [...checksumsIn([`${sum} *var-pgsql.tar`, `${sum}  root.tar`, `${sum} *../a`, "0 *b.tar"])],
            [
                ["var-pgsql.tar", sum],
                ["root.tar", sum],
            ],
        );
    });

    test("nothing is removed that was not exported, or that has run since", (assert) => {
        const chosen = volumes.reduce<Choices>((all, row) => choose(all, row, true), new Map());
        const stopped = state().units;
        if (stopped.state !== "known") throw new Error("The sample has units");
        const units = (activeState: string, usec: number) =>
            known(
                new Map(
                    [...stopped.value].map(([name, unit]) => [
                        name,
                        { ...unit, activeState, stateChangeUsec: usec },
                    ]),
                ),
            );
        const finding = (last: Operation | null, activeState = "inactive", usec = 1_500_000) => {
            const now = { ...state(), operation: known(last), units: units(activeState, usec) };
            const { checks, guards } = planUninstall(
                survey(now, inventory()),
                now,
                scope,
                chosen,
                id,
                true,
            ).plan;
            const check = checks.find((one) => one.id === "exported");
            return check?.result === "passed"
                ? guards.map(({ argv }) => argv.join(" "))
                : check && inEnglish(check.finding);
        };
        const missing = "Not exported yet: var-pgsql, var-spacewalk";
        assert.strictEqual(finding(null), missing);
        assert.strictEqual(finding(operation({ phase: "rolled-back" })), missing);
        assert.strictEqual(finding(operation({ kind: "set-up" })), missing);
        assert.strictEqual(finding(operation(), "active"), "uyuni-server.service has run since the export.");
        assert.strictEqual(
            finding(operation(), "inactive", 2_500_000),
            "uyuni-server.service has run since the export.",
        );
        assert.deepEqual(finding(operation()), [
            noRecovery("note").argv.join(" "),
            noMgradm("note").argv.join(" "),
            `/usr/bin/test -s /srv/b/uyuni-volumes-${id}/var-pgsql.tar`,
            `/usr/bin/test -s /srv/b/uyuni-volumes-${id}/var-spacewalk.tar`,
        ]);
    });
});
