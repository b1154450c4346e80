// SPDX-License-Identifier: LGPL-2.1-or-later
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { journal } from "../support/journal.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    blockedReason,
    button,
    fact,
    fastRegistry,
    installProcessor,
    notice,
    operationCard,
    operationEnded,
    operationsSince,
    outcome,
    processorConf,
    processorContainer,
    processorDropIns,
    processorUnit,
    REPOSITORY,
    runningImage,
    SetUpDialog,
    slowRegistry,
    unitListing,
} from "../support/uyuni.js";

const test = onHost("Operation");
const here = { hash: "/event-processor" };
const operation = "cockpit-uyuni-operation.service";
const recoverUnit = "/etc/systemd/system/cockpit-uyuni-recover.service";
const slow = { ...here, given: (host: TestHost) => slowRegistry(host, 20) };
const slowUpdate = {
    ...here,
    given: async (host: TestHost) => {
        await installProcessor(host, "2026.08");
        // The download is still going on when the second browser has logged in, and then as fast as it can.
        await slowRegistry(host, 5);
    },
};
const fast = { ...here, given: fastRegistry };
/** systemd's words about an operation that failed, and about the container that made it fail. */
const fails = {
    ...here,
    journalErrors: [
        /^systemd: Failed to start cockpit-uyuni-operation\.service/,
        /^systemd: Failed to start uyuni-event-processor@0\.service/,
    ],
};

function bytes(page: Locator): Locator {
    return operationCard(page).getByText(/^[\d.,]+ MB of [\d.,]+ MB$/);
}

/** In the page: notes each state that the operation's card shows. */
function collectStates(body: HTMLElement): void {
    new MutationObserver(() => {
        const now = document.querySelector<HTMLElement>(".uyuni-operation .pf-v6-c-label")?.innerText;
        const states = body.dataset["states"]?.split("\n") ?? [];
        if (now !== undefined && now !== states.at(-1)) body.dataset["states"] = [...states, now].join("\n");
    }).observe(body, { subtree: true, childList: true, characterData: true });
}

async function noContainer({ assert, host }: Stage): Promise<void> {
    const { status } = await host.attempt(["podman", "container", "exists", processorContainer]);
    assert.strictEqual(status, 1, "there is no container");
}

test("is cancelled in the middle of the download, with nothing changed", slow, async (stage) => {
    const { assert, host, page, see } = stage;
    const before = await unitListing(host);
    await SetUpDialog.run(page, { tag: "large" });
    await see("the bytes of the download", bytes(page));
    const begin = performance.now();
    await button(operationCard(page), "Cancel").click();
    await operationEnded(host);
    const took = performance.now() - begin;
    assert.true(took < 2000, `it ended after ${took.toFixed()} ms`);
    await see("the page says so", notice(page, "Cancelled: nothing on the host was changed"));
    assert.deepEqual(await unitListing(host), before);
    await noContainer(stage);
    await see("set-up is offered", button(page, "Set up"));
});

test(
    "is started by one of two browsers",
    slow,
    async ({ assert, gone, host, open, page, see, journalStart }) => {
        const other = (await open(here)).root;
        const dialogs = await Promise.all([page, other].map((root) => SetUpDialog.open(root)));
        for (const dialog of dialogs) {
            await dialog.field("Tag").fill("large");
            await dialog.toReview();
        }
        await Promise.all(dialogs.map(({ confirm }) => confirm.click()));
        for (const root of [page, other]) await see("both show the operation", operationCard(root));
        const told = page.page().getByText(/Another operation runs|Another operation is running/);
        const toldOther = other.page().getByText(/Another operation runs|Another operation is running/);
        await host.until("one of them is told", async () => {
            const seen = [await told.count(), await toldOther.count()];
            return seen.some((count) => count > 0) ? true : null;
        });
        assert.strictEqual((await operationsSince(host, journalStart)).length, 1, "one operation ran");
        const loser = (await told.count()) > 0 ? 0 : 1;
        // The other may be told before the one that started it has heard that it runs.
        const [won] = dialogs.toSpliced(loser, 1);
        if (won !== undefined) await gone("the other dialog closes", won.dialog);
        assert.strictEqual(await dialogs[loser]?.dialog.count(), 1, "the one that was told stays");

        const winner = loser === 0 ? other : page;
        await button(operationCard(winner), "Cancel").click();
        await operationEnded(host);
        await see("the one sees it", notice(page, "Cancelled: nothing on the host was changed"));
        await see("the other sees it", notice(other, "Cancelled: nothing on the host was changed"));
    },
);

