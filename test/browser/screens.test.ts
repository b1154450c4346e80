// SPDX-License-Identifier: LGPL-2.1-or-later
/** A picture of every screen in test-results/screens/, to be looked at; and that none is wider than its window. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { overflowing, setLook } from "../support/accessibility.js";
import type { TestHost } from "../support/host.js";
import type { Session, SessionOptions } from "../support/browser.js";
import { onHost, type Stage } from "../support/stage.js";
import { UninstallForm } from "../support/uninstall.js";
import {
    button,
    fact,
    heading,
    holdOperation,
    installProcessor,
    letOperationGoOn,
    notice,
    operationCard,
    outcome,
    overviewRow,
    removeUyuni,
    SetUpDialog,
    untilProcessorRuns,
} from "../support/uyuni.js";

const test = onHost("Screens");
const RESULTS = path.join(process.cwd(), "test-results", "screens");

const looks = [
    { name: "light-1280", dark: false, width: 1280 },
    { name: "dark-1280", dark: true, width: 1280 },
    { name: "light-400", dark: false, width: 400 },
    { name: "dark-400", dark: true, width: 400 },
];

/** Takes the picture in each look, as high as the page is. */
async function pictures({ assert }: Stage, session: Session, screen: string): Promise<void> {
    await mkdir(RESULTS, { recursive: true });
    for (const { name, dark, width } of looks) {
        await setLook(session, width, dark);
        await session.page.mouse.move(0, 0);
        assert.deepEqual(
            await overflowing(session.root),
            [],
            `${screen}, ${name}: nothing is cut off at the side`,
        );
        await session.page.screenshot({ path: path.join(RESULTS, `${screen}-${name}.png`), fullPage: true });
    }
}

const given = (host: TestHost) => installProcessor(host);
const ready = async (page: Session["root"]) => {
    await fact(page, "Container", "Health").getByText("Healthy").waitFor();
    await page.getByRole("region", { name: "Log of the service" }).getByRole("listitem").first().waitFor();
};

test("set-up", {}, async (stage) => {
    const { page, session, see } = stage;
    await see("the overview", overviewRow(page, "Uyuni server").getByText("Healthy"));
    await pictures(stage, session, "overview");
    await session.go("/event-processor");
    await see("what set-up does", heading(page, "Salt event processor is not set up"));
    await pictures(stage, session, "not-set-up");
    const dialog = await SetUpDialog.open(page);
    await see("its tags", dialog.dialog.getByText("7 tags to choose from."));
    await pictures(stage, session, "settings");
    await dialog.next.click();
    await see("the checks", dialog.dialog.getByText("Every check passed."));
    await pictures(stage, session, "checks");
    await dialog.review.click();
    await see("the review", dialog.dialog.getByRole("heading", { name: "Files" }));
    await pictures(stage, session, "review");
});

test(
    "operation",
    {
        hash: "/event-processor",
        journalErrors: [
            /^systemd: Failed to start cockpit-uyuni-operation\.service/,
            /^systemd: Failed to start uyuni-event-processor@0\.service/,
        ],
    },
    async (stage) => {
        const { host, page, session } = stage;
        await SetUpDialog.run(page, { tag: "unhealthy" });
        await untilProcessorRuns(host, "unhealthy");
        await holdOperation(host);
        await pictures(stage, session, "operation");
        await letOperationGoOn(host);
        await outcome(host, page, "Failed and rolled back");
        await operationCard(page)
            .getByText(/Unable to start the Salt event stream/)
            .first()
            .waitFor();
        await pictures(stage, session, "rolled-back");
    },
);

test("service", { hash: "/event-processor", given }, async (stage) => {
    const { page, session, host, see } = stage;
    await ready(page);
    await pictures(stage, session, "service");
    await host.exec("systemctl", "enable", "uyuni-event-processor@7.service");
    await see("the alert", notice(page, "There is a second Salt event processor"));
    await pictures(stage, session, "second");
    await host.exec("systemctl", "disable", "uyuni-event-processor@7.service");
    await button(page, "Stop").click();
    await see("the question", page.getByRole("dialog"));
    await pictures(stage, session, "stop");
});

const inShell: SessionOptions = { shell: true };
test("in the shell", { ...inShell, given }, async (stage) => {
    const { page, session, see } = stage;
    await see("the overview", overviewRow(page, "Uyuni server").getByText("Healthy"));
    await pictures(stage, session, "shell");
});

test("from right to left", { hash: "/event-processor", given }, async (stage) => {
    const { assert, page, session } = stage;
    await ready(page);
    await page.evaluate((body) => {
        body.ownerDocument.documentElement.dir = "rtl";
    });
    const left = (name: string) =>
        page
            .getByRole("heading", { name, exact: true })
            .evaluate((element) => element.getBoundingClientRect().left);
    assert.true((await left("Service")) > (await left("Image")), "the first card is on the right");
    // Paths and commands are read from left to right in every language.
    const code = page.locator(".uyuni-value").first();
    assert.strictEqual(await code.evaluate((element) => getComputedStyle(element).direction), "ltr");
    await pictures(stage, session, "right-to-left");
    const dialog = await SetUpDialog.open(page);
    await dialog.toReview();
    await pictures(stage, session, "right-to-left-review");
});

test("uninstall", { hash: "/uninstall", given }, async (stage) => {
    const { host, page, session, see } = stage;
    const form = new UninstallForm(page);
    await see("the services", page.getByRole("checkbox", { name: "Uyuni server" }));
    await form.choose("Every service of Uyuni");
    await form.box("var-pgsql").check();
    await see("the sizes", form.row("var-pgsql").getByText(/MB/));
    await pictures(stage, session, "uninstall");
    const exporting = page.getByRole("checkbox", { name: "Export the volumes first" });
    await exporting.check();
    await see("the free space", page.getByText(/^The volumes have/));
    await pictures(stage, session, "uninstall-export");
    await button(page.getByRole("region", { name: "Export", exact: true }), "Export").click();
    await see("that it is done", page.getByText("All volumes that go have been exported"), 60);
    await pictures(stage, session, "uninstall-exported");
    await page.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
    await form.start("uyuni");
    await holdOperation(host);
    await pictures(stage, session, "uninstall-running");
    await letOperationGoOn(host);
    await outcome(host, page, "Succeeded");
    await see("the report", page.getByText(/things stayed/));
    await pictures(stage, session, "uninstall-report");
});

test("with limited access", { user: "guest", fresh: true }, async (stage) => {
    const { page, session, see } = stage;
    await see("the notice", notice(page, "Limited access"));
    await see("the services", overviewRow(page, "Uyuni server").getByText("Running"));
    await pictures(stage, session, "limited");
});

test("without a server", {}, async (stage) => {
    const { host, page, session, see } = stage;
    await see("the overview", overviewRow(page, "Uyuni server"));
    await removeUyuni(host);
    await see("the page says so", heading(page, "There is no Uyuni server on this host"));
    await pictures(stage, session, "no-server");
});
