// SPDX-License-Identifier: LGPL-2.1-or-later
/** Every screen, in light and dark, wide and narrow; and set-up with the keyboard alone. */
import { overflowing, setLook, violations } from "../support/accessibility.js";
import { look as lookAndKeep } from "../support/look.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    button,
    fact,
    heading,
    accessKnown,
    holdOperation,
    installProcessor,
    letOperationGoOn,
    notice,
    operationCard,
    operationEnded,
    outcome,
    overviewRow,
    removeUyuni,
    processorUnit,
    SetUpDialog,
    slowRegistry,
    untilProcessorRuns,
} from "../support/uyuni.js";

const test = onHost("Accessibility");
const here = { hash: "/event-processor" };

/** Looks at what is shown in both themes and at both widths. */
async function look({ assert, session }: Stage, screen: string): Promise<void> {
    for (const width of [1280, 400])
        for (const dark of [false, true]) {
            await setLook(session, width, dark);
            const what = `${screen}, ${width} px, ${dark ? "dark" : "light"}`;
            assert.deepEqual(await violations(session), [], what);
            assert.deepEqual(await overflowing(session.root), [], `${what}: no scrolling sideways`);
        }
    await setLook(session, 1280, false);
}

test("before set-up", {}, async (stage) => {
    const { host, page, session, see } = stage;
    await see("the overview", overviewRow(page, "Uyuni server").getByText("Healthy"));
    await look(stage, "overview");
    await host.exec("systemctl", "stop", "podman.socket", "podman.service");
    await see("without podman.socket", button(page, "Start podman.socket"));
    await look(stage, "podman.socket is off");
    await host.exec("systemctl", "start", "podman.socket");

    await session.go("/event-processor");
    await see("what set-up does", heading(page, "Salt event processor is not set up"));
    await look(stage, "not set up");
    const dialog = await SetUpDialog.open(page);
    await see("its tags", dialog.dialog.getByText("7 tags to choose from."));
    await look(stage, "settings");
    await button(dialog.dialog, "Advanced").click();
    await dialog.field("Tag").click();
    await see("the list of tags", dialog.dialog.getByRole("option", { name: "latest" }));
    await look(stage, "settings, all open");
    await page.page().keyboard.press("Escape");
    await dialog.field("Port").fill("none");
    await look(stage, "settings, one of them wrong");
    await dialog.field("Port").fill("5432");
    await dialog.next.click();
    await see("the checks", dialog.dialog.getByText("Every check passed."));
    await look(stage, "checks");
    await dialog.review.click();
    await see("the review", dialog.dialog.getByRole("heading", { name: "Files" }));
    await look(stage, "review");
});

test("not known yet", { closed: true, given: (host) => installProcessor(host) }, async (stage) => {
    const { assert, gone, host, open, see } = stage;
    await host.exec("podman", "--remote", "--url=unix:///run/podman/podman.sock", "version");
    const service = (signal: string) =>
        host.exec("systemctl", "kill", "--kill-whom=main", `--signal=${signal}`, "podman.service");
    await service("STOP");
    const { page, root } = await open(here);
    await see("what systemd tells", fact(root, "Service", "State").getByText("Running"));
    const placeholder = root.locator(".pf-v6-c-skeleton").first();
    await see("what podman does not tell", placeholder);
    await lookAndKeep(stage, "not-known-yet");
    const moving = () =>
        root.evaluate(({ ownerDocument }) =>
            ownerDocument
                .getAnimations()
                .filter((animation) => animation.playState === "running")
                .map((animation) =>
                    animation instanceof CSSAnimation ? animation.animationName : animation.id,
                ),
        );
    assert.deepEqual(await moving(), [], "nothing moves for somebody who wants less motion");
    await page.emulateMedia({ reducedMotion: "no-preference" });
    assert.true((await moving()).includes("pf-v6-c-skeleton-loading"), "it does for others");
    await see("that podman hangs", notice(root, "podman does not answer"), 30);
    assert.strictEqual(await placeholder.count(), 0, "nothing looks as if it were about to come");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await lookAndKeep(stage, "podman-hangs");
    await service("CONT");
    await see("what podman tells at last", fact(root, "Container", "Health").getByText("Healthy"), 30);
    // Its images are told by another answer.
    await gone("nothing is left to wait for", placeholder);
});

const fails = {
    ...here,
    journalErrors: [/^systemd: Failed to start cockpit-uyuni-operation\.service/],
};
test("while it is set up, and rolled back", fails, async (stage) => {
    const { host, page, see } = stage;
    await slowRegistry(host, 20);
    await SetUpDialog.run(page, { tag: "large" });
    const card = operationCard(page);
    await see("the progress of the download", card.getByRole("progressbar"));
    await look(stage, "downloading");
    await button(card, "Cancel").click();
    await operationEnded(host);
    await see("cancelled", notice(page, "Cancelled: nothing on the host was changed"));
    await look(stage, "cancelled");

    await SetUpDialog.run(page, { tag: "unhealthy" });
    await untilProcessorRuns(host, "unhealthy");
    await holdOperation(host);
    await look(stage, "waiting for health");
    await button(card, "Cancel and roll back").click();
    await see("the question", page.getByRole("dialog"));
    await look(stage, "cancel and roll back?");
    await button(page.getByRole("dialog"), "Let it go on").click();
    await letOperationGoOn(host);
    await outcome(host, page, "Failed and rolled back");
    await see("its log", card.getByText(/Unable to start the Salt event stream/).first());
    await look(stage, "rolled back");
});

