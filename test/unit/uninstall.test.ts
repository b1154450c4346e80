import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { inEnglish } from "../../src/uyuni/message.js";
import { noMgradm } from "../../src/uyuni/no-mgradm.js";
import { noRecovery } from "../../src/uyuni/no-recovery.js";
import type { ServiceId } from "../../src/uyuni/services.js";
import { choose, databaseRows, freedBy, goingRows, type Choices } from "../../src/uyuni/uninstall/choice.js";
import type { Inventory } from "../../src/uyuni/uninstall/inventory.js";
import { builtOn, freedBytes, layerSizes } from "../../src/uyuni/uninstall/layers.js";
import { confirmationName, planUninstall } from "../../src/uyuni/uninstall/plan.js";
import { remedyOf } from "../../src/uyuni/uninstall/remedy.js";
import { reportOf } from "../../src/uyuni/uninstall/report.js";
import type { Row } from "../../src/uyuni/uninstall/row.js";
import { rowsOf } from "../../src/uyuni/uninstall/rows.js";
import { uninstallAsScript } from "../../src/uyuni/uninstall/script.js";
import { removalOrder, survey } from "../../src/uyuni/uninstall/survey.js";
import { hostile } from "./hostile.js";
import { id, processor } from "./sample-host.js";
import {
    file,
    foundContainer,
    foundImage,
    images,
    inventory,
    link,
    registry,
    state,
} from "./uninstall-sample.js";

const { module, test } = QUnit;
const everything: readonly ServiceId[] = ["server", "db", "event-processor"];
const none: Choices = new Map();
const system = "/etc/systemd/system";

function rows(scope: readonly ServiceId[], given: Inventory = inventory()): readonly Row[] {
    return rowsOf(survey(state(), given), new Set(scope));
}
function row(name: string, scope: readonly ServiceId[], given?: Inventory): Row | undefined {
    return rows(scope, given).find((one) => one.name === name);
}
function plan(scope: readonly ServiceId[], choices = none, given = inventory()) {
    return planUninstall(survey(state(), given), state(), new Set(scope), choices, id);
}
function commands(...args: Parameters<typeof plan>): readonly string[] {
    return plan(...args).plan.steps.map(({ argv }) => argv.join(" "));
}

