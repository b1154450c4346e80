// SPDX-License-Identifier: LGPL-2.1-or-later
/** The history of operations, and going back to an image that ran before. */
import type { Locator } from "playwright-core";
import { look } from "../support/look.js";
import { onHost } from "../support/stage.js";
import {
    button,
    heading,
    outcome,
    processorContainer,
    REPOSITORY,
    runningImage,
    SetUpDialog,
} from "../support/uyuni.js";

const test = onHost("History");

/** Of the image that the first operation left running. */
let olderDigest = "";

function items(page: Locator): Locator {
    return page.getByRole("list", { name: "Operations, the newest first" }).locator("> li");
}

test(
    "every operation is told, the newest first",
    {
        hash: "/event-processor",
        journalErrors: [
            /^systemd: Failed to start cockpit-uyuni-operation\.service/,
            /^systemd: Failed to start uyuni-event-processor@0\.service/,
        ],
    },
    async (stage) => {
        const { assert, host, page, see } = stage;
        await SetUpDialog.run(page, { tag: "2026.08" });
        await outcome(host, page, "Succeeded");
        olderDigest = await host.exec("podman", "inspect", "--format={{.ImageDigest}}", processorContainer);
        await SetUpDialog.run(page, { tag: "2026.10" });
        await outcome(host, page, "Succeeded");
        await SetUpDialog.run(page, { tag: "exits" });
        await outcome(host, page, "Failed and rolled back");

        await page.getByRole("link", { name: "History", exact: true }).click();
        await see("the page", heading(page, "History"));
        const [failed, second, first] = [0, 1, 2].map((index) => items(page).nth(index));
        if (failed === undefined || second === undefined || first === undefined) return;
        await see("the newest is first", failed.getByText("Failed and rolled back"));
        await see("who", first.getByText(/Started by admin, /));
        await see("what runs now", second.getByText("This image runs now."));
        assert.strictEqual(await items(page).count(), 3);
        assert.strictEqual(await button(failed, "Restore this image").count(), 0, "it never ran");

        await failed.getByRole("button", { name: /exits$/ }).click();
        await see("its steps", failed.getByRole("list", { name: "Steps", exact: true }));
        await see("its roll-back", failed.getByRole("list", { name: "Steps of the roll-back" }));
        await see("its lines", failed.getByText(/java\.salt_event_thread_pool_size is missing/).first());
        await look(stage, "history");
    },
);

test(
    "an earlier image is restored by its digest",
    { hash: "/history?service=event-processor" },
    async ({ assert, host, page, session, see }) => {
        const first = items(page).last();
        await button(first, "Restore this image").click();
        const dialog = new SetUpDialog(page);
        await dialog.field("Registry and name").waitFor();
        assert.strictEqual(await dialog.field("Tag").inputValue(), olderDigest);
        await dialog.toReview();
        await dialog.start();
        await outcome(host, page, "Succeeded");
        assert.strictEqual(await runningImage(host), `${REPOSITORY}@${olderDigest}`);

        await session.go("/history");
        await see("another visit finds it", items(page).first().getByText("This image runs now."));
        await see("how far back it reaches", page.getByText(/The host's journal goes back to/));
    },
);

test(
    "the image that ran before the first operation of all is there to go back to",
    { hash: "/event-processor" },
    async ({ assert, host, page, session, see }) => {
        const before = await host.exec("podman", "inspect", "--format={{.ImageDigest}}", processorContainer);
        await host.exec("journalctl", "--rotate");
        await host.exec("journalctl", "--vacuum-time=1us");
        await SetUpDialog.run(page, { tag: "2026.10" });
        await outcome(host, page, "Succeeded");
        await session.go("/history?service=event-processor");
        await see("it alone", items(page).getByText("This image runs now."));
        assert.strictEqual(await items(page).count(), 1);
        await see("what was before", items(page).getByText(/^Before it: image /));
        await button(page, "Restore this image").click();
        const dialog = new SetUpDialog(page);
        await dialog.field("Registry and name").waitFor();
        assert.strictEqual(await dialog.field("Tag").inputValue(), before);
    },
);

test(
    "without administrative access it says why there is none",
    { user: "guest", hash: "/history" },
    async ({ page, see }) => {
        await see("the reason", page.getByText("The history needs administrative access"));
    },
);
