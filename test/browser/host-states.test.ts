// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * What goes wrong around the services: each time the page says so, and what leads out of it.
 * Other states are tested where they belong: overview, services.
 */
import type { Locator } from "playwright-core";
import { violations } from "../support/accessibility.js";
import { installServices } from "../support/services.js";
import { onHost } from "../support/stage.js";
import { button, fact, notice, overviewRow } from "../support/uyuni.js";

const test = onHost("Host states");
const given = { given: installServices };
const hub = "uyuni-hub-xmlrpc@0.service";
const lost = (page: Locator) => notice(page, "The connection to the host is lost");

test("a unit that has failed says why, and what to do", { ...given, hash: "/hub-xmlrpc" }, async (stage) => {
    const { assert, host, page, see, gone, session } = stage;
    await see("it runs", fact(page, "Service", "State").getByText("Running"));
    const dropIns = `/run/systemd/system/${hub}.d`;
    await host.exec("mkdir", "-p", dropIns);
    const text = "[Service]\nRestart=no\nExecStartPre=/bin/false\n[Unit]\nStartLimitBurst=1\n";
    await host.write(`${dropIns}/test.conf`, text);
    await host.exec("systemctl", "daemon-reload");
    await host.attempt(["systemctl", "restart", hub]);
    const failed = notice(page, "Hub XML-RPC API has failed");
    await see("it is said", failed);
    await see("and why", failed.getByText("A program of the service ended with an error"));
    assert.deepEqual(await violations(session), [], "no rule of accessibility is broken");
    await button(failed, "Show log").click();
    assert.true(
        await page
            .getByRole("heading", { name: "Log", exact: true })
            .evaluate((log) => log.matches(":focus")),
        "the log is shown",
    );
    await host.exec("rm", "-r", dropIns);
    await host.exec("systemctl", "daemon-reload");
    await button(failed, "Start it again").click();
    await see("it runs again", fact(page, "Service", "State").getByText("Running"));
    await gone("nothing is left to say", failed);
});

test("podman is killed while one looks", given, async ({ host, page, see, gone }) => {
    const row = overviewRow(page, "Hub XML-RPC API");
    await see("it has a container", row.getByText("The image has no check"));
    // Whatever happens while nobody listens has to be found out afterwards.
    await host.exec("systemctl", "kill", "--signal=STOP", "podman.service");
    await host.exec("systemctl", "stop", hub);
    await host.exec("systemctl", "kill", "--signal=KILL", "podman.service");
    await see("the container is gone", row.getByText("No container"), 15);
    await host.exec("systemctl", "start", hub);
    await see("the new one is heard of", row.getByText("The image has no check"), 15);
    await gone("nothing is said to be lost", page.getByText(/connection (?:is )?lost/));
});

test("podman hangs while one looks", given, async ({ host, page, see, gone }) => {
    const row = overviewRow(page, "Hub XML-RPC API");
    await see("it has a container", row.getByText("The image has no check"));
    const hangs = notice(page, "podman does not answer");
    await host.exec("systemctl", "kill", "--signal=STOP", "podman.service");
    // It should have been heard of that.
    await host.exec("systemctl", "stop", hub);
    await see("the page has noticed", hangs, 40);
    await gone("nothing is shown as if it were so now", row.getByText("The image has no check"));
    await host.exec("systemctl", "kill", "--signal=CONT", "podman.service");
    await see("the container is gone", row.getByText("No container"), 40);
    await gone("it answers", hangs);
    await host.exec("systemctl", "start", hub);
    await see("the new one is heard of", row.getByText("The image has no check"), 15);
});

test(
    "the browser's connection is cut",
    { hash: "/", consoleErrors: [/WebSocket|ERR_CONNECTION|transport|health check|login/i] },
    async ({ host, page, session, see, gone }) => {
        const state = overviewRow(page, "Database").getByText("Running");
        await see("the database runs", state);
        const nft = (...args: string[]) => host.exec("nft", ...args);
        const reject = ["9090", "reject", "with", "tcp", "reset"];
        await nft("add", "table", "inet", "cut");
        await nft("add", "chain", "inet", "cut", "out", "{ type filter hook output priority 0; }");
        for (const side of ["sport", "dport"])
            await nft("add", "rule", "inet", "cut", "out", "tcp", side, ...reject);
        // A browser only finds out when it sends something; should it have done so already, this is gone.
        const sending = page.getByText("Follow CPU and memory").click({ timeout: 5000 });
        await Promise.allSettled([sending]);
        await see("the page says so", lost(page), 60);
        await see("and the way out", button(lost(page), "Load the page anew"));
        await nft("destroy", "table", "inet", "cut");
        // Whether the session goes on depends on how soon Cockpit noticed; it keeps one for some seconds only.
        const ended = lost(page).getByText(/your session has ended/);
        await see("the page comes back by itself, or says why it does not", state.or(ended), 90);
        if (await ended.isVisible()) {
            await button(lost(page), "Load the page anew").click();
            await session.page.locator("#login-user-input").waitFor();
        } else await gone("nothing is lost any more", lost(page));
    },
);

test("the host's clock and the browser's are not the same", { ...given, closed: true }, async (stage) => {
    const { assert, host, open, see, gone } = stage;
    const session = await open();
    const hours = 3 * 60 * 60 * 1000;
    await session.page.clock.setFixedTime(Date.now() - hours);
    await session.go("/hub-xmlrpc");
    const page = session.root;
    const other = notice(page, /The clock of the host is .*3.* ahead of this computer's$/);
    await see("it is said", other);
    await see("the page is there", fact(page, "Service", "State").getByText("Running"));
    const age = await fact(page, "Service", "State").locator("time").innerText();
    assert.true(
        /(?:second|minute)s? ago$|^now$/.test(age),
        `by the host's clock it has been running since ${age}`,
    );
    // One of them is set right: nothing tells that, but the next thing that happens.
    await session.page.clock.setFixedTime(Date.now());
    await host.exec("systemctl", "restart", hub);
    await gone("they agree", other);
    await see("it runs", fact(page, "Service", "State").getByText("Running"));
});

// The last one: logind does not let anybody in afterwards.
const busErrors = {
    // Of sessions that end meanwhile.
    journalErrors: [/^cockpit-session: pam_systemd\(cockpit:session\): Failed to connect to system bus/],
};

test("the bus is lost, and comes back", { ...busErrors, hash: "/db" }, async ({ host, page, see, gone }) => {
    const state = fact(page, "Service", "State");
    await see("the database runs", state.getByText("Running"));
    await host.exec("systemctl", "stop", "dbus.socket", "dbus.service");
    await see("the page says so", lost(page));
    await host.exec("systemctl", "start", "dbus.socket", "dbus.service");
    await gone("it is back by itself", lost(page), 60);
    await see("the database is seen again", state.getByText("Running"));
    await host.exec("systemctl", "stop", "uyuni-server.service");
    await host.exec("systemctl", "stop", "uyuni-db.service");
    await see("and followed", state.getByText("Stopped"), 5);
    await host.exec("systemctl", "start", "uyuni-server.service");
    await see("in both directions", state.getByText("Running"));
});
