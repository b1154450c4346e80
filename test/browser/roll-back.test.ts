// SPDX-License-Identifier: LGPL-2.1-or-later
/** A roll-back that fails: it can be run again, or given up, and nothing else is begun until then. */
import { look } from "../support/look.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    blockedReason,
    button,
    heading,
    installProcessor,
    notice,
    operationCard,
    outcome,
    processorUnit,
    REPOSITORY,
    runningImage,
    SetUpDialog,
    untilProcessorRuns,
} from "../support/uyuni.js";

const test = onHost("Roll-back");
const recovery = "cockpit-uyuni-recover.service";
const recoverUnit = `/etc/systemd/system/${recovery}`;
const recoverLink = `/etc/systemd/system/multi-user.target.wants/${recovery}`;
const journalErrors = [
    /^systemd: Failed to start cockpit-uyuni-(?:operation|rollback|recover)\.service/,
    /^systemd: Failed to start uyuni-event-processor@0\.service/,
];

/** Has a change of the image be cancelled whose roll-back does not find what it has to put back. */
async function failRollBack({ host, page }: Stage): Promise<void> {
    await SetUpDialog.run(page, { tag: "unhealthy" });
    await untilProcessorRuns(host, "unhealthy");
    await host.exec("find", "/var/lib/cockpit-uyuni", "-path", "*/before/*", "-type", "f", "-delete");
    await button(operationCard(page), "Cancel and roll back").click();
    await button(page.getByRole("dialog"), "Cancel and roll back").click();
    await outcome(host, page, "Roll-back failed");
}

test(
    "that fails is run again, or given up",
    { hash: "/event-processor", given: (host) => installProcessor(host, "2026.08"), journalErrors },
    async (stage) => {
        const { assert, host, page, see, session } = stage;
        await failRollBack(stage);
        const card = operationCard(page);
        await look(stage, "roll-back-failed");
        await button(card, "Run roll-back again").click();
        await host.untilProperty(recovery, "ActiveState", "failed");
        await outcome(host, page, "Roll-back failed");
        assert.notStrictEqual(await host.read(recoverUnit), null, "it may be run once more");

        const dialog = await SetUpDialog.open(page);
        await dialog.next.click();
        await see(
            "why not",
            dialog.dialog.getByText("The last operation could not be rolled back completely."),
        );
        await dialog.cancel.click();

        // By hand, and back again.
        await host.exec("mv", recoverUnit, "/root/recover");
        await host.exec("systemctl", "daemon-reload");
        await outcome(host, page, "Roll-back given up");
        await see("what that means", notice(page, "Not everything could be undone, and it was left at that"));
        await host.exec("mv", "/root/recover", recoverUnit);
        await host.exec("systemctl", "daemon-reload");
        await outcome(host, page, "Roll-back failed");

        await button(card, "Keep the host as it is").click();
        await look(stage, "roll-back-give-up");
        await button(page.getByRole("dialog"), "Keep it as it is").click();
        await see("an operation of its own", heading(card, "Keep the host as a failed roll-back left it"));
        await outcome(host, page, "Succeeded");
        for (const path of [recoverUnit, recoverLink])
            assert.strictEqual(
                (await host.attempt(["test", "-L", path, "-o", "-e", path])).status,
                1,
                `${path} is gone`,
            );
        assert.notStrictEqual(await host.property(recovery, "ActiveState"), "failed");

        await session.go("/history?service=event-processor");
        await see("in the history", page.getByText("Roll-back failed", { exact: true }).first());
        await see(
            "with who gave it up",
            page.getByRole("button", { name: "Keep the host as a failed roll-back left it" }),
        );
        await session.go("/event-processor");
        await SetUpDialog.run(page, { tag: "2026.08" });
        await outcome(host, page, "Succeeded");
        assert.strictEqual(await runningImage(host), `${REPOSITORY}:2026.08`);
        assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
    },
);

test(
    "that nobody knows of is not replaced by another",
    { hash: "/event-processor", given: (host) => installProcessor(host, "2026.08") },
    async ({ assert, host, page, see }) => {
        const text = "[Service]\nType=oneshot\nExecStart=/usr/bin/true\n";
        await host.write(recoverUnit, text);
        await host.exec("systemctl", "daemon-reload");
        const dialog = await SetUpDialog.open(page);
        await dialog.field("Tag").fill("large");
        await dialog.toReview();
        assert.strictEqual(await blockedReason(dialog.confirm), null);
        await dialog.confirm.click();
        await dialog.dialog.waitFor({ state: "hidden" });
        await outcome(host, page, "Refused, nothing was changed");
        await see("why", operationCard(page).getByText(`${recoverUnit} is there: start it`));
        assert.strictEqual(await host.read(recoverUnit), text);
        assert.strictEqual(await runningImage(host), `${REPOSITORY}:2026.08`);
        await host.exec("rm", recoverUnit);
        await host.exec("systemctl", "daemon-reload");
    },
);
