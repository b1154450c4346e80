import { readFileSync } from "node:fs";
import fc from "fast-check";
import * as v from "valibot";
import { known, type Known } from "../../src/uyuni/host-state.js";
import { inEnglish } from "../../src/uyuni/message.js";
import type { Given } from "../../src/uyuni/mgradm/given.js";
import { leftRunning } from "../../src/uyuni/mgradm/around.js";
import { backedUp } from "../../src/uyuni/mgradm/backed-up.js";
import { fieldProblems, mgradmArgv } from "../../src/uyuni/mgradm/command.js";
import { fieldsOf, type Values } from "../../src/uyuni/mgradm/fields.js";
import { planMgradm } from "../../src/uyuni/mgradm/plan.js";
import {
    flagsOf,
    MGRADM,
    runningIn,
    subcommands,
    tasks,
    versionIn,
    type Flags,
    type Mgradm,
    type OldData,
    type Task,
} from "../../src/uyuni/mgradm/tool.js";
import { noMgradm } from "../../src/uyuni/no-mgradm.js";
import { noRecovery } from "../../src/uyuni/no-recovery.js";
import { parseReference } from "../../src/uyuni/reference.js";
import type { ExportPlace } from "../../src/uyuni/uninstall/export-place.js";
import { survey } from "../../src/uyuni/uninstall/survey.js";
import { hostile } from "./hostile.js";
import { container, host, id, podman, processor, unit } from "./sample-host.js";
import { inventory, state } from "./uninstall-sample.js";

const { module, test } = QUnit;

const NO_RECOVERY = noRecovery("note").argv.join(" ");
const NO_MGRADM = noMgradm("note").argv.join(" ");

const UPGRADE_HELP = `Upgrade a local server on podman

Usage:
  mgradm upgrade [flags]
  mgradm upgrade [command]

Aliases:
  upgrade, upgrade podman

Image Flags:
      --image string   Image (default "uyuni/server")
      --tag string     Tag Image (default "latest")

Registry Flags:
      --registry-host string       Specify a registry where to pull the images from. It will be concatenated with
                                   image name (default "registry.opensuse.org")
      --registry-password string   Password if registry requires an authentication
      --registry-user string       User if registry requires an authentication

Flags:
  -h, --help                help for upgrade
      --pullPolicy string   set whether to pull the images or not. (default "Always")
      --saline-port int     Saline port (default 8216)
      --ssl-password string Password for the CA key to generate

Global Flags:
  -c, --config string     configuration file path
`;

const flags: Readonly<Record<Task, Flags>> = {
    upgrade: flagsOf("upgrade", UPGRADE_HELP) ?? new Map<string, string>(),
    backup: all("skipvolumes extravolumes skipdatabase skipimages skipconfig norestart dryrun"),
    restore: all("skipvolumes skipdatabase skipimages skipconfig restart dryrun force continue skipverify"),
    support: all("output backend"),
};
const tool: Mgradm = { version: "5.2.16", commands: flags, running: null };
const ASIDE = "/var/lib/containers/storage/volumes/var-pgsql/_data_old";
const none: Known<OldData | null> = { state: "known", value: { folder: ASIDE, isThere: false } };
const root = { path: "/", isFolder: true, owner: 0, mode: 0o755 };
const srv = { ...root, path: "/srv" };
const sizes = new Map(inventory().volumes.map(({ name }) => [name, 1000]));
const found = survey(state(), inventory(), sizes);

