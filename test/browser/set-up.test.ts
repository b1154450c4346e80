// SPDX-License-Identifier: LGPL-2.1-or-later
import { onHost } from "../support/stage.js";
import {
    button,
    difference,
    fact,
    notice,
    outcome,
    processedEvents,
    processorConf,
    processorContainer,
    processorDropIns,
    processorUnit,
    processorUnitFile,
    REPOSITORY,
    SetUpDialog,
    unitListing,
    verifyUnit,
} from "../support/uyuni.js";

const test = onHost("Set-up");

test("sets the event processor up as it was reviewed", { hash: "/event-processor" }, async (stage) => {
    const { assert, host, page, see } = stage;
    const before = await unitListing(host);
    assert.deepEqual(await processedEvents(host), { total: 0, wrong: 0 }, "nothing takes events at first");

    const dialog = await SetUpDialog.open(page);
    assert.strictEqual(await dialog.field("Registry and name").inputValue(), REPOSITORY);
    assert.strictEqual(await dialog.field("Tag").inputValue(), "latest", "the server's tag");
    assert.strictEqual(await dialog.field("Host").inputValue(), "db");
    assert.strictEqual(await dialog.field("Port").inputValue(), "5432");
    assert.strictEqual(await dialog.field("Name of the database").inputValue(), "susemanager");
    await see("where they come from", dialog.dialog.getByText("Read from rhn.conf of the running server."));

    await see("the registry was asked", dialog.dialog.getByText("7 tags to choose from."));
    await dialog.field("Tag").click();
    assert.deepEqual((await dialog.dialog.locator(".uyuni-tag-name").allInnerTexts()).sort(), [
        "2026.08",
        "2026.09",
        "2026.10",
        "exits",
        "large",
        "latest",
        "unhealthy",
    ]);
    await dialog.dialog.getByRole("option", { name: "2026.10" }).click();
    await see("the whole reference", dialog.dialog.getByText(`${REPOSITORY}:2026.10`, { exact: true }));

    await dialog.next.click();
    await see("every check passed", dialog.dialog.getByText("Every check passed."));
    await dialog.review.click();
    await see("the review", dialog.dialog.getByRole("heading", { name: "Files" }));
    const shown = async (path: string) => {
        const text = await dialog.dialog.getByRole("region", { name: path, exact: true }).textContent();
        return text ?? "";
    };
    const unit = await shown(processorUnitFile);
    const conf = await shown(processorConf);
    assert.deepEqual(await unitListing(host), before, "nothing was written so far");

    await dialog.start();
    await outcome(host, page, "Succeeded");

    assert.strictEqual(await host.read(processorUnitFile), unit, "the unit is what was shown");
    assert.strictEqual(await host.read(processorConf), conf, "the drop-in is what was shown");
    assert.deepEqual(
        difference(before, await unitListing(host)).sort(),
        [
            `+ /etc/systemd/system/default.target.wants/${processorUnit} l 0777 root:root ${processorUnitFile}`,
            `+ /etc/systemd/system/multi-user.target.wants/${processorUnit} l 0777 root:root ${processorUnitFile}`,
            `+ ${processorDropIns} d 0755 root:root`,
            `+ ${processorConf} f 0644 root:root`,
            `+ ${processorUnitFile} f 0555 root:root`,
        ].sort(),
    );
    assert.false(/\/sh\b|\bsh -c/.test(unit), "no shell in the unit");

    assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
    assert.strictEqual(await host.property(processorUnit, "UnitFileState"), "enabled");
    assert.strictEqual(await host.property(processorUnit, "NeedDaemonReload"), "no");
    const inspected = await host.exec(
        "podman",
        "inspect",
        "--format={{.State.Health.Status}} {{.ImageName}} {{.HostConfig.NetworkMode}} {{.Config.Hostname}}",
        processorContainer,
    );
    assert.strictEqual(
        inspected,
        `healthy ${REPOSITORY}:2026.10 bridge uyuni-server-event-processor-0.mgr.internal`,
    );
    assert.deepEqual(await verifyUnit(host, processorUnit), [], "systemd has nothing to say about the unit");

    // Nothing of the operation is left in systemd or in the directories of units.
    const loaded = await host.exec(
        "systemctl",
        "list-units",
        "--all",
        "--plain",
        "--no-legend",
        "cockpit-uyuni*",
    );
    assert.strictEqual(loaded, "");
    await see("the row of facts", fact(page, "Service", "Replicas").getByText("1 (fixed)"));
    await see("it runs", fact(page, "Service", "State").getByText("Running"));
    await see("its health", fact(page, "Container", "Health").getByText("Healthy"));
    await see("its image", fact(page, "Image", "Configured").getByText(`${REPOSITORY}:2026.10`));
    await see("its database", fact(page, "Connections", "Database").getByText("db:5432/susemanager"));
    await see("its network", fact(page, "Connections", "Network").getByText("uyuni", { exact: true }));
    assert.strictEqual(await fact(page, "Connections", "Secrets").getByText("Present").count(), 2);

    const first = await processedEvents(host);
    await host.exec("podman", "exec", "uyuni-server", "salt-events", "burst", "300");
    await host.until("the burst is worked off", async () => {
        const { total } = await processedEvents(host);
        return total >= first.total + 300 ? total : null;
    });
    assert.strictEqual((await processedEvents(host)).wrong, 0, "in the order of each queue");
});

