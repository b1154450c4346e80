// SPDX-License-Identifier: LGPL-2.1-or-later
/** The RPM on a host: it comes, works and goes, and Uyuni does not notice. */
import { readFileSync } from "node:fs";
import { CHECK_HOST, builtRpm, TestHost } from "../support/host.js";
import { difference, installProcessor, processorUnit } from "../support/uyuni.js";

const host = new TestHost(CHECK_HOST);
const places = ["/usr/share", "/etc", "/var/lib", "/usr/lib/systemd"];
/** What runs all the time changes these by itself. */
const alive =
    /^\/(?:var\/lib\/(?:containers|rpm|docker-registry|systemd|private)|etc\/(?:machine-id|resolv\.conf))\b/;

async function everything(): Promise<string[]> {
    return (await host.listing(...places)).filter((line) => !alive.test(line));
}

async function invocations(): Promise<string[]> {
    const units = ["uyuni-db.service", "uyuni-server.service", processorUnit];
    return Promise.all(
        units.map(
            async (unit) =>
                `${unit} ${await host.property(unit, "ActiveState")} ${await host.property(unit, "InvocationID")}`,
        ),
    );
}

QUnit.module("Package on a host", { after: () => host.down() });
// Not in a test, since building the host for the first time takes longer than one may.
QUnit.begin(() => host.reset());

QUnit.test("is installed, shows up in Cockpit, and is removed without a trace", async (assert) => {
    await installProcessor(host);
    // Every system made of RPMs has it.
    await host.exec("mkdir", "--parents", "/usr/share/licenses");
    const before = await everything();
    const running = await invocations();
    const bridge = async () => (await host.exec("cockpit-bridge", "--packages")).split("\n");
    assert.false(
        (await bridge()).some((line) => line.startsWith("uyuni")),
        "Cockpit does not know it yet",
    );

    const copied = await host.attempt(["dd", "of=/root/module.rpm", "status=none"], readFileSync(builtRpm()));
    assert.strictEqual(copied.status, 0, copied.stderr);
    await host.exec("rpm", "--install", "--nodeps", "/root/module.rpm");
    assert.strictEqual(await host.exec("rpm", "--verify", "--nodeps", "cockpit-uyuni"), "");
    assert.true(
        (await bridge()).some((line) => line.startsWith("uyuni")),
        "Cockpit finds it",
    );
    const come = (await everything()).filter((line) => !before.includes(line));
    assert.true(come.length > 5, `${come.length} files came`);
    assert.deepEqual(
        come.filter((line) => !/^\/usr\/share\/(?:cockpit\/uyuni|doc|licenses|metainfo)\b/.test(line)),
        [],
        "nowhere else",
    );
    assert.deepEqual(await invocations(), running, "Uyuni goes on");

    const erased = await host.attempt(["rpm", "--erase", "cockpit-uyuni"]);
    assert.deepEqual(
        [erased.status, erased.stdout, erased.stderr],
        [0, "", ""],
        "no script claims that Uyuni was removed",
    );
    assert.deepEqual(difference(before, await everything()), [], "nothing is left, and nothing is missing");
    assert.false(
        (await bridge()).some((line) => line.startsWith("uyuni")),
        "Cockpit has forgotten it",
    );
    assert.deepEqual(await invocations(), running, "Uyuni goes on, and so does the event processor");
});