function all(names: string): Flags {
    return new Map(names.split(" ").map((name) => [name, ""]));
}
function place(path: string, changes: Partial<ExportPlace> = {}): ExportPlace {
    return { path, folders: [root, srv], free: 1e9, openssl: true, ...changes };
}
function plan(task: Task, at: ExportPlace | null, values: Values = {}, changes: Partial<Given> = {}) {
    const given = { task, tool, values, place: at, survey: found, oldData: none, state: state() };
    return planMgradm({ ...given, ...changes }, id);
}
function bare() {
    return host({}, [unit("uyuni-server.service"), unit("uyuni-db.service")]);
}
function lines(made: ReturnType<typeof planMgradm>): readonly string[] {
    return made?.steps.map(({ argv }) => argv.join(" ")) ?? [];
}
function stop(name: string): string {
    return `/usr/bin/systemctl stop ${name}`;
}
function start(name: string): string {
    return `/usr/bin/systemctl start ${name}`;
}
function failed(made: ReturnType<typeof planMgradm>): readonly string[] {
    return made?.checks.filter(({ result }) => result === "failed").map((one) => one.id) ?? [];
}

module("mgradm", () => {
    test("its help is read", (assert) => {
        assert.strictEqual(flags.upgrade.get("registry-host"), "registry.opensuse.org", "on the next line");
        assert.strictEqual(flags.upgrade.get("tag"), "latest");
        assert.strictEqual(flags.upgrade.get("saline-port"), "8216");
        assert.true(flags.upgrade.has("config"));
        const parent = "Usage:\n  mgradm [command]\n\nFlags:\n  -h, --help   help for mgradm\n";
        for (const task of tasks) assert.strictEqual(flagsOf(task, parent), null, `no ${task}`);
        assert.strictEqual(
            versionIn("mgradm version 5.2.16 for latest image (head, version 1) (compilation tag: )\n"),
            "5.2.16 for latest image (head, version 1) (compilation tag: )",
        );
        assert.strictEqual(runningIn("12 mgradm backup create --help\n13 mgradm stop\n"), "mgradm stop");
        assert.strictEqual(runningIn("12 /usr/bin/mgradm --version\n"), null);
        assert.strictEqual(runningIn("12 mgradm\n"), null, "it has ended");
    });

    test("an upgrade over data that an earlier one has put aside", (assert) => {
        const aside: Known<OldData> = { state: "known", value: { folder: ASIDE, isThere: true } };
        assert.deepEqual(failed(plan("upgrade", null)), []);
        const imageDigest = `sha256:${"a".repeat(64)}`;
        const running = podman({
            containers: [container("uyuni-server", { image: "example.org/uyuni/server:1", imageDigest })],
        });
        assert.deepEqual(
            plan("upgrade", null, {}, { state: { ...state(), podman: { state: "known", value: running } } })
                ?.replaced,
            [
                {
                    reference: "example.org/uyuni/server:1",
                    pinned: `example.org/uyuni/server@${imageDigest}`,
                    digest: imageDigest,
                },
            ],
            "what ran until then is written down",
        );
        assert.strictEqual(plan("backup", place("/srv/b"))?.replaced, undefined);
        assert.deepEqual(failed(plan("upgrade", null, {}, { oldData: aside })), ["old-data"]);
        assert.deepEqual(
            failed(plan("upgrade", null, {}, { oldData: { state: "loading" } })),
            ["old-data"],
            "not before it is known",
        );
        assert.deepEqual(
            plan("upgrade", null)?.guards.at(-1)?.argv,
            ["/usr/bin/test", "!", "-e", ASIDE],
            "looked at again when it is run",
        );
        const external = plan("upgrade", null, {}, { oldData: { state: "known", value: null } });
        assert.deepEqual(failed(external), [], "there is no volume of a database");
        assert.deepEqual(
            external?.guards.map(({ argv }) => argv.join(" ")),
            [NO_RECOVERY, NO_MGRADM, `/usr/bin/test -x ${MGRADM}`],
        );
        assert.deepEqual(failed(plan("backup", place("/srv/b"), {}, { oldData: aside })), []);
    });

    test("only flags that this mgradm knows are offered, and never one with a password", (assert) => {
        assert.deepEqual(
            fieldsOf("upgrade", flags.upgrade).map(({ flag }) => flag),
            ["tag", "image", "registry-host", "pullPolicy"],
        );
        for (const task of tasks)
            for (const { flag } of fieldsOf(task, flags[task]))
                assert.false(/password|user/.test(flag), flag);
    });

    test("every flag that is offered is one of mgradm's, in its words", (assert) => {
        const known = v.parse(
            v.record(v.string(), v.record(v.string(), v.tuple([v.string(), v.string(), v.string()]))),
            JSON.parse(readFileSync("test/support/mgradm-flags.json", "utf8")),
        );
        const help = {
            upgrade: "upgrade",
            backup: "create",
            restore: "restore",
            support: "support",
        } as const;
        // All flags at once: the list of what is offered goes by those that mgradm knows.
        const every = new Map(
            Object.values(known).flatMap((of) => Object.keys(of).map((flag) => [flag, ""])),
        );
        for (const task of tasks)
            for (const { flag, kind, words } of fieldsOf(task, every)) {
                const [takes, told] = known[help[task]]?.[flag] ?? ["", "none"];
                assert.strictEqual(kind === "switch", takes === "", `${task}: what --${flag} takes`);
                const ours = inEnglish(words).toLowerCase().replace("built-in", "build-in");
                assert.true(told.toLowerCase().startsWith(ours), `${task}: --${flag}: ${ours}, ${told}`);
            }
    });

    test("command lines", (assert) => {
        const line = (task: Task, values: Values, folder: string | null) =>
            mgradmArgv(task, flags[task], values, folder).join(" ");
        assert.strictEqual(line("upgrade", {}, null), "/usr/bin/mgradm upgrade podman");
        assert.strictEqual(
            line("upgrade", { tag: "5.2", pullPolicy: "Never", "pgsql-tag": "5.2" }, null),
            "/usr/bin/mgradm upgrade podman --tag=5.2 --pullPolicy=Never",
            "without a flag that it does not know",
        );
        assert.strictEqual(
            line("backup", { skipvolumes: " srv-www,  var-log ", skipimages: "true", dryrun: "" }, "/srv/b"),
            "/usr/bin/mgradm backup create --skipimages --skipvolumes=srv-www,var-log /srv/b",
        );
        assert.strictEqual(line("support", {}, "/srv/b"), "/usr/bin/mgradm support config --output=/srv/b");
    });

    test("names of images", (assert) => {
        const problem = (image: string) =>
            fieldProblems("upgrade", flags.upgrade, { image })["image"] !== undefined;
        for (const image of ["uyuni/server", "uyuni/server:5", "registry.suse.com/a/b", "localhost/foo"])
            assert.false(problem(image), image);
        for (const image of ["localhost:5000/foo", "registry.local:5000/foo:1", "Uyuni/server", "a b", "-x"])
            assert.true(problem(image), image);
        const digest = `sha256:${"a".repeat(64)}`;
        for (const image of [`uyuni/server@${digest}`, `registry.suse.com/a/b@${digest}`])
            assert.false(problem(image), image);
        for (const image of [`uyuni/server:5@${digest}`, `registry.suse.com/a/b:5@${digest}`])
            assert.true(problem(image), `mgradm would refuse ${image}`);
        for (const image of ["10.0.0.1/foo", "registry.1a/foo:1"])
            assert.true(problem(image), `mgradm would ask another registry for ${image}`);
        for (const image of ["uyuni/server:Rc1", "registry.suse.com/a/b:Rc1"])
            assert.true(problem(image), `mgradm would ask for another tag than ${image}`);
        const { tag } = fieldProblems("upgrade", flags.upgrade, { tag: "Rc1" });
        assert.true(tag !== undefined, "mgradm would ask for another tag");
        const wrong = (text: string) => fieldProblems("upgrade", flags.upgrade, { tag: text })["tag"]?.text;
        assert.true(wrong("x".repeat(129))?.startsWith("The tag is too long"), "why");
        for (const text of ["--help", ".x", "a b", "a/b", `a@sha256:${"0".repeat(64)}`, "тег", "a\n"])
            assert.true(wrong(text)?.startsWith("“$0” is not a tag"), text);
    });

    test("hostile values are refused, or are a part of one argument", (assert) => {
        const value = fc.oneof(fc.constantFrom(...hostile, "all", "a"), fc.string());
        fc.assert(
            fc.property(fc.constantFrom(...tasks), value, (task, text) => {
                for (const { flag, kind } of fieldsOf(task, flags[task])) {
                    const values = { [flag]: text };
                    const problems = fieldProblems(task, flags[task], values);
                    if (problems[flag] !== undefined) {
                        assert.throws(() => mgradmArgv(task, flags[task], values, "/srv"), RangeError);
                        continue;
                    }
                    const argv = mgradmArgv(task, flags[task], values, "/srv");
                    const given = argv.slice(1 + subcommands[task].length, -1);
                    assert.true(given.length <= 1, argv.join(" "));
                    const [only = `--${flag}`] = given;
                    assert.true(only === `--${flag}` || only.startsWith(`--${flag}=`), only);
                    assert.true(/^[\x21-\x7e]*$/.test(only), JSON.stringify(only));
                    if (kind === "tag" && given.length > 0)
                        assert.true("ok" in parseReference(`localhost/a:${text}`), text);
                }
            }),
        );
        for (const task of tasks.filter((one) => one !== "upgrade"))
            assert.throws(() => mgradmArgv(task, flags[task], {}, "--force"), RangeError);
    });

    test("a backup needs a new folder, and space", (assert) => {
        const made = plan("backup", place("/srv/b"));
        assert.true(lines(made).includes(`${MGRADM} backup create /srv/b`));
        assert.deepEqual(failed(made), []);
        assert.deepEqual(
            made?.guards.map(({ argv }) => argv.join(" ")),
            [NO_RECOVERY, NO_MGRADM, `/usr/bin/test -x ${MGRADM}`, "/usr/bin/test ! -e /srv/b"],
        );
        const deep = plan("backup", place("/srv/a/b"));
        assert.strictEqual(lines(deep)[0], "/usr/bin/mkdir --parents --mode=0700 -- /srv/a");
        assert.deepEqual(failed(plan("backup", place("/srv"))), ["new-folder"]);
        assert.deepEqual(failed(plan("backup", place("/srv/b", { free: 10 }))), ["space"]);
        assert.deepEqual(failed(plan("backup", place("/srv/b", { free: 10 }), { dryrun: "true" })), []);
        const open = { ...srv, mode: 0o777 };
        assert.deepEqual(failed(plan("backup", place("/srv/b", { folders: [root, open] }))), [
            "export-folder",
        ]);
    });

    test("what mgradm does not stop is stopped before it works on the data, and started again", (assert) => {
        const create = `${MGRADM} backup create`;
        assert.deepEqual(lines(plan("backup", place("/srv/b"))), [
            stop(processor),
            `${create} /srv/b`,
            start(processor),
        ]);
        assert.deepEqual(lines(plan("backup", place("/srv/b"), { norestart: "true" })), [
            stop(processor),
            `${create} --norestart /srv/b`,
        ]);
        for (const flag of ["skipdatabase", "dryrun"])
            assert.deepEqual(
                lines(plan("backup", place("/srv/b"), { [flag]: "true" })),
                [`${create} --${flag} /srv/b`],
                flag,
            );
        assert.deepEqual(lines(plan("upgrade", null)), [
            stop(processor),
            `${MGRADM} upgrade podman`,
            start(processor),
        ]);
        assert.deepEqual(lines(plan("support", place("/srv"))), [`${MGRADM} support config --output=/srv`]);
        const others = [
            "uyuni-server-attestation@0.service",
            "uyuni-server-attestation@2.service",
            "uyuni-saline@0.service",
            "uyuni-tftp.service",
        ];
        const disabled = ["uyuni-saline@0.service", "uyuni-tftp.service"];
        const units = others.map((name) =>
            unit(name, disabled.includes(name) ? { unitFileState: "disabled" } : {}),
        );
        assert.deepEqual(
            [...leftRunning(host({}, units))].sort(),
            others.filter((name) => name !== "uyuni-server-attestation@0.service").sort(),
            "after a gap, and what is not enabled",
        );
        assert.deepEqual(
            leftRunning(host({}, [unit("uyuni-server.service"), unit("uyuni-tftp.service")])),
            [],
        );
    });

    test("what was stopped is started again at the end, beside a server and a database that run", (assert) => {
        const atEnd = (made: ReturnType<typeof planMgradm>) =>
            made?.rollback.map(({ argv }) => argv.join(" ")) ?? [];
        const active = (name: string) =>
            `--property=ExecCondition=/usr/bin/systemctl is-active --quiet ${name}.service`;
        const enabled = (name: string) =>
            ` --property=ExecCondition=/usr/bin/systemctl is-enabled --quiet ${name}`;
        const again = (name: string, more = enabled(name)) =>
            `/usr/bin/systemd-run --quiet --collect --property=Type=oneshot ${active("uyuni-server")} ${active("uyuni-db")}${more} /usr/bin/systemctl start ${name}`;
        assert.deepEqual(atEnd(plan("backup", place("/srv/b"))), [again(processor)]);
        assert.deepEqual(atEnd(plan("backup", place("/srv/b"), { norestart: "true" })), []);
        assert.deepEqual(atEnd(plan("backup", place("/srv/b"), { dryrun: "true" })), []);
        assert.deepEqual(atEnd(plan("support", place("/srv"))), []);
        assert.deepEqual(atEnd(plan("upgrade", null, {}, { state: bare() })), [], "nothing runs beside it");

        const saline = "uyuni-saline@0.service";
        const units = [unit("uyuni-server.service"), unit("uyuni-db.service"), unit(processor), unit(saline)];
        const beside = host({}, units);
        const upgrade = plan("upgrade", null, {}, { state: beside });
        assert.deepEqual(
            lines(upgrade),
            [stop(processor), stop(saline), `${MGRADM} upgrade podman`, start(processor)],
            "mgradm starts what it knows, whether it ran or not",
        );
        const unmoved = ` --property=ExecCondition=/usr/bin/test ! -e ${ASIDE}`;
        assert.deepEqual(
            atEnd(upgrade),
            [again(saline, unmoved + enabled(saline)), again(processor, unmoved + enabled(processor))],
            "but not where it fails; never over a database without its data, nor what mgradm has disabled",
        );
        const byHand = host({}, [...units.slice(0, 3), unit(saline, { unitFileState: "disabled" })]);
        assert.strictEqual(
            atEnd(plan("upgrade", null, {}, { state: byHand }))[0],
            again(saline, unmoved),
            "one that was disabled all the time is started",
        );
        assert.true(upgrade?.rollback.every(({ mayFail }) => mayFail));
        const backup = plan("backup", place("/srv/b"), {}, { state: beside });
        assert.strictEqual(lines(backup)[0], stop(processor));
        assert.false(lines(backup).includes(stop(saline)), "mgradm stops it itself");
    });

    test("what is not as it seems is said", (assert) => {
        const warned = (made: ReturnType<typeof planMgradm>) =>
            made?.checks.filter(({ result }) => result === "warning").map((one) => one.id);
        const create = (values: Values) => warned(plan("backup", place("/srv/b"), values));
        const all = { skipvolumes: "all" };
        assert.deepEqual(create(all), ["extent"], "the event processor is left out");
        assert.deepEqual(create({ ...all, skipconfig: "true" }), ["extent", "config"]);
        assert.deepEqual(create({ ...all, extravolumes: "nosuch" }), ["missing", "extent"]);
        const remote = { ...found, installed: found.installed.filter(({ id: of }) => of !== "db") };
        assert.deepEqual(warned(plan("upgrade", null, {}, { survey: remote })), ["external"]);
        assert.deepEqual(warned(plan("upgrade", null)), []);
        const backup = place("/srv/volumes", { folders: [root, srv, { ...srv, path: "/srv/volumes" }] });
        const forced = { force: "true", skipconfig: "true" };
        assert.deepEqual(warned(plan("restore", backup, forced)), ["overwrite", "config"]);
        const overwrite = plan("restore", backup, { force: "true", continue: "true" })?.checks.find(
            ({ id: of }) => of === "overwrite",
        );
        assert.true(overwrite?.finding.text.startsWith("Volumes that are on this host stay as they are"));
        assert.deepEqual(failed(plan("restore", backup, { continue: "true" })), ["overwrite"]);
        const bare = host({ podman: known(podman()) }, []);
        const empty = { survey: survey(bare, inventory({ files: [] })), state: bare };
        assert.deepEqual(warned(plan("restore", backup, {}, empty)), ["boot"], "a new host");
    });

    test("only what mgradm backs up is counted", (assert) => {
        const { images } = found;
        const counted = images
            .filter(({ configured }) => configured.some(({ id: of }) => of === "server" || of === "db"))
            .reduce((sum, { image }) => sum + image.size, 0);
        const all = images.reduce((sum, { image }) => sum + image.size, 0);
        assert.true(counted > 0 && counted < all);
        assert.strictEqual(backedUp(found, { skipvolumes: "all", skipdatabase: "true" }).bytes, counted);
        const legacy = survey(
            state(),
            inventory({
                volumes: ["etc-tls", "etc-rhn"].map((name) => ({ name, mountpoint: "", mountedAt: null })),
            }),
            new Map([
                ["etc-tls", 7],
                ["etc-rhn", 5],
            ]),
        );
        assert.strictEqual(backedUp(legacy, { skipimages: "true" }).bytes, 5);
    });

    test("a restore stops what runs, and needs force over a server", (assert) => {
        const backup = place("/srv/volumes", { folders: [root, srv, { ...srv, path: "/srv/volumes" }] });
        assert.deepEqual(failed(plan("restore", backup)), ["overwrite"]);
        const made = plan("restore", backup, { force: "true" });
        assert.deepEqual(failed(made), []);
        assert.deepEqual(lines(made), [
            stop(processor),
            `${MGRADM} stop`,
            `${MGRADM} backup restore --force /srv`,
        ]);
        const restarts = { force: "true", restart: "true" };
        assert.deepEqual(
            lines(plan("restore", backup, restarts)),
            [...lines(made), `${MGRADM} start`, start(processor)],
            "mgradm would forget its errors with --restart",
        );
        assert.deepEqual(
            lines(plan("restore", backup, { ...restarts, dryrun: "true" })),
            [`${MGRADM} backup restore --force --dryrun /srv`],
            "mgradm would start everything with --restart",
        );
        assert.true(failed(plan("restore", place("/srv/volumes"), { force: "true" })).includes("backup"));
    });

    test("an upgrade needs a server that runs, and no other mgradm", (assert) => {
        const made = plan("upgrade", null, { tag: "5.3" });
        assert.strictEqual(
            made === null ? "" : inEnglish(made.title),
            "Upgrade the server to 5.3 with mgradm",
        );
        assert.deepEqual(failed(made), []);
        const off = host({ podman: known(podman()) }, []);
        assert.deepEqual(
            failed(plan("upgrade", null, {}, { survey: survey(off, inventory()), state: off })),
            ["server"],
        );
        const running = { ...tool, running: "mgradm stop" };
        assert.deepEqual(failed(plan("upgrade", null, {}, { tool: running })), ["mgradm"]);
        const old = { ...tool, commands: { ...flags, backup: null } };
        assert.strictEqual(plan("backup", place("/srv/b"), {}, { tool: old }), null);
    });
});
