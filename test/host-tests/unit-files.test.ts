// SPDX-License-Identifier: LGPL-2.1-or-later
/** What systemd itself thinks of the files that are written. */
import { processorFiles } from "../../src/uyuni/event-processor.js";
import { parseReference, type ImageReference } from "../../src/uyuni/reference.js";
import { RECOVER_UNIT } from "../../src/uyuni/operation-record.js";
import { RECOVER_PATH } from "../../src/uyuni/set-up.js";
import { CHECK_HOST, TestHost } from "../support/host.js";
import { installProcessor, processorConf, processorUnit, verifyUnit } from "../support/uyuni.js";
import { plan } from "../unit/sample-host.js";

const host = new TestHost(CHECK_HOST);

QUnit.module("Unit files", { after: () => host.down() });
// Not in a test, since building the host for the first time takes longer than one may.
QUnit.begin(() => host.reset());

function reference(text: string): ImageReference {
    const parsed = parseReference(text);
    if ("error" in parsed) throw new Error(`${text} is no reference`);
    return parsed.ok;
}

QUnit.test("systemd has nothing to say about the event processor's", async (assert) => {
    await installProcessor(host);
    assert.deepEqual(await verifyUnit(host, processorUnit), []);
    assert.strictEqual(await host.property(processorUnit, "LoadState"), "loaded");
});

QUnit.test("systemd has nothing to say about the recovery's", async (assert) => {
    const recover = plan().staged.find(({ name }) => name === "recover.service");
    assert.ok(recover);
    await host.write(RECOVER_PATH, recover?.text ?? "");
    assert.deepEqual(await verifyUnit(host, RECOVER_UNIT), []);
    await host.exec("rm", RECOVER_PATH);
});

QUnit.test("systemd reads the settings as they were meant", async (assert) => {
    const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
    for (const settings of [
        {
            image: "registry.example.com:5000/a/b__c/d.e-f:V1.0_x",
            host: "db.example.com",
            name: "susemanager",
        },
        { image: `[fd00::1]:5000/uyuni/x@${digest}`, host: "fd00::2", name: "a_b-c" },
    ]) {
        const files = processorFiles({
            image: reference(settings.image),
            databaseHost: settings.host,
            databasePort: "65535",
            databaseName: settings.name,
        });
        const conf = files.find(({ path }) => path === processorConf);
        await host.write(processorConf, conf?.text ?? "");
        await host.exec("systemctl", "daemon-reload");
        // systemctl puts values with brackets in quotes.
        const shown = (await host.property(processorUnit, "Environment")).replaceAll('"', "");
        assert.deepEqual(shown.split(" ").sort(), [
            `PODMAN_SYSTEMD_UNIT=${processorUnit}`,
            `UYUNI_DB_HOST=${settings.host}`,
            `UYUNI_DB_NAME=${settings.name}`,
            "UYUNI_DB_PORT=65535",
            "UYUNI_EVENT_PROCESSOR_DEBUG=",
            `UYUNI_EVENT_PROCESSOR_IMAGE=${settings.image}`,
        ]);
        assert.deepEqual(await verifyUnit(host, processorUnit), []);
    }
});
