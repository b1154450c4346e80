// SPDX-License-Identifier: LGPL-2.1-or-later
/** What is shown live is not shown as if it were so now when it has not been heard of for a while. */
import type { TestHost } from "../support/host.js";
import { ready, verdict } from "../support/events.js";
import { look } from "../support/look.js";
import { onHost } from "../support/stage.js";
import { button, notice, overviewRow } from "../support/uyuni.js";

const test = onHost("Stale");

const events = { hash: "/event-processor", given: (host: TestHost) => ready(host, 50) };
const old = /^Numbers and curves as of \d\d:\d\d:\d\d: nothing newer could be read$/;

test("the database hangs while its events are shown", events, async (stage) => {
    const { host, page, see, gone } = stage;
    await see("it keeps up", verdict(page, "Keeping up"), 40);
    await host.exec("pkill", "--signal=STOP", "--exact", "postgres");
    try {
        await see("the numbers are of the past", page.getByText(old), 30);
        await see("nobody knows", verdict(page, "Database unreachable"));
        await look(stage, "events that are old");
    } finally {
        await host.exec("pkill", "--signal=CONT", "--exact", "postgres");
    }
    await see("it answers again", verdict(page, "Keeping up"), 60);
    await gone("the numbers are those of now", page.getByText(old));
    await button(page, "Pause the numbers and curves").click();
    await see(
        "held numbers have a time",
        page.getByText(/^Paused: numbers and curves as of \d\d:\d\d:\d\d$/),
    );
});

test("the access ends while events are shown", { ...events, shell: true }, async (stage) => {
    const { page, see, session } = stage;
    await see("it keeps up", verdict(page, "Keeping up"), 40);
    const bar = session.page;
    await bar.getByRole("button", { name: "Administrative access" }).first().click();
    await bar.getByRole("button", { name: "Limit access" }).click();
    await see("the numbers are of the past", page.getByText(old));
    await see("nobody knows", verdict(page, "Not known"));
});

test("podman hangs while CPU and memory are followed", {}, async (stage) => {
    const { host, page, see, gone } = stage;
    const cpu = overviewRow(page, "Database").locator('td[data-label="CPU"]');
    const figure = cpu.getByText(/%$/);
    await see("they were measured", page.getByText(/^CPU and memory were measured /), 40);
    await page.getByText("Follow CPU and memory").click();
    await gone("and are measured now", page.getByText(/^CPU and memory were measured /));
    await see("a figure", figure);
    await host.exec("systemctl", "kill", "--signal=STOP", "podman.service");
    await see("it is not known any more", cpu.getByText("not available"), 30);
    await see("nor is anything else", notice(page, "podman does not answer"), 30);
    await host.exec("systemctl", "kill", "--signal=CONT", "podman.service");
    await see("a figure again", figure, 60);
    await page.getByText("Follow CPU and memory").click();
});

test("podman hangs while nothing happens", {}, async (stage) => {
    const { host, page, see, gone } = stage;
    const healthy = overviewRow(page, "Database").getByText("Healthy", { exact: true });
    await see("it is healthy", healthy);
    await host.exec("systemctl", "kill", "--signal=STOP", "podman.service");
    await see("that it does not answer", notice(page, "podman does not answer"), 120);
    await gone("nothing is shown as if it were so now", healthy);
    await host.exec("systemctl", "kill", "--signal=CONT", "podman.service");
    await see("it is healthy again", healthy, 60);
});
