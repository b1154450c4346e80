// SPDX-License-Identifier: LGPL-2.1-or-later
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import { button, installProcessor, notice, operationCard, SetUpDialog } from "../support/uyuni.js";

const test = onHost("Only one event processor");
const here = { hash: "/event-processor", given: (host: TestHost) => installProcessor(host) };
const second = "There is a second Salt event processor:";

test("another one that is started by hand is named, and ended", here, async (stage) => {
    const { assert, host, page, see, gone } = stage;
    await see("the page is ready", button(page, "Restart"));
    const unit = "uyuni-event-processor@1.service";
    const alert = notice(page, `${second} ${unit}`);
    await host.exec("systemctl", "start", unit);
    const begin = performance.now();
    await see("it is named", alert, 5);
    const took = performance.now() - begin;
    assert.true(took < 1000, `within a second: ${took.toFixed()} ms`);
    await see("it says what it is", alert.getByText("It is active."));

    await button(alert, "Stop and disable uyuni-event-processor@1").click();
    await gone("the alert has gone", alert);
    await host.untilProperty(unit, "ActiveState", "inactive");
    assert.strictEqual(await host.property("uyuni-event-processor@0.service", "ActiveState"), "active");
});

test("one that is enabled, and one with a name, count as well", here, async (stage) => {
    const { assert, host, page, session, see, gone } = stage;
    await see("the page is ready", button(page, "Restart"));
    await host.exec("systemctl", "enable", "uyuni-event-processor@7.service");
    await host.exec("systemctl", "enable", "--now", "uyuni-event-processor@foo.service");
    const seventh = notice(page, `${second} uyuni-event-processor@7.service`);
    const named = notice(page, `${second} uyuni-event-processor@foo.service`);
    await see("the stopped one", seventh.getByText("It is stopped, but starts when the host boots."));
    await see("the named one", named.getByText("It is active, and starts when the host boots."));

    await session.go("/");
    await see("the overview says so, too", seventh);
    await see("of both", named);

    await session.go("/event-processor");
    const dialog = await SetUpDialog.open(page);
    await dialog.next.click();
    await see("set-up is refused", dialog.dialog.getByText(/^There are other event processors: /));
    await see("with a reason", dialog.dialog.getByText(/uyuni-event-processor@foo\.service/).first());
    await dialog.cancel.click();

    await button(seventh, "Stop and disable uyuni-event-processor@7").click();
    await gone("the stopped one has gone", seventh);
    await button(named, "Stop and disable uyuni-event-processor@foo").click();
    await gone("the named one has gone", named);
    for (const name of ["7", "foo"]) {
        const unit = `uyuni-event-processor@${name}.service`;
        await host.untilProperty(unit, "ActiveState", "inactive");
        const links = await host.exec("find", "/etc/systemd/system", "-name", unit);
        assert.strictEqual(links, "", "no link is left");
    }
    assert.strictEqual(await operationCard(page).count(), 0, "no operation was needed");
});

test("another container of its image is named", here, async ({ host, page, see, gone }) => {
    await see("the page is ready", button(page, "Restart"));
    const image = "registry.opensuse.org/uyuni/server-salt-event-processor:latest";
    await host.exec("podman", "run", "-d", "--name", "by-hand", "--entrypoint", "sleep", image, "600");
    const alert = notice(page, "There is another container of the Salt event processor: by-hand");
    await see("it is named", alert);
    await see("what to do", alert.getByText(/no unit started it\. Stop and remove it with podman\./));
    await host.exec("podman", "rm", "--force", "--time", "0", "by-hand");
    await gone("the alert has gone", alert);
});