test("is planned anew when the host has changed", fast, async ({ assert, host, page, see, journalStart }) => {
    const dialog = await SetUpDialog.open(page);
    await dialog.toReview();
    await host.exec("mkdir", processorDropIns);
    await host.write(processorConf, "[Service]\nEnvironment=UYUNI_DB_HOST=elsewhere.example.com\n");
    const before = await unitListing(host);
    await dialog.confirm.click();
    await see("it says so", notice(page, "The host has changed since; look at the new plan"));
    const shown = page.getByRole("region", { name: processorConf, exact: true });
    await see("what would be replaced", shown.getByText("-Environment=UYUNI_DB_HOST=elsewhere.example.com"));

    await host.exec("rm", "-r", processorDropIns);
    await host.exec("systemctl", "stop", "uyuni-db.service");
    await host.until("it cannot be confirmed", async () =>
        (await blockedReason(dialog.confirm)) === "A check failed" ? true : null,
    );
    await button(dialog.dialog, "Back").click();
    await see("why not", dialog.dialog.getByText("uyuni-db.service is not active."));
    await dialog.cancel.click();
    await host.exec("systemctl", "start", "uyuni-db.service");
    await host.exec("podman", "wait", "--condition=healthy", "uyuni-db");
    assert.deepEqual(await operationsSince(host, journalStart), [], "nothing was run");
    assert.deepEqual(
        await unitListing(host),
        before.filter((line) => !line.startsWith(processorDropIns)),
        "nothing was written",
    );
});

/** What `journal` writes, too. */
const manyLines = { ...fails, journalErrors: [...fails.journalErrors, /^many: entry /] };
test("rolls back when the container ends at once", manyLines, async (stage) => {
    const { host, page, see, assert, session } = stage;
    const before = await unitListing(host);
    await SetUpDialog.run(page, { tag: "exits" });
    const card = operationCard(page);
    await outcome(host, page, "Failed and rolled back");
    await see("it says what the host is like", notice(page, "It failed, and the host is as it was before"));
    const log = card.getByRole("region", { name: "Log of the service that failed", exact: true });
    const why = log.getByText(/java\.salt_event_thread_pool_size is missing/);
    await see("why it failed", why);
    assert.deepEqual(await unitListing(host), before);
    await noContainer(stage);

    await journal(host, 2000, "what runs now has much to say", processorUnit);
    await session.go(here.hash);
    await see("why it failed, whatever was written since", why);
    assert.strictEqual(await log.getByText("what runs now has much to say").count(), 0);
});

test("rolls back when the container does not become healthy", { ...fails, fresh: true }, async (stage) => {
    const { host, page, see, assert } = stage;
    const before = await unitListing(host);
    await page.evaluate(collectStates);
    await SetUpDialog.run(page, { tag: "unhealthy" });
    const card = operationCard(page);
    await outcome(host, page, "Failed and rolled back");
    await see("why it failed", card.getByText(/Unable to start the Salt event stream/).first());
    assert.deepEqual(
        await page.evaluate((body) => body.dataset["states"]?.split("\n")),
        ["Running", "Rolling back", "Failed and rolled back"],
        "what the page said of it meanwhile",
    );
    assert.deepEqual(await unitListing(host), before);
    await noContainer(stage);
});

