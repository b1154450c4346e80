// SPDX-License-Identifier: LGPL-2.1-or-later
/** Choosing the image of a service: out of the tags of a registry that works, with what it tells of them. */
import type { Locator } from "playwright-core";
import { timed } from "../support/host.js";
import { look } from "../support/look.js";
import { copyTags, otherMachine } from "../support/made-up-images.js";
import { onHost } from "../support/stage.js";
import { blockedReason, REPOSITORY, SetUpDialog } from "../support/uyuni.js";

const test = onHost("Image choice");
const IMAGE = "uyuni/server-salt-event-processor";
const here = { hash: "/event-processor" };

function option(dialog: SetUpDialog, tag: string): Locator {
    return dialog.dialog
        .getByRole("option")
        .filter({ has: dialog.root.page().locator(".uyuni-tag-name").getByText(tag, { exact: true }) });
}

/** Names of the tags in the order of the list. */
function names(dialog: SetUpDialog): Promise<string[]> {
    return dialog.dialog.locator(".uyuni-tag-name").allInnerTexts();
}

test("tags have an age, a size and a digest, the newest first", here, async (stage) => {
    const { assert, host, page, see } = stage;
    const digest = await host.exec(
        "skopeo",
        "inspect",
        "--tls-verify=false",
        "--format={{.Digest}}",
        `docker://localhost:5000/${IMAGE}:2026.10`,
    );
    const dialog = await SetUpDialog.open(page);
    await see("the tags", dialog.dialog.getByText("7 tags to choose from."));
    await dialog.field("Tag").click();
    const newer = option(dialog, "2026.10");
    await see("an age", newer.locator("time"));
    await see("a size", newer.getByText(/^[0-9.]+ MB$/));
    await see("a digest", newer.getByText(digest.slice(0, 19), { exact: true }));
    await host.until("all are known", async () =>
        (await dialog.dialog.getByRole("option").locator("time").count()) === 7 ? true : null,
    );
    await dialog.field("Tag").press("Escape");
    await dialog.field("Tag").press("ArrowDown");
    const times = await dialog.dialog
        .getByRole("option")
        .locator("time")
        .evaluateAll((all) => all.map((one) => Date.parse(one.getAttribute("datetime") ?? "")));
    assert.deepEqual(
        times,
        [...times].sort((a, b) => b - a),
        "the newest first",
    );
    const order = await names(dialog);
    assert.strictEqual(order.indexOf("latest") + 1, order.indexOf("2026.09"), "the same image, latest first");
    assert.strictEqual(await dialog.dialog.getByText("on this host", { exact: true }).count(), 0);
    await look(stage, "image-choice");
});

test("blanks around what is pasted are left away", here, async ({ assert, page, see }) => {
    const dialog = await SetUpDialog.open(page);
    const name = dialog.field("Registry and name");
    const tag = dialog.field("Tag");
    await name.fill(`  ${REPOSITORY}:2026.10 `);
    await name.press("Tab");
    assert.deepEqual([await name.inputValue(), await tag.inputValue()], [REPOSITORY, "2026.10"]);
    await name.fill(`${REPOSITORY} `);
    await tag.fill(" 2026.08\t");
    await tag.press("Tab");
    await see("the image", dialog.dialog.getByText(`${REPOSITORY}:2026.08`, { exact: true }));
    await tag.fill("2026 08");
    await tag.press("Tab");
    await see("one in it is refused", dialog.dialog.getByText("The image reference contains a blank."));
});

