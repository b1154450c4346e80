// SPDX-License-Identifier: LGPL-2.1-or-later
/** The pull of a large image: what it costs the page, and how it ends when it is cancelled. */
import type { Locator, Page } from "playwright-core";
import * as v from "valibot";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import {
    button,
    fastRegistry,
    installProcessor,
    notice,
    operationCard,
    operationEnded,
    outcome,
    processorContainer,
    REPOSITORY,
    runningImage,
    SetUpDialog,
    slowRegistry,
    unitListing,
} from "../support/uyuni.js";

const test = onHost("Pull");
const here = { hash: "/event-processor" };
const LARGE = `${REPOSITORY}:large`;

/** The old image runs, and the registry sends this many megabytes a second. */
function pulling(megabytes: number) {
    return {
        ...here,
        given: async (host: TestHost) => {
            await installProcessor(host, "2026.08");
            await slowRegistry(host, megabytes);
        },
    };
}

/** What JavaScript holds after a collection of garbage, in MB. */
async function heap(page: Page): Promise<number> {
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    await session.send("Performance.enable");
    const { metrics } = await session.send("Performance.getMetrics");
    await session.detach();
    return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Infinity) / 1e6;
}

/** In the page: notes when what is shown of the download changes; what changes at once is one change. */
function collectChanges(body: HTMLElement): void {
    const changes: number[] = [];
    Reflect.set(window, "pullChanges", changes);
    const isOfPull = ({ target }: MutationRecord) =>
        (target instanceof Element ? target : target.parentElement)?.closest(".uyuni-pull");
    new MutationObserver((records) => {
        // Clocks and the events tick beside it.
        if (records.some(isOfPull)) changes.push(performance.now());
    }).observe(body, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** How many there were at most within one second. */
function most(times: readonly number[]): number {
    const within = times.map((begin) => times.filter((time) => time >= begin && time < begin + 1000).length);
    return Math.max(0, ...within);
}

/** One sample says little: something else may be going on at that moment. */
function median(sizes: readonly number[]): number {
    return sizes.toSorted((one, other) => one - other)[Math.floor(sizes.length / 2)] ?? Infinity;
}

/** The heap's size from now on, once a second, until `locator` is gone. */
async function heapUntilGone(page: Page, locator: Locator): Promise<number[]> {
    const sizes: number[] = [];
    while (await locator.isVisible()) {
        const size = await heap(page);
        // What comes after the download, and may be loaded for it, is another matter.
        if (await locator.isVisible()) sizes.push(size);
        await locator.waitFor({ state: "hidden", timeout: 1000 }).catch(() => undefined);
    }
    return sizes;
}

test("costs the page neither memory nor many changes of the screen", pulling(25), async (stage) => {
    const { assert, host, page, see, session } = stage;
    await SetUpDialog.run(page, { tag: "large" });
    const bytes = operationCard(page).getByText(/^[\d.,]+ MB of [\d.,]+ MB$/);
    await see("the bytes of the download", bytes);
    await page.evaluate(collectChanges);
    const begin = performance.now();
    const heaps = await heapUntilGone(session.page, bytes);
    const seconds = (performance.now() - begin) / 1000;
    const changes = v.parse(
        v.array(v.number()),
        await page.evaluate((): unknown => Reflect.get(window, "pullChanges")),
    );
    assert.true(seconds > 3 && heaps.length >= 3, `the download was watched for ${seconds.toFixed(1)} s`);
    const third = Math.floor(heaps.length / 3);
    const grown = median(heaps.slice(-third)) - median(heaps.slice(0, third));
    assert.true(
        grown < 0.5,
        `the heap grew by ${grown.toFixed(2)} MB: ${heaps.map((size) => size.toFixed(2)).join(", ")}`,
    );
    assert.true(
        changes.length > 0 && most(changes) <= 4,
        `${changes.length} changes of what is shown of it, ${most(changes)} in a second at most`,
    );
    await fastRegistry(host);
    await outcome(host, page, "Succeeded");
    assert.strictEqual(await runningImage(host), LARGE);
});

test(
    "is cancelled within a second, and what runs goes on",
    { ...pulling(20), fresh: true },
    async (stage) => {
        const { assert, host, page, see, session } = stage;
        const inspect = ["podman", "container", "inspect", "--format={{.Id}} {{.State.StartedAt}}"] as const;
        const container = await host.exec(...inspect, processorContainer);
        const files = await unitListing(host);
        await SetUpDialog.run(page, { tag: "large" });
        await see("the bytes of the download", operationCard(page).getByText(/^[\d.,]+ MB of [\d.,]+ MB$/));
        const cursor = await host.journalEnd();
        const clicked = await session.page.evaluate(() => Date.now());
        await button(operationCard(page), "Cancel").click();
        await see("the page says so", notice(page, "Cancelled: nothing on the host was changed"));
        const shown = (await session.page.evaluate(() => Date.now())) - clicked;
        await operationEnded(host);
        const lines = await host.exec(
            ...["journalctl", `--after-cursor=${cursor}`, "--output=short-unix", "--no-pager", "--quiet"],
            ...["UNIT=cockpit-uyuni-operation.service"],
        );
        const ended = Number(lines.split("\n").at(-1)?.split(" ")[0]) * 1000 - clicked;
        assert.true(
            ended < 1000,
            `it ended ${ended.toFixed()} ms after the click; the page said so after ${shown} ms`,
        );
        assert.strictEqual(
            await host.exec(...inspect, processorContainer),
            container,
            "the container runs on",
        );
        assert.deepEqual(await unitListing(host), files);
        assert.strictEqual(
            (await host.attempt(["podman", "image", "exists", LARGE])).status,
            1,
            "no new image",
        );
    },
);