module("uninstall", () => {
    test("nothing of anybody else's is ever a row", (assert) => {
        for (const scope of [everything, ["server"] as const, ["event-processor"] as const])
            for (const one of rows(scope))
                assert.false(/somebody|docker\.io|podman$/.test(one.name), one.name);
    });

    test("what says which container runs goes with its service, by any name that mgradm gives it", (assert) => {
        const names = {
            server: ["uyuni-server.pid", "uyuni-server.service.ctr-id"],
            db: ["uyuni-db.service.pid", "uyuni-db.service.ctr-id"],
            "event-processor": [
                "uyuni-salt-event-processor-0.pid",
                "uyuni-event-processor@0.service.ctr-id",
                "uyuni-event-processor@0.service-0.ctr-id",
            ],
        } as const;
        const foreign = [
            "uyuni-mine.pid",
            "uyuni-server.pid.old",
            "uyuni-server.service",
            ".uyuni-server.pid",
        ];
        const given = inventory({
            files: [
                ...inventory().files,
                ...[...Object.values(names).flat(), ...foreign].map((name) => file(`/run/${name}`)),
                link("/run/uyuni-db.pid"),
            ],
        });
        for (const [service, own] of Object.entries(names))
            for (const name of own) {
                const found = row(`/run/${name}`, everything, given);
                assert.strictEqual(found?.service, service, name);
                assert.strictEqual(found?.choice, "goes", name);
            }
        for (const name of [...foreign, "uyuni-db.pid"])
            assert.strictEqual(row(`/run/${name}`, everything, given), undefined, name);
        const steps = commands(["db"], none, given);
        const stop = steps.findIndex((line) => line.endsWith("systemctl stop uyuni-db.service"));
        const removed = steps.findIndex((line) => line.endsWith("rm -f -- /run/uyuni-db.service.pid"));
        assert.true(stop >= 0 && removed > stop, "not before it is stopped");
        assert.false(
            steps.some((line) => line.includes("/run/uyuni-server")),
            "and no other service's",
        );
    });

    test("says how to finish a step, by what its program wrote", (assert) => {
        for (const [line, words] of [
            ["Error: image used by 3a4b: image is in use by a container: consider", /made from it meanwhile/],
            [
                "Error: volume var-pgsql is being used by the following container(s): ab: volume is being used",
                /container uses it/,
            ],
            ["rm: cannot remove '/x': Read-only file system", /read-only/],
            ["rm: cannot remove '/x': Operation not permitted", /lsattr/],
            ["find: cannot delete '/x': Device or resource busy", /open or mounted/],
            ["write: no space left on device", /disk is full/],
            ["Job for uyuni-db.service canceled.", /did not stop/],
        ] as const) {
            const said = remedyOf({ signalled: false, output: [line] });
            assert.true(words.test(said === null ? "" : inEnglish(said)), line);
        }
        assert.strictEqual(remedyOf({ signalled: false, output: ["storage is broken"] }), null);
        assert.notStrictEqual(remedyOf({ signalled: true, output: [] }), null, "killed");
    });

    test("volumes stay unless they are chosen, images go unless that is chosen", (assert) => {
        const going = goingRows(rows(everything), none);
        assert.deepEqual(
            going.filter(({ kind }) => kind === "volume"),
            [],
        );
        assert.strictEqual(going.filter(({ kind }) => kind === "image").length, 3);
        const data = row("var-pgsql", everything);
        assert.strictEqual(data?.choice, "free");
        if (data === undefined) return;
        const chosen = goingRows(rows(everything), choose(none, data, true));
        assert.deepEqual(
            databaseRows(chosen).map(({ name }) => name),
            ["var-pgsql"],
            "and then asks for a consent of its own",
        );
    });

    test("what a service that stays needs, stays", (assert) => {
        for (const name of ["uyuni-db-user", "uyuni"]) {
            const one = row(name, ["event-processor"]);
            assert.strictEqual(one?.choice, "stays", name);
            assert.deepEqual(one?.usedBy.slice(0, 2), ["uyuni-server.service", "uyuni-db.service"], name);
        }
        assert.strictEqual(
            row(`${registry}/server-salt-event-processor:latest`, ["event-processor"])?.choice,
            "free",
        );
        assert.strictEqual(row("uyuni-db-user", everything)?.choice, "free");
    });

    test("what a container of somebody else's uses, stays", (assert) => {
        const given = inventory();
        const foreign = foundContainer("backup", images.server, {
            volumes: ["var-pgsql"],
            networks: ["uyuni"],
            secrets: ["uyuni-db-pass"],
            status: "exited",
        });
        const changed = { ...given, containers: [...given.containers, foreign] };
        for (const name of ["var-pgsql", "uyuni", "uyuni-db-pass", `${registry}/server:latest`]) {
            const one = row(name, everything, changed);
            assert.strictEqual(one?.choice, "stays", name);
            assert.deepEqual(one?.usedBy, ["backup"], name);
        }
        const names = commands(everything, new Map([["volume var-pgsql", true]]), changed).join("\n");
        assert.false(/var-pgsql|network rm|uyuni-db-pass/.test(names), "even when it was chosen before");
    });

    test("files that an administrator made stay, with their folder", (assert) => {
        const given = inventory();
        const made = `${system}/uyuni-db.service.d/local.conf`;
        const changed = { ...given, files: [...given.files, file(made)] };
        assert.strictEqual(row(made, everything, changed)?.byDefault, false);
        const by = commands(everything, none, changed);
        assert.false(by.some((command) => command.includes("local.conf")));
        assert.false(
            by.some((command) => command.startsWith("/usr/bin/rmdir") && command.includes("uyuni-db")),
        );
        const chosen = commands(everything, new Map([[`file ${made}`, true]]), changed);
        assert.true(chosen.includes(`/usr/bin/rm -f -- ${made}`));
        assert.true(
            chosen.some((command) => command.startsWith("/usr/bin/rmdir") && command.includes("uyuni-db")),
        );
    });

    test("custom.conf goes only while nothing is in it that somebody wrote", (assert) => {
        const path = `${system}/uyuni-server.service.d/custom.conf`;
        assert.strictEqual(row(path, everything)?.choice, "goes");
        for (const text of [
            '[Service]\nEnvironment="PODMAN_EXTRA_ARGS=--memory=8g"\n',
            "[Service]\n# mine\n",
            "[Service]\nEnvironment=OTHER=1\n",
            "[Unit]\nAfter=x.service\n",
        ]) {
            const files = inventory().files.map((one) => (one.path === path ? { ...one, text } : one));
            assert.strictEqual(row(path, everything, { ...inventory(), files })?.choice, "free", text);
        }
    });

    test("every instance goes, whatever its number, and masks and what was cut off as well", (assert) => {
        const given = inventory();
        const files = [
            ...given.files,
            link(`${system}/default.target.wants/uyuni-event-processor@7.service`),
            link(`${system}/uyuni-event-processor@9.service`, "/dev/null"),
            file(`${system}/.uyuni-event-processor@.service.0123456789ab`),
        ];
        const containers = [
            ...given.containers,
            foundContainer("uyuni-salt-event-processor-x", images.processor),
        ];
        const by = commands(["event-processor"], none, { ...given, files, containers });
        assert.true(
            by.includes(`/usr/bin/rm -f -- ${system}/default.target.wants/uyuni-event-processor@7.service`),
        );
        assert.true(by.includes(`/usr/bin/rm -f -- ${system}/uyuni-event-processor@9.service`));
        assert.true(by.includes(`/usr/bin/rm -f -- ${system}/.uyuni-event-processor@.service.0123456789ab`));
        assert.true(by.some((command) => command.endsWith(" uyuni-salt-event-processor-x")));
        assert.true(by.includes(`/usr/bin/systemctl stop ${processor}`));
    });

    test("the order: processor, server, database, volumes, images, network, secrets", (assert) => {
        assert.deepEqual(
            [removalOrder[0], ...removalOrder.slice(-2)].map((service) => service?.id),
            ["event-processor", "server", "db"],
        );
        const by = commands(everything, new Map([["volume var-pgsql", true]]));
        const at = [
            `stop ${processor}`,
            "stop uyuni-server.service",
            "stop uyuni-db.service",
            "volume rm",
            "podman rmi",
            "network rm",
            "secret rm",
        ].map((part) => by.findIndex((command) => command.includes(part)));
        assert.deepEqual(
            at,
            [...at].sort((a, b) => a - b),
        );
        assert.false(at.includes(-1));
        for (const command of by)
            assert.false(
                / rmi .*(?:--force|-f )|prune(?!d)(?<!--no-prune)|--all| -a /.test(command),
                command,
            );
    });

    test("an image is told by its id, an image built on another goes before it", (assert) => {
        const child = foundImage("e", `${registry}/server-migration-14-16:latest`, [
            "base",
            "server",
            "more",
        ]);
        const given = { ...inventory(), images: [...Object.values(images), child] };
        const by = commands(everything, none, given).filter((command) => command.includes("rmi"));
        assert.true(by[0]?.endsWith(child.id));
        const somebodys = { ...child, names: ["localhost/mine:1"], history: [] };
        const kept = row(images.server.names[0] ?? "", everything, {
            ...given,
            images: [...Object.values(images), somebodys],
        });
        assert.deepEqual(kept?.usedBy, ["localhost/mine:1"]);
        const tagged = { ...images.server, names: [...images.server.names, "localhost/mine:2"] };
        const named = { ...inventory(), images: [tagged, images.db] };
        assert.strictEqual(rows(everything, named).find(({ kind }) => kind === "image")?.choice, "free");
        assert.strictEqual(row(tagged.names.join(", "), everything, named)?.choice, "stays");
    });

    test("a volume that is a file system of its own is emptied", (assert) => {
        const given = inventory();
        const volumes = given.volumes.map((one) =>
            one.name === "var-spacewalk"
                ? { ...one, mountedAt: "/var/lib/containers/storage/volumes/var-spacewalk" }
                : one,
        );
        const by = commands(everything, new Map([["volume var-spacewalk", true]]), { ...given, volumes });
        assert.true(
            by.includes(
                "/usr/bin/find /var/lib/containers/storage/volumes/var-spacewalk/_data -xdev -mindepth 1 -delete",
            ),
        );
        assert.false(by.some((command) => command.includes("volume rm")));
    });

    test("leftovers of an uninstall that went half the way", (assert) => {
        const left: Inventory = {
            ...inventory(),
            files: [
                file(`${system}/uyuni-db.service.d/generated-backup-volume.conf`),
                file(`${system}/uyuni-event-processor@.service`),
            ],
            containers: [],
            secrets: ["uyuni-scc-user", "uyuni-scc-pass"],
        };
        const bare = { ...state(), units: { state: "known", value: new Map() } as const };
        const found = survey(bare, left);
        assert.deepEqual(
            found.present.map(({ id: one }) => one),
            ["event-processor", "server", "db"],
        );
        const names = goingRows(rowsOf(found, new Set(everything)), none).map(({ name }) => name);
        assert.true(names.includes("uyuni-scc-user"));
        assert.true(names.includes(`${system}/uyuni-db.service.d/generated-backup-volume.conf`));
        assert.true(names.includes(images.server.names[0] ?? ""), "images are known by their names");
        const clean = {
            ...left,
            files: [],
            secrets: [],
            images: [images.foreign],
            volumes: left.volumes.slice(3),
        };
        assert.deepEqual(survey(bare, clean).present, [], "nothing is left");
    });

    test("layers that images share are counted once, and not while another image has them", (assert) => {
        const all = Object.values(images);
        const ids = (...some: readonly { readonly id: string }[]) => new Set(some.map((one) => one.id));
        assert.strictEqual(freedBytes(all, ids(images.server)), 10, "the base stays");
        assert.strictEqual(freedBytes(all, ids(images.server, images.db, images.processor)), 40);
        assert.deepEqual(builtOn(images.server, all), []);
        assert.deepEqual(layerSizes([0, 3, 0, 9], [false, true, false, true], 2), [9, 3]);
        assert.strictEqual(layerSizes([1, 2], [false, false], 3), null);
        const freed = freedBy(survey(state(), inventory()), plan(everything).going);
        // Three containers of 5, files of 100, images.
        assert.strictEqual(freed.bytes, 15 + 8 * 100 + 40);
    });

    test("freed sizes add up however images share their layers", (assert) => {
        const stack = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 });
        fc.assert(
            fc.property(fc.array(fc.tuple(stack, fc.boolean()), { maxLength: 6 }), (made) => {
                const all = made.map(([layers, going], index) => ({
                    image: { ...foundImage("a", "x", layers), id: String(index) },
                    going,
                }));
                const disk = (some: typeof all) =>
                    new Set(
                        some.flatMap(({ image }) =>
                            image.layers.map((_l, at) => image.layers.slice(0, at + 1).join("/")),
                        ),
                    ).size * 10;
                const freed = freedBytes(
                    all.map(({ image }) => image),
                    new Set(all.filter(({ going }) => going).map(({ image }) => image.id)),
                );
                assert.strictEqual(freed, disk(all) - disk(all.filter(({ going }) => !going)));
            }),
        );
    });

    test("whatever is chosen, only rows that may go are in the plan", (assert) => {
        const all = rows(everything);
        fc.assert(
            fc.property(
                fc.subarray([...everything], { minLength: 1 }),
                fc.array(fc.tuple(fc.constantFrom(...all.map(({ key }) => key)), fc.boolean())),
                (scope, chosen) => {
                    const { going, rows: shown } = plan(scope, new Map(chosen));
                    for (const one of going) assert.notStrictEqual(one.choice, "stays", one.key);
                    for (const one of shown)
                        assert.true(
                            one.choice !== "goes" || going.includes(one),
                            `${one.key} is not left out`,
                        );
                    assert.strictEqual(
                        new Set(shown.map(({ key }) => key)).size,
                        shown.length,
                        "keys are unique",
                    );
                },
            ),
        );
    });

    test("the script is one that sh can read, and fails when a command does", (assert) => {
        for (const text of hostile) {
            if (text.includes("\0")) continue;
            const given = inventory();
            const path = `${system}/uyuni-db.service.d/${text.replaceAll("/", "")}`;
            const made = plan(everything, new Map([[`file ${path}`, true]]), {
                ...given,
                files: [...given.files, file(path)],
            });
            const script = uninstallAsScript(made.plan);
            const { status, stderr } = spawnSync("/bin/sh", ["-n"], { input: script, encoding: "utf8" });
            assert.strictEqual(status, 0, stderr);
        }
        const failing = plan(everything).plan;
        const steps = failing.steps.map((step, index) => ({
            ...step,
            argv: [index === 5 ? "/bin/false" : "/bin/true"] as const,
        }));
        const ran = spawnSync("/bin/sh", [], {
            input: uninstallAsScript({ ...failing, guards: [], steps, rollback: steps.slice(0, 1) }),
            encoding: "utf8",
        });
        assert.strictEqual(ran.status, 1);
        assert.strictEqual(
            ran.stdout.split("\n").filter((line) => line.startsWith("==>")).length,
            steps.length - 4 + 1,
        );
        assert.deepEqual(
            failing.guards.map(({ argv }) => argv),
            [noRecovery("note").argv, noMgradm("note").argv],
        );
        const refused = spawnSync("/bin/sh", [], {
            input: uninstallAsScript({
                ...failing,
                guards: failing.guards.map((one) => ({ ...one, argv: ["/bin/false"] })),
                steps,
            }),
            encoding: "utf8",
        });
        assert.strictEqual(refused.status, 1);
        assert.deepEqual(refused.stdout.split("\n"), [
            "==> Make sure that no earlier operation is still to be rolled back",
            "==> Make sure that mgradm does not run",
            "",
        ]);
    });

    test("a report tells what failed, with its text, and what was freed", (assert) => {
        const { plan: made } = plan(everything);
        const done = { startedAt: 1, endedAt: 2, exitStatus: 0, signalled: false } as const;
        const broken = made.steps.findIndex(({ phase }) => phase === "images");
        const lines = made.steps.flatMap(({ argv }, index) => [
            `${id} step ${index + 1}: x`,
            ...(argv[0] === "/usr/bin/df" ? ["    Avail", String(1000 + index)] : []),
            ...(index === 0 ? ["stays: volume var-pgsql (not chosen)"] : []),
            ...(index === broken ? ["Error: image is in use"] : []),
        ]);
        const report = reportOf(
            {
                ...made,
                user: "admin",
                startedAt: 1,
                endedAt: 2,
                phase: "incomplete",
                cancelled: false,
                refused: false,
                steps: made.steps.map(({ title, phase }, index) => ({
                    title,
                    phase,
                    ...done,
                    status: index === broken ? "failed" : "done",
                })),
                rollback: [],
            },
            lines,
        );
        assert.deepEqual(report.stayed, ["volume var-pgsql (not chosen)"]);
        assert.deepEqual(report.failed[0]?.output, ["Error: image is in use"]);
        assert.strictEqual(report.failed.length, 1);
        assert.strictEqual(report.freed, made.steps.length - 2);
        assert.strictEqual(report.went.length, made.steps.length - 5);
    });

    test("the plan is another one when the host is", (assert) => {
        const first = plan(everything).plan;
        assert.strictEqual(first.fingerprint, plan(everything).plan.fingerprint);
        const more = { ...inventory(), secrets: [...inventory().secrets, "uyuni-key"] };
        assert.notStrictEqual(first.fingerprint, plan(everything, none, more).plan.fingerprint);
        assert.strictEqual(inEnglish(first.title), "Uninstall every service of Uyuni");
        assert.strictEqual(confirmationName(new Set(["event-processor"])), "event-processor");
        assert.strictEqual(confirmationName(new Set(everything)), "uyuni");
    });
});
