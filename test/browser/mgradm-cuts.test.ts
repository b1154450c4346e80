// SPDX-License-Identifier: LGPL-2.1-or-later
/** mgradm is killed, or the power is cut, when it has stopped the services: what the page says then, and going on. */
import type { Locator } from "playwright-core";
import { holdMgradm, installMgradm, MgradmForm, unholdMgradm } from "../support/mgradm.js";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost, type Stage } from "../support/stage.js";
import { button, installProcessor, notice, operationCard, outcome, processorUnit } from "../support/uyuni.js";

const test = onHost("mgradm cuts");
const SERVICES = ["uyuni-db.service", "uyuni-server.service", processorUnit];
/** What programs say when the host is cut off under them, or mgradm is killed. */
const journalErrors = [
    /^systemctl: Failed to wait for response/,
    /^\(\w+\): cockpit-uyuni-operation\.service: .*Connection refused$/,
    /Failed to start cockpit-uyuni-operation\.service/,
];

interface Task {
    readonly name: "upgrade" | "backup";
    readonly action: string;
    readonly left: string;
    /** Fills the form; `round` makes the folder another one. */
    readonly fill: (form: MgradmForm, round: string) => Promise<void>;
}

const upgrade: Task = {
    name: "upgrade",
    action: "Upgrade",
    left: "The new images may have been pulled, units may name them already, and the data may be half migrated.",
    fill: ({ root }) => root.getByLabel("Tag", { exact: true }).fill("2026.10"),
};

const backup: Task = {
    name: "backup",
    action: "Back up",
    left: "What is in /srv/backups/first may be a part of a backup: it cannot be relied upon.",
    fill: async (form, round) => {
        await form.folder.fill(`/srv/backups/${round}`);
        await form.flag("skipimages").check();
    },
};

async function held(host: TestHost): Promise<void> {
    await installMgradm(host);
    await installProcessor(host);
    await host.attempt(["rm", "-rf", "/srv/backups"]);
    await holdMgradm(host, "-stopped");
}

/** Runs the task until it has stopped the services. */
async function untilStopped({ host, page }: Stage, { action, fill }: Task): Promise<void> {
    const form = new MgradmForm(page);
    await fill(form, "first");
    await form.run(action);
    for (const unit of SERVICES) await host.untilProperty(unit, "ActiveState", "inactive", 60);
}

/** What it may have left is said, and it can be run again to its end. */
async function goesOn({ host, see }: Stage, root: Locator, { action, fill, left }: Task): Promise<void> {
    await see("what it may have left", notice(root, "What it may have left").getByText(left));
    await unholdMgradm(host);
    await root.getByRole("link", { name: `${action} again` }).click();
    const form = new MgradmForm(root);
    await fill(form, "second");
    // It has just been started: a plan from before that would be made anew when it is run.
    const shown = root.getByRole("region", { name: "What is going to be run" });
    await see("the plan", shown.getByText("Stop uyuni-event-processor@0.service", { exact: true }));
    await form.run(action);
    await outcome(host, root, "Succeeded");
    for (const unit of SERVICES) await host.untilProperty(unit, "ActiveState", "active");
}

for (const task of [upgrade, backup]) {
    const hash = `/mgradm?task=${task.name}`;

    test(`killed in the middle: ${task.name}`, { hash, given: held, journalErrors }, async (stage) => {
        const { host, page, see, gone } = stage;
        await untilStopped(stage, task);
        await host.exec("pkill", "--signal=KILL", "--exact", "mgradm");
        await see("it was cut off", operationCard(page).locator(".pf-v6-c-label").getByText("Cut off"));
        const killed = notice(page, "mgradm was cut off before its end");
        await see("by what", killed.getByText("It was killed by signal 9."));
        const stopped = notice(page, "Services are stopped that start at boot");
        for (const unit of SERVICES) await see(unit, stopped.getByText(unit));
        await look(stage, `mgradm-killed-${task.name}`);
        await button(stopped, "Start all").click();
        await gone("what is stopped", stopped, 60);
        for (const unit of SERVICES) await host.untilProperty(unit, "ActiveState", "active");
        await see("that all run", page.getByText("Every service that starts at boot runs."));
        await goesOn(stage, page, task);
    });

    test(
        `the power is cut in the middle: ${task.name}`,
        { hash, given: held, journalErrors },
        async (stage) => {
            const { host, see, open, close, session } = stage;
            await untilStopped(stage, task);
            await close(session);
            await host.cutPower();
            await host.up();
            const { root } = await open({ hash });
            await see("it was cut off", operationCard(root).locator(".pf-v6-c-label").getByText("Cut off"));
            const cut = notice(root, "mgradm was cut off before its end");
            await see("by what", cut.getByText(/the host went down in the middle of it/));
            await see("that all run", root.getByText("Every service that starts at boot runs."), 60);
            await goesOn(stage, root, task);
        },
    );
}
