/**
 * A long run of Salt's events through the processor while it is restarted, gets
 * another image, and gets one that fails and is rolled back: what the page says
 * meanwhile, and what the stand-ins wrote down about each event.
 */
import type { Locator } from "playwright-core";
import { salt } from "./events.js";
import { timed, type TestHost } from "./host.js";
import { button, fact, outcome, processorUnit, SetUpDialog } from "./uyuni.js";

export const RATE = 500;

/** One word of the verdict, and how long after the beginning of its phase it came, in milliseconds. */
export interface Said {
    readonly word: string;
    readonly meaning: string;
    readonly after: number;
}

export interface Phase {
    readonly name: "before" | "restart" | "other image" | "rolled back" | "after";
    /** Until the verdict was well again, in milliseconds. */
    readonly took: number;
    readonly said: readonly Said[];
}

export interface EventRun {
    readonly phases: readonly Phase[];
    /** What the page says about the first event after the restart. */
    readonly firstEvent: string;
    /** Events that the server's stand-in put into the queues. */
    readonly inserted: number;
    /** Rows of the processor's stand-in, one for each time it processed an event. */
    readonly processed: number;
    /** Different events among them. */
    readonly different: number;
    /** Events that were processed after a later one of the same client. */
    readonly disordered: number;
    readonly seconds: number;
}

declare global {
    interface Window {
        /** The verdict's words in their order, and when each came (milliseconds since the epoch). */
        eventRunSaid: { word: string; meaning: string; at: number }[];
    }
}

async function inserted(host: TestHost): Promise<number> {
    return Number(/"inserted": (\d+)/.exec(await salt(host, "status"))?.[1]);
}

/** The stand-in's engine commits what it has made after this time at the latest, in milliseconds. */
const COMMITTED = 1100;

async function drained(host: TestHost): Promise<void> {
    await salt(host, "rate", "0");
    await new Promise((resolve) => setTimeout(resolve, COMMITTED));
    await host.until(
        "no event waits",
        async () => ((await host.sql("SELECT count(*) FROM susesaltevent")) === "0" ? true : null),
        60,
    );
}

async function observe(page: Locator): Promise<void> {
    await page.evaluate(() => {
        const said: { word: string; meaning: string; at: number }[] = [];
        window.eventRunSaid = said;
        const look = () => {
            const verdict = document.querySelector(".uyuni-verdict-word");
            const word = verdict?.textContent.trim() ?? "";
            const meaning = verdict?.nextElementSibling?.textContent ?? "";
            if (word !== "" && word !== said.at(-1)?.word) said.push({ word, meaning, at: Date.now() });
        };
        look();
        new MutationObserver(look).observe(document.body, {
            subtree: true,
            childList: true,
            characterData: true,
        });
    });
}

/**
 * @param page the event processor's page, with the processor running
 * @param seconds how long events come; the phases take a good minute of it
 */
export async function runEvents(host: TestHost, page: Locator, seconds: number): Promise<EventRun> {
    const well = page.locator(".uyuni-verdict").filter({ hasText: "Keeping up" });
    await drained(host);
    const insertedBefore = await inserted(host);
    const seqBefore = await host.sql("SELECT coalesce(max(seq), 0) FROM standin_processed");
    await salt(host, "rate", String(RATE));
    const begin = Date.now();
    await well.waitFor();
    await observe(page);

    const phases: Phase[] = [];
    const phase = async (name: Phase["name"], act: () => Promise<void>) => {
        const from = Date.now();
        const count = (await page.evaluate(() => window.eventRunSaid.length)) - 1;
        const took = await timed(async () => {
            await act();
            await well.waitFor({ timeout: 60_000 });
        });
        const said = await page.evaluate((_body, first) => window.eventRunSaid.slice(first), count);
        phases.push({ name, took, said: said.map(({ at, ...rest }) => ({ ...rest, after: at - from })) });
    };
    const steady = (until: number) => () =>
        new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, begin + until * 1000 - Date.now())));

    await phase("before", steady(seconds * 0.1));
    await phase("restart", async () => {
        const started = await host.property(processorUnit, "ActiveEnterTimestampMonotonic");
        await button(page, "Restart").click();
        await host.until("it was restarted", async () =>
            (await host.property(processorUnit, "ActiveState")) === "active" &&
            (await host.property(processorUnit, "ActiveEnterTimestampMonotonic")) !== started
                ? true
                : null,
        );
        await fact(page, "Events", "After the last start").getByText("The first event was").waitFor();
    });
    const firstEvent = await fact(page, "Events", "After the last start").innerText();
    await phase("other image", async () => {
        await SetUpDialog.run(page, { tag: "2026.10" });
        await outcome(host, page, "Succeeded");
    });
    await phase("rolled back", async () => {
        await SetUpDialog.run(page, { tag: "exits" });
        await outcome(host, page, "Failed and rolled back");
    });
    await phase("after", steady(seconds));
    await drained(host);

    const since = `FROM standin_processed WHERE seq > ${seqBefore}`;
    const [processed, different, disordered] = (
        await host.sql(
            `SELECT count(*), count(DISTINCT event_id), count(*) FILTER (WHERE event_id < newest) FROM (
                SELECT event_id, max(event_id) OVER (PARTITION BY coalesce(minion_id, '') ORDER BY seq
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest
                ${since}) AS processed`,
        )
    ).split("|");
    return {
        phases,
        firstEvent,
        inserted: (await inserted(host)) - insertedBefore,
        processed: Number(processed),
        different: Number(different),
        disordered: Number(disordered),
        seconds: (Date.now() - begin) / 1000,
    };
}

/** The run in a few lines. */
export function tellRun(run: EventRun): string {
    const lines = run.phases.map(({ name, took, said }) => {
        const words = said.map(
            ({ word, meaning, after }) => `    ${(after / 1000).toFixed(1)} s: ${word}: ${meaning}`,
        );
        return [`${name}: ${(took / 1000).toFixed(1)} s`, ...words].join("\n");
    });
    const { inserted: came, processed, different, disordered, seconds, firstEvent } = run;
    return [
        ...lines,
        firstEvent,
        `${seconds.toFixed(0)} s: ${came} events came, ${processed} were processed, ${different} of them different, ${disordered} out of order`,
    ].join("\n");
}
