// SPDX-License-Identifier: LGPL-2.1-or-later
/** Daily work with the keyboard alone; and every tab and dialog as people see it. */
import type { Locator } from "playwright-core";
import { overflowing, violations } from "../support/accessibility.js";
import type { TestHost } from "../support/host.js";
import { hasFocus, press, tabTo } from "../support/keyboard.js";
import { look } from "../support/look.js";
import { installServices } from "../support/services.js";
import { onHost, type Stage } from "../support/stage.js";
import { belongings, UninstallForm } from "../support/uninstall.js";
import {
    button,
    fact,
    heading,
    installProcessor,
    operationCard,
    operationEnded,
    overviewRow,
    processorDropIns,
    processorUnit,
} from "../support/uyuni.js";

const test = onHost("Keyboard");
const given = async (host: TestHost) => {
    await installServices(host);
    await installProcessor(host);
};

const tab = (page: Locator, name: string) => page.getByRole("link", { name, exact: true });

test("a service is found, configured, stopped and started", { given }, async (stage) => {
    const { assert, host, page, see, gone } = stage;
    const { keyboard } = page.page();
    await see("the overview", overviewRow(page, "Salt event processor"));
    await press(overviewRow(page, "Salt event processor").getByRole("link").first());
    await see("its page", fact(page, "Container", "Health").getByText("Healthy"));

    await press(tab(page, "Configuration"));
    await press(button(page, "Create local.conf"));
    const dialog = page.getByRole("dialog", { name: "Edit local.conf" });
    const editor = page.getByRole("textbox", { name: "Text of local.conf" });
    await see("the editor", editor);
    await tabTo(button(dialog, "Cancel"));
    await tabTo(editor);
    await keyboard.press("Control+a");
    await keyboard.type("[Service]\nEnvironment=BY_KEYBOARD=1\n");
    await see("all is well", dialog.getByText("systemd understands every line"));
    await press(button(dialog, "Review changes"));
    await see("the difference", dialog.getByText("+Environment=BY_KEYBOARD=1"));
    await press(button(dialog, "Save"));
    await gone("the dialog closes", dialog);
    assert.strictEqual(
        await host.read(`${processorDropIns}/local.conf`),
        "[Service]\nEnvironment=BY_KEYBOARD=1\n",
    );

    await press(tab(page, "Logs"));
    const log = page.getByRole("log", { name: "Log of the service" });
    await see("its log", log.locator("time").first());
    await tabTo(page.getByLabel("Text"));
    await keyboard.type("no such text");
    await see("nothing fits", page.getByText("No line of the journal fits."));
    await keyboard.press("Control+a");
    await keyboard.press("Delete");
    await see("its log again", log.locator("time").first());
    await tabTo(log);

    await press(tab(page, "Files"));
    await see("its files", page.getByText("The files are as set-up writes them."));
    await press(tab(page, "Image"));
    await see("its image", heading(page, "Copies on this host"));
    await press(tab(page, "Status"));
    await press(button(page, "Stop"));
    const question = page.getByRole("dialog");
    await see("the question", question);
    await keyboard.press("Escape");
    await gone("Escape is no", question);
    assert.true(await hasFocus(button(page, "Stop")), "the focus is where it was");
    await keyboard.press("Enter");
    await press(button(question, "Stop"));
    await host.untilProperty(processorUnit, "ActiveState", "inactive");
    await see("it is stopped", fact(page, "Service", "State").getByText("Stopped"));
    await press(button(page, "Start"));
    await host.untilProperty(processorUnit, "ActiveState", "active");
    await host.exec("rm", `${processorDropIns}/local.conf`);
    await host.exec("systemctl", "daemon-reload");
});

test("instances are changed", { given, hash: "/attestation" }, async (stage) => {
    const { host, page, see, gone } = stage;
    const { keyboard } = page.page();
    await press(button(page, "Change the number"));
    const dialog = page.getByRole("dialog");
    await tabTo(dialog.getByLabel("Instances", { exact: true }));
    await keyboard.press("Control+a");
    await keyboard.type("1");
    await see("what is done", dialog.getByRole("region", { name: "What is done" }));
    await press(button(dialog, "Apply"));
    await see("it is done", dialog.locator('button:not([aria-disabled="true"])', { hasText: /^Close$/ }), 60);
    await press(button(dialog, "Close"));
    await gone("closed", dialog);
    await host.untilProperty("uyuni-server-attestation@1.service", "ActiveState", "inactive");
});

test("a service is uninstalled", { given, hash: "/uninstall" }, async (stage) => {
    const { assert, host, page, see } = stage;
    const { keyboard } = page.page();
    const form = new UninstallForm(page);
    await press(page.getByRole("checkbox", { name: "Salt event processor", exact: true }), "Space");
    await see("its unit", form.row(processorUnit));
    await tabTo(page.getByLabel("Type event-processor to confirm"));
    await keyboard.type("event-processor");
    await press(form.uninstall);
    await see("it runs", operationCard(page));
    await operationEnded(host, 120);
    await see("the report", page.getByRole("region", { name: "Report" }));
    assert.deepEqual(
        (await belongings(host)).filter((line) => line.includes("event-processor")),
        [],
        "nothing is left of it",
    );
});

/** The same from right to left, where nothing may be cut off either. */
async function mirrored(stage: Stage, screen: string): Promise<void> {
    const { assert, page, session } = stage;
    const turn = (direction: string) =>
        page.evaluate((body, dir) => {
            body.ownerDocument.documentElement.dir = dir;
        }, direction);
    await look(stage, screen);
    await turn("rtl");
    await session.page.setViewportSize({ width: 400, height: 900 });
    assert.deepEqual(await overflowing(session.root), [], `${screen}, right to left: no scrolling sideways`);
    await session.page.screenshot({
        path: `test-results/screens/${screen}-rtl-400.png`,
        fullPage: true,
    });
    await session.page.setViewportSize({ width: 1280, height: 900 });
    assert.deepEqual(await violations(session), [], `${screen}, right to left`);
    await turn("ltr");
}

test("the tabs, in every look", { given, hash: "/event-processor" }, async (stage) => {
    const { page, session, see } = stage;
    const tabs: readonly (readonly [string, Locator])[] = [
        ["image", heading(page, "Copies on this host")],
        ["configuration", page.getByRole("rowheader", { name: "UYUNI_DB_NAME" })],
        ["logs", page.getByRole("log").locator("time").first()],
        ["files", page.getByText("The files are as set-up writes them.")],
    ];
    for (const [name, shown] of tabs) {
        await session.go(`/event-processor?tab=${name}`);
        await see(name, shown);
        await mirrored(stage, `tab-${name}`);
    }
});

test("the dialogs, in every look", { given }, async (stage) => {
    const { page, session, see } = stage;
    const dialog = page.getByRole("dialog");
    const opened = async (hash: string, opener: string, screen: string) => {
        await session.go(hash);
        await button(page, opener).click();
        await see(screen, dialog);
        await mirrored(stage, `dialog-${screen}`);
        await button(dialog, "Cancel").click();
    };
    await opened("/", "Stop all", "stop-all");
    await opened("/", "Restart all", "restart-all");
    await opened("/attestation", "Change the number", "instances");
    await opened("/db", "Stop", "stop-database");
    await opened("/server", "Restart", "restart-server");
    await session.go("/event-processor?tab=configuration");
    await button(page, "Create local.conf").click();
    await see("the editor", page.getByRole("textbox", { name: "Text of local.conf" }));
    await mirrored(stage, "dialog-editor");
});