test("when it runs", { ...here, given: (host) => installProcessor(host) }, async (stage) => {
    const { host, page, see } = stage;
    await see("its facts", fact(page, "Container", "Health").getByText("Healthy"));
    await see(
        "its log",
        page.getByRole("region", { name: "Log of the service" }).getByRole("listitem").first(),
    );
    await look(stage, "running");
    await button(page, "Stop").click();
    await see("the question", page.getByRole("dialog"));
    await look(stage, "stop?");
    await button(page.getByRole("dialog"), "Cancel").click();
    await host.exec("systemctl", "enable", "uyuni-event-processor@7.service");
    await see("the second one", notice(page, "There is a second Salt event processor"));
    await look(stage, "a second one");
    await host.exec("systemctl", "disable", "uyuni-event-processor@7.service");
});

/** What tells on every page that something is missing is looked at in one look; those pages have others of their own. */
async function lookAround({ assert, page, session, see }: Stage, without: string): Promise<void> {
    const tabs = ["image", "configuration", "logs", "files"].map((tab) => `/event-processor?tab=${tab}`);
    for (const hash of [
        "/",
        "/event-processor",
        ...tabs,
        "/db",
        "/images",
        "/history",
        "/mgradm",
        "/uninstall",
    ]) {
        await session.go(hash);
        await see(hash, page.getByRole("heading", { level: 1 }).first());
        assert.deepEqual(await violations(session), [], `${hash} ${without}, at first`);
        await session.page.waitForLoadState("networkidle");
        assert.deepEqual(await violations(session), [], `${hash} ${without}`);
        assert.deepEqual(await overflowing(session.root), [], `${hash} ${without}: no scrolling sideways`);
    }
}

test("every page while podman is off", { given: (host) => installProcessor(host) }, async (stage) => {
    const { host, page, see } = stage;
    await see("the overview", overviewRow(page, "Uyuni server").getByText("Healthy"));
    await host.exec("systemctl", "stop", "podman.socket", "podman.service");
    await see("that it is off", button(page, "Start podman.socket"));
    await lookAround(stage, "without podman");
    await host.exec("systemctl", "start", "podman.socket");
});

test("every page with limited access", { user: "guest" }, async (stage) => {
    await stage.see("the notice", notice(stage.page, "Limited access"));
    await lookAround(stage, "with limited access");
});

test("with limited access", { user: "guest", given: (host) => installProcessor(host) }, async (stage) => {
    const { page, session, see } = stage;
    await see("the notice", notice(page, "Limited access"));
    await see("the services", overviewRow(page, "Uyuni server").getByText("Running"));
    await look(stage, "limited overview");
    await session.go("/event-processor");
    await see("a service", button(page, "Restart"));
    await look(stage, "limited service");
});

test("set-up needs no mouse", { ...here, fresh: true }, async ({ assert, host, page, see, gone }) => {
    const { keyboard } = page.page();
    /** Presses Tab until `name` has the focus. */
    const tabTo = async (role: "button" | "textbox" | "combobox", name: string) => {
        const target = page.getByRole(role, { name, exact: true });
        for (let presses = 0; presses < 60; presses++) {
            if (await target.evaluateAll(([element]) => element === document.activeElement)) return;
            await keyboard.press("Tab");
        }
        throw new Error(`Tab does not reach ${name}`);
    };
    const opener = button(page, "Set up");
    await see("the opener", opener);
    await tabTo("button", "Set up");
    await accessKnown(opener);
    await keyboard.press("Enter");
    const { dialog } = new SetUpDialog(page);
    await see("the dialog", dialog.getByLabel("Registry and name"));
    await keyboard.press("Escape");
    await gone("Escape closes it", dialog);
    assert.true(await opener.evaluate((element) => element === document.activeElement), "focus is back");

    await keyboard.press("Enter");
    await see("the dialog again", dialog.getByText("7 tags to choose from."));
    await tabTo("combobox", "Tag");
    await keyboard.press("ArrowDown");
    await see("the list of tags", dialog.getByRole("option", { name: "latest" }));
    await keyboard.press("Escape");
    await gone("Escape closes the list first", dialog.getByRole("option", { name: "latest" }));
    await see("and not the dialog", dialog);
    await keyboard.press("ArrowDown");
    const listed = await dialog.locator(".uyuni-tag-name").allInnerTexts();
    for (let presses = 0; presses <= listed.indexOf("latest"); presses++) await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    assert.strictEqual(await dialog.getByLabel("Tag", { exact: true }).inputValue(), "latest");
    await tabTo("button", "Next");
    await keyboard.press("Enter");
    await see("the checks", dialog.getByText("Every check passed."));
    await tabTo("button", "Review");
    await keyboard.press("Enter");
    await see("the review", dialog.getByRole("heading", { name: "Files" }));
    await tabTo("button", "Set up");
    await keyboard.press("Enter");
    await gone("the dialog closes", dialog);
    await outcome(host, page, "Succeeded");
    assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
    assert.true(
        await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement) ?? false),
        "the focus is on the page",
    );
});

test("without a server", {}, async (stage) => {
    const { host, page, see } = stage;
    await see("the overview", overviewRow(page, "Uyuni server"));
    await removeUyuni(host);
    await see("the page says so", heading(page, "There is no Uyuni server on this host"));
    await look(stage, "no server");
});