test("starts, stops and restarts it", { hash: "/event-processor" }, async ({ assert, host, page, see }) => {
    const state = fact(page, "Service", "State");
    await see("it runs", state.getByText("Running"));
    const invocation = await host.property(processorUnit, "InvocationID");
    await button(page, "Restart").click();
    await host.until("it was restarted", async () => {
        const now = await host.property(processorUnit, "InvocationID");
        return now !== invocation ? now : null;
    });
    await see("it runs again", state.getByText("Running"));

    await button(page, "Stop").click();
    const question = page.getByRole("dialog");
    await see("it is asked first", question.getByText("Stop Salt event processor?"));
    await button(question, "Cancel").click();
    assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
    await button(page, "Stop").click();
    await button(question, "Stop").click();
    await see("it is stopped", state.getByText("Stopped"));
    assert.strictEqual(await host.property(processorUnit, "ActiveState"), "inactive");
    assert.strictEqual((await host.attempt(["podman", "container", "exists", processorContainer])).status, 1);

    await button(page, "Start").click();
    await see("it is started", state.getByText("Running"));
    assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
});

test("is taken out of the boot, and put back", { hash: "/event-processor" }, async ({ host, page, see }) => {
    const boot = (checked: boolean) =>
        page.getByRole("switch", { name: "Start when the host boots", checked });
    const click = () => page.locator("label").filter({ hasText: "Start when the host boots" }).click();
    await see("it starts at boot", boot(true));
    await click();
    await host.untilProperty(processorUnit, "UnitFileState", "disabled");
    await see("it does not", boot(false));
    await click();
    await host.untilProperty(processorUnit, "UnitFileState", "enabled");
    await see("it does again", boot(true));
});

test("counts the restarts by systemd", { hash: "/event-processor" }, async ({ host, page, see }) => {
    const restarts = fact(page, "Service", "Automatic restarts");
    await see("none so far", restarts.getByText(/^0/));
    await host.exec("podman", "kill", processorContainer);
    await see("one more", restarts.getByText(/^1/));
    await see("it runs again", fact(page, "Service", "State").getByText("Running"));
    await see("it is healthy again", fact(page, "Container", "Health").getByText("Healthy"));
});

const failsToStart = {
    hash: "/event-processor",
    journalErrors: [/^systemd: Failed to start uyuni-event-processor@0\.service/],
};
test("says why it could not be started", failsToStart, async ({ host, page, see }) => {
    await see("it runs", fact(page, "Service", "State").getByText("Running"));
    await host.exec("systemctl", "stop", processorUnit);
    await host.exec("podman", "rmi", "--force", `${REPOSITORY}:2026.10`);
    await button(page, "Start").click();
    await see("it failed", notice(page, "Salt event processor could not be started"));
});