test(
    "an image that is here says so",
    {
        ...here,
        fresh: true,
        given: async (host) => {
            await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:2026.10`);
        },
    },
    async ({ page, see }) => {
        const dialog = await SetUpDialog.open(page);
        await dialog.field("Tag").click();
        await see("it is here", option(dialog, "2026.10").getByText("on this host", { exact: true }));
        await see("another one's size", option(dialog, "2026.08").getByText(/ MB$/));
        await option(dialog, "2026.08").getByText("on this host").waitFor({ state: "detached" });
    },
);

const many = {
    ...here,
    given: (host: Parameters<typeof copyTags>[0]) =>
        copyTags(
            host,
            IMAGE,
            "2026.08",
            Array.from({ length: 300 }, (_one, number) => `5.1.${number}`),
        ),
};
test("300 tags are there at once, and tell their age when they are seen", many, async (stage) => {
    const { assert, page, see } = stage;
    const dialog = await SetUpDialog.open(page);
    await see("the tags", dialog.dialog.getByText("307 tags to choose from."));
    await dialog.field("Tag").click();
    await see("the first", dialog.dialog.getByRole("option").first());
    const all = await names(dialog);
    assert.strictEqual(new Set(all).size, 307);
    await see("their order", dialog.dialog.getByText("The newest first, as far as their age is known."));
    const took = await timed(async () => {
        await dialog.field("Tag").fill("5.1.29");
        await see("those that match", dialog.dialog.getByText("11 tags to choose from."));
    });
    assert.true(took < 2000, `filtered in ${took.toFixed()} ms`);
    assert.deepEqual((await names(dialog)).slice(0, 2), ["5.1.299", "5.1.298"]);
    await see("an age", option(dialog, "5.1.290").locator("time"));
    await dialog.field("Tag").fill("5.1.");
    await dialog.dialog.getByRole("listbox").evaluate((list) => {
        list.scrollTop = list.scrollHeight;
    });
    await see("the age of the last one", option(dialog, "5.1.0").locator("time"));
    assert.false(await option(dialog, "5.1.150").locator("time").isVisible(), "nobody looked at this one");
});

test("tags stay where they are while they are looked at", many, async ({ assert, page, see }) => {
    const dialog = await SetUpDialog.open(page);
    await see("the tags", dialog.dialog.getByText("307 tags to choose from."));
    const field = dialog.field("Tag");
    await field.press("ArrowDown");
    await see("the age of the first", dialog.dialog.getByRole("option").first().locator("time"));
    const order = await names(dialog);
    assert.strictEqual(order.at(-1), "exits");
    await dialog.dialog.getByRole("listbox").evaluate((list) => {
        list.scrollTop = list.scrollHeight;
    });
    // Now it is known that these are the newest of all.
    await see("the age of the last", option(dialog, "exits").locator("time"));
    await see("of the one before", option(dialog, "unhealthy").locator("time"));
    assert.deepEqual(await names(dialog), order);
    await field.press("ArrowDown");
    await field.press("Enter");
    assert.strictEqual(await field.inputValue(), order[0]);
    await field.press("ArrowDown");
    await see("all of them again", dialog.dialog.getByText("307 tags to choose from."));
    assert.deepEqual((await names(dialog)).slice(0, 3), ["unhealthy", "large", "exits"]);
});

const foreign = {
    ...here,
    given: async (host: Parameters<typeof copyTags>[0]) => {
        await otherMachine(host, IMAGE, "2026.10", "s390x", "mainframe");
    },
};
test("an image for other machines is refused, and not pulled", foreign, async (stage) => {
    const { assert, host, page, see } = stage;
    const dialog = await SetUpDialog.open(page);
    await dialog.field("Tag").fill("main");
    await see(
        "it is not for this host",
        option(dialog, "mainframe").getByText("not for this host’s architecture (amd64), but for s390x"),
    );
    await look(stage, "image-choice-architecture");
    await option(dialog, "mainframe").click();
    await dialog.next.click();
    await see(
        "why it is refused",
        dialog.dialog.getByText(
            `${REPOSITORY}:mainframe is for another architecture (s390x) than this host’s (amd64): it cannot run here, and is not pulled.`,
        ),
    );
    assert.strictEqual(await blockedReason(dialog.review), "A check failed");
    const images = await host.exec("podman", "images", "--format={{.Names}}");
    assert.false(images.includes("mainframe"));
});
