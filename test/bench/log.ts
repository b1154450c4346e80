/** A log of many lines, and for how long it keeps the page's thread busy at a stretch. */
import type { Page } from "playwright-core";
import type { Session } from "../support/browser.js";
import type { TestHost } from "../support/host.js";
import { journal } from "../support/journal.js";
import type { Figure } from "./figure.js";

declare global {
    interface Window {
        benchLongest: number | undefined;
    }
}

/** Milliseconds of the longest task since it was asked last, 0 if none took 50 ms; the first question begins. */
function longestTask(page: Page): Promise<number> {
    return page.evaluate(async () => {
        if (window.benchLongest === undefined)
            new PerformanceObserver((list) => {
                for (const { duration } of list.getEntries())
                    window.benchLongest = Math.max(window.benchLongest ?? 0, duration);
            }).observe({ type: "longtask", buffered: false });
        // What has been observed is told in a task of its own.
        await new Promise((resolve) => setTimeout(resolve, 100));
        const longest = window.benchLongest ?? 0;
        window.benchLongest = 0;
        return longest;
    });
}

const LINES = 100_000;

/** The longest task of the page's thread: while a log is opened, read whole, scrolled and filtered. */
export async function log(host: TestHost, session: Session): Promise<Figure[]> {
    await journal(host, LINES, "the last of many");
    const page = await session.context.newPage();
    const figures: Figure[] = [];
    const during = async (what: string, work: () => Promise<unknown>) => {
        await longestTask(page);
        await work();
        figures.push({
            name: `log of ${LINES} lines, longest task: ${what}`,
            value: await longestTask(page),
            unit: "ms",
        });
    };
    await page.goto(`http://127.0.0.1:9090/cockpit/@localhost/uyuni/index.html#/db?tab=image`);
    await page.getByRole("heading", { name: "Copies on this host" }).waitFor();
    const lines = page.getByRole("log", { name: "Log of the service" });
    await during("opening", async () => {
        await page.getByRole("link", { name: "Logs", exact: true }).click();
        await lines.getByText("the last of many").waitFor();
    });
    await during("reading all of it", async () => {
        const older = page.getByRole("button", { name: /Load older lines$/ });
        const all = page.getByText(/^10\d,\d{3} lines$/);
        while (!(await all.isVisible())) {
            await older.click();
            await page.getByRole("button", { name: "Loading Load older lines" }).waitFor({ state: "hidden" });
        }
    });
    await during("scrolling", () =>
        lines.evaluate(async (element) => {
            for (let step = 0; step <= 200; step++) {
                element.scrollTop = (element.scrollHeight * step) / 200;
                await new Promise(requestAnimationFrame);
            }
        }),
    );
    await during("filtering", async () => {
        await page.getByLabel("Text").fill("ENTRY 050000");
        await page.getByText("1 line", { exact: true }).waitFor();
    });
    await page.close();
    return figures.map((figure) => ({ ...figure, limit: 50 }));
}
