// SPDX-License-Identifier: LGPL-2.1-or-later
import { onHost } from "../support/stage.js";
import {
    blockedReason,
    button,
    heading,
    notice,
    overviewRow,
    processorUnit,
    removeUyuni,
} from "../support/uyuni.js";

const test = onHost("Overview");
const limitedReason = "Needs administrative access: turn it on in the top bar of Cockpit";

test("opens from the shell's menu and shows the services as they are", { shell: true }, async (stage) => {
    const { assert, page, session, see } = stage;
    await session.page.goto("http://127.0.0.1:9090/system");
    await session.page.getByRole("link", { name: "Uyuni", exact: true }).click();
    for (const [service, image] of [
        ["Uyuni server", "server"],
        ["Database", "server-postgresql"],
    ] as const) {
        const row = overviewRow(page, service);
        await see(`${service} runs`, row.getByText("Running", { exact: true }));
        await see(`${service} is healthy`, row.getByText("Healthy", { exact: true }));
        assert.strictEqual(
            await row.getByRole("cell").nth(2).innerText(),
            `registry.opensuse.org/uyuni/${image}`,
        );
        assert.strictEqual(await row.getByRole("cell").nth(3).innerText(), "latest");
    }
    const processor = overviewRow(page, "Salt event processor");
    await see("the event processor is not set up", processor.getByText("Not set up", { exact: true }));
    await see("services that are not installed are named", page.getByText(/^Not installed:/));
    for (const service of ["Confidential computing attestation", "Hub XML-RPC API", "Saline", "TFTP"])
        await see(service, page.getByText(service, { exact: true }));
});

test("follows a unit that is stopped and started by hand", {}, async ({ assert, host, page, see }) => {
    const row = overviewRow(page, "Uyuni server");
    await see("it runs", row.getByText("Running", { exact: true }));
    const loaded = await page.evaluate(() => performance.timeOrigin);
    await host.exec("systemctl", "stop", "uyuni-server.service");
    await see("it is stopped", row.getByText("Stopped", { exact: true }), 2);
    await see("it has no container", row.getByText("No container"), 2);
    await host.exec("systemctl", "start", "uyuni-server.service");
    await see("it runs again", row.getByText("Running", { exact: true }), 2);
    await see("it is healthy again", row.getByText("Healthy", { exact: true }), 30);
    assert.strictEqual(await page.evaluate(() => performance.timeOrigin), loaded, "without loading again");
});

test("starts podman.socket when it is off", {}, async ({ assert, host, page, see, gone }) => {
    const row = overviewRow(page, "Database");
    await see("it is healthy", row.getByText("Healthy", { exact: true }));
    await host.exec("systemctl", "stop", "podman.socket", "podman.service");
    const start = button(page, "Start podman.socket");
    await see("the page offers to start it", start, 5);
    for (const figure of ["Health", "CPU and memory"])
        await see(
            `${figure} is not guessed`,
            row.locator(`td[data-label="${figure}"]`).getByText("podman.socket is off"),
        );
    await see("the unit's state is still known", row.getByText("Running", { exact: true }));
    await start.click();
    await gone("the offer has gone", start, 5);
    await see("health is known again", row.getByText("Healthy", { exact: true }), 5);
    assert.strictEqual(await host.property("podman.socket", "ActiveState"), "active");
});

test("says that podman is missing", {}, async ({ host, page, see, gone }) => {
    await see("it is healthy", overviewRow(page, "Database").getByText("Healthy", { exact: true }));
    const unit = "/usr/lib/systemd/system/podman.socket";
    await host.exec("systemctl", "stop", "podman.socket", "podman.service");
    await host.exec("mv", unit, "/root/");
    await host.exec("systemctl", "daemon-reload");
    const missing = notice(page, "podman is not installed");
    await see("the page says so", missing, 5);
    await see("services are still shown", overviewRow(page, "Database").getByText("Running"));
    await host.exec("mv", "/root/podman.socket", unit);
    await host.exec("systemctl", "daemon-reload");
    await host.exec("systemctl", "start", "podman.socket");
    await gone("and not any more once it is there", missing, 5);
    await see("health is known again", overviewRow(page, "Database").getByText("Healthy", { exact: true }));
});