test("is cancelled and rolled back while it waits for health", fails, async (stage) => {
    const { host, page, see, assert, session } = stage;
    const before = await unitListing(host);
    await SetUpDialog.run(page, { tag: "unhealthy" });
    await host.untilProperty(processorUnit, "ActiveState", "active");
    await button(operationCard(page), "Cancel and roll back").click();
    const question = page.getByRole("dialog");
    await button(question, "Cancel and roll back").click();
    await see("it is rolled back", notice(page, "Cancelled: the host is as it was before"), 60);
    assert.deepEqual(await unitListing(host), before);
    await noContainer(stage);

    await session.go("/");
    const banner = notice(page, /: Cancelled and rolled back$/);
    await see("who cancels is told of no problem", banner.and(page.locator(".pf-m-warning")));
});

test("is put right after a power cut", { ...fails, closed: true }, async (stage) => {
    const { host, open, close, see, assert } = stage;
    const before = await unitListing(host);
    const first = await open(here);
    await SetUpDialog.run(first.root, { tag: "unhealthy" });
    await host.untilProperty(processorUnit, "ActiveState", "active");
    await close(first);
    await host.cutPower();
    await host.up();
    await host.until("the recovery is done", async () =>
        (await host.read(recoverUnit)) === null ? true : null,
    );
    assert.deepEqual(await unitListing(host), before);
    await noContainer(stage);

    const { root } = await open(here);
    await see("the page says what happened", notice(root, /the host is as it was before/i));
    await SetUpDialog.run(root, { tag: "2026.08" });
    await outcome(host, root, "Succeeded");
    assert.strictEqual(await runningImage(host), `${REPOSITORY}:2026.08`);
});

test("goes on without the browser, and is found by the next one", slowUpdate, async (stage) => {
    const { assert, host, open, close, page, session, see } = stage;
    const dialog = await SetUpDialog.open(page);
    assert.strictEqual(await dialog.field("Tag").inputValue(), "2026.08", "as it is configured");
    await dialog.field("Tag").fill("large");
    await dialog.toReview();
    const conf = dialog.dialog.getByRole("region", { name: processorConf, exact: true });
    await see("the old image goes", conf.getByText(/^-Environment=.*2026\.08/));
    await see("the new one comes", conf.getByText(/^\+Environment=.*large/));
    await dialog.start();
    await see("the bytes of the download", bytes(page));
    await close(session);
    assert.strictEqual(await host.property(operation, "ActiveState"), "activating", "it goes on");

    const overview = (await open()).root;
    await see("the overview names it", notice(overview, /^.*Change the Salt event processor to/));
    await overview.getByRole("link", { name: "Show the operation" }).click();
    await see("the next browser shows the bytes", bytes(overview));
    await fastRegistry(host);
    await outcome(host, overview, "Succeeded");
    assert.strictEqual(await runningImage(host), `${REPOSITORY}:large`);
    await see("the new image", fact(overview, "Image", "Running").getByText(`${REPOSITORY}:large`));
});

test(
    "brings the old container back when the new one fails",
    { ...fails, given: (host) => installProcessor(host, "large") },
    async ({ assert, host, open, page, see }) => {
        const before = await unitListing(host);
        const conf = await host.read(processorConf);
        await SetUpDialog.run(page, { tag: "unhealthy" });
        await outcome(host, page, "Failed and rolled back");
        assert.deepEqual(await unitListing(host), before);
        assert.strictEqual(await host.read(processorConf), conf);
        assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
        assert.strictEqual(await host.property(processorUnit, "UnitFileState"), "enabled");
        assert.strictEqual(await runningImage(host), `${REPOSITORY}:large`);
        await see("the page shows it", fact(page, "Service", "State").getByText("Running"));

        const { root } = await open({ ...here, user: "guest" });
        await see("others see that it ended", notice(root, "How it ended is not known"));
        const steps = root.getByRole("list", { name: "Steps", exact: true });
        await see("they do not see what was run", steps.getByText("Not known", { exact: true }).first());
        assert.strictEqual(await steps.getByText("Not run", { exact: true }).count(), 0);
        assert.strictEqual(await steps.getByText(/^0 of /).count(), 0);
    },
);
