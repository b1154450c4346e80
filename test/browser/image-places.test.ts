// SPDX-License-Identifier: LGPL-2.1-or-later
/** Images from other places than a registry, and pinned ones. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost } from "../support/stage.js";
import { outcome, processorContainer, processorUnit, REPOSITORY, SetUpDialog } from "../support/uyuni.js";

const test = onHost("Image places");
const here = { hash: "/event-processor" };
const MINE = "localhost/mine:1";

function radio(dialog: SetUpDialog, name: string): Locator {
    return dialog.dialog.getByRole("radio", { name, exact: true });
}

async function digestOf(host: TestHost, name: string): Promise<string> {
    return host.exec("podman", "image", "inspect", "--format={{.Digest}}", name);
}

/** The reference in the unit, and the one that the container was made from. */
async function images(host: TestHost): Promise<string[]> {
    const environment = await host.property(processorUnit, "Environment");
    return [
        /UYUNI_EVENT_PROCESSOR_IMAGE=(\S+)/.exec(environment)?.[1] ?? "",
        await host.exec("podman", "inspect", "--format={{.ImageName}}", processorContainer),
    ];
}

const local = {
    ...here,
    given: async (host: TestHost) => {
        await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:2026.10`);
        await host.exec("podman", "tag", `${REPOSITORY}:2026.10`, MINE);
    },
};
test("an image that is on this host", local, async (stage) => {
    const { assert, host, page, see } = stage;
    const digest = await digestOf(host, MINE);
    const dialog = await SetUpDialog.open(page);
    await radio(dialog, "On this host").check();
    const own = dialog.dialog.getByRole("radiogroup", { name: "Images on this host" });
    await see("the service's", own.getByText(`${REPOSITORY}:2026.10`, { exact: true }));
    await see("its age", own.locator("time").first());
    await see("its size", own.getByText(/^[0-9.]+ MB$/).first());
    await see("its digest", own.getByText(digest.slice(0, 19), { exact: true }));
    assert.strictEqual(await own.getByText("server-postgresql").count(), 0);
    await dialog.dialog.getByRole("button", { name: /^Images with other names/ }).click();
    await radio(dialog, MINE).check();
    await look(stage, "image-places-host");
    await dialog.toReview();
    assert.strictEqual(await dialog.dialog.getByText(/^(Pull|Download) /).count(), 0, "nothing is pulled");
    await dialog.start();
    await outcome(host, page, "Succeeded");
    assert.deepEqual(await images(host), [MINE, MINE]);

    const again = await SetUpDialog.open(page);
    assert.true(await radio(again, "On this host").isChecked(), "what was built here is looked for here");
    assert.true(await radio(again, MINE).isChecked());
});

test("an image that is pinned runs whatever becomes of its tag", here, async (stage) => {
    const { assert, host, page, see } = stage;
    const dialog = await SetUpDialog.open(page);
    await radio(dialog, "Registry").check();
    await dialog.field("Registry and name").fill(REPOSITORY);
    await dialog.field("Tag").fill("2026.09");
    const pin = dialog.dialog.getByRole("checkbox", { name: "Pin to the digest that the tag has now" });
    await host.until("its digest is known", async () => ((await pin.isEnabled()) ? true : null));
    await pin.check();
    await see("the digest", dialog.dialog.getByText(new RegExp(`^${REPOSITORY}@sha256:[0-9a-f]{64}$`)));
    await look(stage, "image-places-pinned");
    await dialog.toReview();
    await dialog.start();
    await outcome(host, page, "Succeeded");
    const [unit = "", container] = await images(host);
    assert.true(unit.startsWith(`${REPOSITORY}@sha256:`), unit);
    assert.strictEqual(container, unit);

    const here = await SetUpDialog.open(page);
    assert.strictEqual(await here.field("Tag").inputValue(), unit.slice(unit.indexOf("@") + 1));
    await radio(here, "On this host").check();
    await radio(here, `${REPOSITORY}:2026.10`).check();
    await pin.check();
    await here.toReview();
    await here.start();
    await outcome(host, page, "Succeeded");
    const pinned = `${REPOSITORY}@${await digestOf(host, MINE)}`;
    assert.deepEqual(await images(host), [pinned, pinned]);
    await host.exec("podman", "tag", unit, `${REPOSITORY}:2026.10`);
    await host.exec("systemctl", "restart", processorUnit);
    assert.deepEqual(await images(host), [pinned, pinned], "it starts without its tag");
});
