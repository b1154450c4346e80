// SPDX-License-Identifier: LGPL-2.1-or-later
/** What the other tests rely on: the verbs of `test/host/host`, and the stand-ins inside. */
import { CHECK_HOST, run, TestHost } from "../support/host.js";
import { installProcessor, processedEvents, processorUnit } from "../support/uyuni.js";

const host = new TestHost(CHECK_HOST);
const other = new TestHost("check2");

QUnit.module("Test host", {
    after: async () => {
        await host.down();
        if ((await other.listed()) !== null) await other.verb("remove");
    },
});
// Not in a test, since building the host for the first time takes longer than one may.
QUnit.begin(() => host.reset());

QUnit.test("runs programs with these very arguments, input and status", async (assert) => {
    const args = ["", " a  b ", "$HOME", "`id`", "'\"", "*", "-x", "--", "a\nb", "\\", "ü", ";id", "%n"];
    const verb = ["test/host/host", "exec", "--name", host.name, "--"] as const;
    // Tests have a program on the host that runs others; a person has the verb.
    const ways = {
        "by the verb": (argv: readonly string[], input = "") => run([...verb, ...argv], input),
        "from inside": (argv: readonly string[], input = "") => host.attempt(argv, input),
    };
    for (const [way, attempt] of Object.entries(ways)) {
        const shown = await attempt(["printf", "<%s>\\n", ...args]);
        assert.strictEqual(shown.stdout, args.map((arg) => `<${arg}>\n`).join(""), way);
        assert.strictEqual(shown.stderr, "");

        const input = "one\0two\nthree $(id)\n";
        assert.strictEqual((await attempt(["cat"], input)).stdout, input);
        assert.strictEqual((await attempt(["sh", "-c", "echo out; echo err >&2; exit 7"])).status, 7);
        assert.strictEqual((await attempt(["sh", "-c", "echo err >&2"])).stderr, "err\n");
        assert.strictEqual((await attempt(["--name", "x"])).status, 127, "options are the program's");
        const environment = (await attempt(["env"])).stdout.split("\n").sort();
        assert.deepEqual(
            environment.map((line) => line.split("=")[0]),
            ["", "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "USER"],
        );
        assert.strictEqual((await attempt(["wc", "-c"], "x".repeat(3_000_000))).stdout.trim(), "3000000");
    }
    const many = await Promise.all(
        Array.from({ length: 20 }, (_, at) => host.exec("sh", "-c", `sleep 0.${at % 5}; seq ${at}000`)),
    );
    assert.deepEqual(
        many.map((lines) => Number(lines.split("\n").at(-1))),
        Array.from({ length: 20 }, (_, at) => at * 1000),
        "answers find those who asked",
    );
    assert.strictEqual(await host.exec("id", "-un"), "root");
});

QUnit.test("is a Uyuni server as mgradm leaves it", async (assert) => {
    for (const unit of ["uyuni-db.service", "uyuni-server.service"]) {
        assert.strictEqual(await host.property(unit, "ActiveState"), "active", unit);
        assert.strictEqual(await host.property(unit, "UnitFileState"), "enabled", unit);
    }
    const healthy = ["ps", "--filter=health=healthy", "--format={{.Names}}"];
    assert.deepEqual((await host.exec("podman", ...healthy)).split("\n").sort(), [
        "uyuni-db",
        "uyuni-server",
    ]);
    assert.strictEqual(await host.property(processorUnit, "LoadState"), "not-found");
    assert.strictEqual(await host.exec("systemctl", "list-units", "--failed", "--plain", "--no-legend"), "");
});

QUnit.test("works events off in the order of each queue", async (assert) => {
    assert.deepEqual(await processedEvents(host), { total: 0, wrong: 0 }, "nobody takes events at first");
    await host.exec("podman", "exec", "uyuni-server", "salt-events", "burst", "500");
    const waiting = Number(await host.sql("SELECT count(*) FROM susesaltevent"));
    assert.true(waiting >= 500, `${waiting} events wait`);
    await installProcessor(host);
    await host.until("they are worked off", async () =>
        (await processedEvents(host)).total >= waiting ? true : null,
    );
    assert.strictEqual((await processedEvents(host)).wrong, 0);
    const lost = await host.sql(
        `SELECT max(event_id) - min(event_id) + 1 - count(DISTINCT event_id) || ' ' || count(*) - count(DISTINCT event_id)
         FROM standin_processed WHERE event_id <= ${waiting}`,
    );
    assert.strictEqual(lost, "0 0", "none is lost, none came twice");
});

QUnit.test("keeps its tree when the power is cut", async (assert) => {
    await host.write("/etc/kept", "kept\n");
    await host.exec("sync", "/etc/kept", "/etc");
    const boot = await host.read("/proc/sys/kernel/random/boot_id");
    const first = await host.pid();
    await host.cutPower();
    assert.strictEqual(await host.listed(), "off");
    assert.notStrictEqual((await host.attempt(["true"])).status, 0, "nothing runs on it");
    await host.up();
    assert.notStrictEqual(await host.pid(), first);
    assert.ok(boot);
    assert.strictEqual(await host.read("/etc/kept"), "kept\n");
    assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active", "what is enabled starts");
    const boots = await host.exec("journalctl", "--list-boots", "--quiet", "--no-pager");
    assert.true(boots.split("\n").length >= 2, "its journal reaches behind the cut");
});

QUnit.test("is as new after a reset", async (assert) => {
    await host.write("/etc/kept", "kept\n");
    await host.reset();
    assert.strictEqual(await host.read("/etc/kept"), null);
    assert.strictEqual(await host.property(processorUnit, "LoadState"), "not-found");
    assert.strictEqual(await host.property("uyuni-server.service", "ActiveState"), "active");
    assert.deepEqual(await processedEvents(host), { total: 0, wrong: 0 });
});

QUnit.test("does not notice another host beside it", async (assert) => {
    await other.reset();
    assert.notStrictEqual(await other.pid(), await host.pid());
    await other.write("/etc/mine", "other\n");
    assert.strictEqual(await host.read("/etc/mine"), null);
    for (const each of [host, other]) {
        const answer = await each.exec("curl", "--silent", "--head", "http://127.0.0.1:9090/ping");
        assert.true(answer.startsWith("HTTP/1.1 200"), `${each.name} has a Cockpit of its own`);
    }
    await other.exec("systemctl", "stop", "uyuni-server.service");
    assert.strictEqual(await host.property("uyuni-server.service", "ActiveState"), "active");
    await other.cutPower();
    assert.strictEqual(await host.property("uyuni-db.service", "ActiveState"), "active");
    await other.verb("remove");
    assert.strictEqual(await other.listed(), null);
});

QUnit.test("refuses what it does not know", async (assert) => {
    const program = "test/host/host";
    assert.strictEqual((await run([program, "nonsense"])).status, 2);
    assert.notStrictEqual((await run([program, "exec", "--name", "../x", "--", "true"])).status, 0);
    assert.notStrictEqual((await run([program, "exec", "--name", "nobody", "--", "true"])).status, 0);
});