test("shows a user without rights everything that can be read", { user: "guest" }, async (stage) => {
    const { assert, page, see, session } = stage;
    await see("the access is named", notice(page, "Limited access"));
    const row = overviewRow(page, "Uyuni server");
    await see("its state is shown", row.getByText("Running", { exact: true }));
    await see("its image is shown", row.getByText("registry.opensuse.org/uyuni/server", { exact: true }));
    for (const figure of ["Health", "CPU and memory"])
        await see(
            `${figure} says what it needs`,
            row.locator(`td[data-label="${figure}"]`).getByText("needs administrative access"),
        );

    await session.go("/db");
    await see(
        "the unit's facts are shown",
        page.getByText("/etc/systemd/system/uyuni-db.service", { exact: true }),
    );
    for (const action of ["Start", "Stop", "Restart"])
        assert.strictEqual(await blockedReason(button(page, action)), limitedReason, action);
    // A blocked button does nothing, and leads nowhere.
    await button(page, "Stop").click({ force: true });
    assert.strictEqual(await page.getByRole("dialog").count(), 0);

    await session.go("/event-processor");
    await see(
        "the page of the event processor is shown",
        heading(page, "Salt event processor is not set up"),
    );
    assert.strictEqual(await blockedReason(button(page, "Set up")), limitedReason);

    await session.go("/event-processor?setup=1");
    await see("a link into the dialog waits", notice(page, "Setting up needs administrative access"));
    for (const [route, title] of [
        ["/uninstall", "Uninstalling needs administrative access"],
        ["/images", "The images need administrative access"],
        ["/history", "The history needs administrative access"],
        ["/mgradm", "mgradm needs administrative access"],
    ] as const) {
        await session.go(route);
        await see(`${route} explains itself`, notice(page, title));
    }
    assert.strictEqual(await page.getByRole("dialog").count(), 0);
});

test(
    "goes on when administrative access is turned on",
    { shell: true, administrative: false, hash: "/server" },
    async ({ assert, host, page, session, see, gone }) => {
        const limited = notice(page, "Limited access");
        await see("the access is named", limited);
        const restart = button(page, "Restart");
        assert.strictEqual(await blockedReason(restart), limitedReason);
        const loaded = await page.evaluate(() => performance.timeOrigin);

        const bar = session.page;
        await bar.getByRole("button", { name: "Limited access" }).first().click();
        await bar.locator("#switch-to-admin-access-password").fill("uyuni-admin");
        await bar.getByRole("button", { name: "Authenticate" }).click();
        await gone("the notice has gone", limited);
        await see("the container is seen", page.getByText("Healthy", { exact: true }));
        assert.strictEqual(await blockedReason(restart), null);
        assert.strictEqual(
            await page.evaluate(() => performance.timeOrigin),
            loaded,
            "without loading again",
        );

        const before = await host.property("uyuni-server.service", "InvocationID");
        await restart.click();
        await button(page.getByRole("dialog"), "Restart").click();
        await host.until("the server was restarted", async () => {
            const now = await host.property("uyuni-server.service", "InvocationID");
            return now !== before && (await host.property("uyuni-server.service", "ActiveState")) === "active"
                ? now
                : null;
        });
    },
);

test("explains itself on a host without Uyuni", {}, async ({ host, page, session, see }) => {
    await see("there are services", overviewRow(page, "Uyuni server"));
    await removeUyuni(host);
    await see("the page says so", heading(page, "There is no Uyuni server on this host"), 5);
    await session.go("/server");
    await see("the service's page as well", heading(page, "Uyuni server is not installed"));
    await session.go("/nonsense");
    await see("an address that means nothing", heading(page, "There is no such page"));
    await page.getByRole("link", { name: "Go to the overview" }).click();
    await see("leads back", heading(page, "There is no Uyuni server on this host"));
    // Nothing was set up for the event processor either.
    await host.untilProperty(processorUnit, "LoadState", "not-found");
});
