// SPDX-License-Identifier: LGPL-2.1-or-later
/** The commands of operations: the same before, while and after they run, to whoever looks. */
import type { Locator } from "playwright-core";
import { message } from "../../src/uyuni/message.js";
import { operationFields } from "../../src/uyuni/operation-record.js";
import type { Plan, Step } from "../../src/uyuni/plan.js";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost, type Stage } from "../support/stage.js";
import { button, fastRegistry, operationCard, outcome, SetUpDialog, slowRegistry } from "../support/uyuni.js";

const test = onHost("Commands");
const here = { hash: "/event-processor" };

function stepsIn(root: Locator): Locator {
    return root.getByRole("list", { name: "Steps", exact: true });
}

/** Opens every step of a list, and resolves with the commands. */
async function commandsIn(list: Locator): Promise<string[]> {
    for (const kind of [".uyuni-step-group", ".uyuni-step-toggle"]) {
        const closed = list.locator(`${kind}[aria-expanded=false]`);
        while ((await closed.count()) > 0) await closed.first().click();
    }
    const count = await list.locator(".uyuni-step-toggle").count();
    const codes = list.locator(".uyuni-command code");
    await codes.nth(count - 1).waitFor();
    return codes.allInnerTexts();
}

async function copied({ session }: Stage, press: Locator): Promise<string> {
    await session.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await press.click();
    return session.root.evaluate(() => navigator.clipboard.readText());
}

/** As the review showed them, by the operation that the tests are about. */
let reviewed: readonly string[] = [];

test("while it runs, and when it is over", here, async (stage) => {
    const { assert, host, page, see } = stage;
    await slowRegistry(host, 4);
    const dialog = await SetUpDialog.open(page);
    await dialog.field("Tag").fill("large");
    await dialog.toReview();
    const phases = dialog.dialog.locator("section section .uyuni-command code");
    reviewed = await phases.allInnerTexts();
    assert.true(reviewed.length > 5, `${reviewed.length} commands`);
    const script = await copied(stage, button(dialog.dialog, "Copy as script"));
    await dialog.start();

    const card = operationCard(page);
    assert.deepEqual(await commandsIn(stepsIn(card)), reviewed, "also of steps that have not begun");
    await see("that it runs", card.getByText("Running", { exact: true }).first());
    await fastRegistry(host);
    await outcome(host, page, "Succeeded");
    assert.deepEqual(await commandsIn(stepsIn(card)), reviewed);
    await look(stage, "commands-operation");
    const first = card.locator(".uyuni-command").first();
    assert.strictEqual(
        await copied(stage, first.getByRole("button", { name: "Copy command" })),
        reviewed[0],
        "copied as it is shown",
    );
    const again = await copied(stage, button(card, "Copy as script"));
    const runs = (text: string) => text.split("\n").filter((line) => /^ *step '/.test(line));
    // The review's has what is looked at again before the first step, too.
    assert.deepEqual(
        runs(again),
        runs(script).filter((line) => !line.includes("The host has changed since this was made.")),
        "the same script",
    );
    await see("what it was", page.getByText("Copied").first());
});

test("in the history, to another browser, by the keyboard", { hash: "/history" }, async (stage) => {
    const { assert, page, session } = stage;
    const toggle = page.locator(".uyuni-history-toggle").first();
    await toggle.focus();
    await session.page.keyboard.press("Enter");
    const list = stepsIn(page);
    await list.waitFor();
    const group = list.locator(".uyuni-step-group").first();
    await group.focus();
    await session.page.keyboard.press("Enter");
    await session.page.keyboard.press("Tab");
    await session.page.keyboard.press("Space");
    const command = list.locator(".uyuni-command code").first();
    await command.waitFor();
    assert.strictEqual(await command.innerText(), reviewed[0]);
    assert.deepEqual(await commandsIn(list), reviewed);
    assert.true(await button(page, "Copy as script").isVisible());
    assert.strictEqual(await page.getByText(/ (?:runs|tries|awaits): \[/).count(), 0, "not in its output");
    await look(stage, "commands-history");
});

/** As an older version of the module ran it: without its commands. */
async function runOld(host: TestHost): Promise<void> {
    const step: Step = {
        ...{ title: message("An old step"), phase: "change", argv: ["/bin/true"], undo: null },
    };
    const plan: Plan = {
        ...{ id: "0123456789ab", kind: "set-up", service: "event-processor", title: message("An old one") },
        ...{ fingerprint: "", checks: [], files: [], staged: [], guards: [], steps: [step], rollback: [] },
    };
    const fields = Object.entries(operationFields(plan, "admin")).map(([name, value]) => `${name}=${value}`);
    await host.exec(
        ...["systemd-run", "--quiet", "--wait", "--unit=cockpit-uyuni-operation.service"],
        ...["--service-type=oneshot", ...fields.map((field) => `--property=LogExtraFields=${field}`)],
        "/bin/true",
    );
}

const old = { hash: "/history", given: runOld };
test("an operation of which the journal does not have them", old, async (stage) => {
    const { assert, page, see } = stage;
    await page.getByRole("button", { name: "An old one" }).click();
    const list = stepsIn(page);
    await list.locator(".uyuni-step-group").click();
    await list.getByRole("button", { name: "An old step" }).click();
    await see("that it is not there", list.getByText(/^The journal does not have this command: /));
    assert.strictEqual(await button(page, "Copy as script").count(), 0);
    await look(stage, "commands-none");
});
