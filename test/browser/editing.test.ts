// SPDX-License-Identifier: LGPL-2.1-or-later
/** What somebody is typing into a drop-in stays, whatever becomes of the connection and the access. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import { blockedReason, button, installProcessor, notice, processorDropIns } from "../support/uyuni.js";

const test = onHost("Editing");

const localConf = `${processorDropIns}/local.conf`;
const mine = "[Service]\nEnvironment=OWN_SETTING=mine\n";
const theirs = "[Service]\nEnvironment=OWN_SETTING=theirs\n";
const set = { given: (host: TestHost) => installProcessor(host), hash: "/event-processor?tab=configuration" };
const dialog = (root: Locator) => root.getByRole("dialog", { name: "Edit local.conf" });
const editor = (root: Locator) => root.getByRole("textbox", { name: "Text of local.conf" });

async function type(root: Locator, text: string): Promise<void> {
    await editor(root).click();
    await root.page().keyboard.press("Control+a");
    await root.page().keyboard.press("Delete");
    await root.page().keyboard.type(text);
}

test("a text stays while the access is turned off", { ...set, shell: true }, async (stage) => {
    const { assert, host, page: root, session, see, gone } = stage;
    await button(root, "Create local.conf").click();
    await see("the editor", editor(root));
    await type(root, mine);

    const bar = session.page;
    await bar.getByRole("button", { name: "Administrative access" }).first().click();
    await bar.getByRole("button", { name: "Limit access" }).click();
    await see("it is limited", notice(root, "Limited access"));
    await see("the text is there", editor(root).getByText("OWN_SETTING=mine"));
    await button(dialog(root), "Review changes").click();
    assert.strictEqual(
        await blockedReason(button(dialog(root), "Save")),
        "Needs administrative access: turn it on in the top bar of Cockpit",
    );
    await host.write(localConf, theirs);
    const changed = notice(dialog(root), "The file was changed elsewhere while you were editing");
    await see("what happens meanwhile is told", changed);

    await bar.getByRole("button", { name: "Limited access" }).first().click();
    await bar.locator("#switch-to-admin-access-password").fill("uyuni-admin");
    await bar.getByRole("button", { name: "Authenticate" }).click();
    await gone("the access is back", notice(root, "Limited access"));
    assert.strictEqual(
        await blockedReason(button(dialog(root), "Save")),
        "Choose first what becomes of the other change",
    );
    await button(dialog(root), "Compare with mine").click();
    await see("theirs", dialog(root).getByText("-Environment=OWN_SETTING=theirs"));
    await see("mine", dialog(root).getByText("+Environment=OWN_SETTING=mine"));
    assert.strictEqual(await host.read(localConf), theirs, "nothing was overwritten");
    await button(dialog(root), "Save").click();
    await gone("the dialog closes", dialog(root));
    assert.strictEqual(await host.read(localConf), mine);
    await host.exec("rm", localConf);
    await host.exec("systemctl", "daemon-reload");
});

test("drop-ins that are links are shown as that, and not written through", set, async (stage) => {
    const { assert, host, page: root, see, session } = stage;
    const far = "/root/far.conf";
    await host.exec("mkdir", "-p", processorDropIns);
    await host.write(far, theirs);
    const link = (target: string, name: string) =>
        host.exec("ln", "-s", target, `${processorDropIns}/${name}.conf`);
    await link("/dev/null", "null");
    await host.exec("systemctl", "daemon-reload");
    await session.go("/event-processor?tab=files");
    const loaded = root.locator('[data-pair="file-unit"]');
    await see("what systemd has", loaded.getByText("systemd has loaded the files as they are."));
    await link("/nowhere", "dangling");
    await link("loop.conf", "loop");
    await host.exec("systemctl", "daemon-reload");
    await see("a link to nothing", root.getByText("a link to /nowhere", { exact: true }));
    // systemd (257) itself goes on saying that it has to read them again, but no file is missing from what it has.
    await see("as systemd has it", loaded.getByText(/in comments, or in what cannot be compared here/));

    await session.go(set.hash);
    await see("in the list, too", root.getByText("a link to /nowhere", { exact: true }));
    await button(root, "Create local.conf").click();
    await see("the editor", editor(root));
    await type(root, mine);
    await button(dialog(root), "Review changes").click();
    await host.exec("mv", processorDropIns, "/root/elsewhere");
    await host.exec("ln", "-s", "/root/elsewhere", processorDropIns);
    await button(dialog(root), "Save").click();
    await see("it is refused", dialog(root).getByText(/^A symbolic link leads from .* nothing is written/));
    assert.strictEqual(await host.read("/root/elsewhere/local.conf"), null);
    await host.exec("rm", processorDropIns);
    await host.exec("mv", "/root/elsewhere", processorDropIns);
    await host.exec("ln", "-s", far, localConf);
    await session.go(set.hash);
    assert.strictEqual(
        await blockedReason(button(root, "Edit local.conf")),
        "It is a symbolic link: change the file that it leads to, or remove the link first",
    );
    const links = ["dangling", "loop", "null", "local"].map((name) => `${processorDropIns}/${name}.conf`);
    await host.exec("rm", ...links);
    await host.exec("systemctl", "daemon-reload");
});

// The last one: logind does not let anybody in afterwards.
test(
    "a text stays while the bus is lost",
    {
        ...set,
        // Of sessions that end meanwhile.
        journalErrors: [/^cockpit-session: pam_systemd\(cockpit:session\): Failed to connect to system bus/],
    },
    async ({ assert, host, page: root, see, gone }) => {
        const lost = root.getByText("The services cannot be read", { exact: true });
        await button(root, "Create local.conf").click();
        await see("the editor", editor(root));
        await type(root, mine);
        await host.exec("systemctl", "stop", "dbus.socket", "dbus.service");
        await see("the bus is lost", lost);
        await see("the text is there", editor(root).getByText("OWN_SETTING=mine"));
        await button(dialog(root), "Review changes").click();
        assert.strictEqual(
            await blockedReason(button(dialog(root), "Save")),
            "The connection to the host is lost",
        );
        await host.exec("systemctl", "start", "dbus.socket", "dbus.service");
        await gone("it is back by itself", lost, 60);
        await button(dialog(root), "Save").click();
        await gone("the dialog closes", dialog(root), 60);
        assert.strictEqual(await host.read(localConf), mine);
        await see("the page is there again", root.getByRole("rowheader", { name: "OWN_SETTING" }), 60);
    },
);
