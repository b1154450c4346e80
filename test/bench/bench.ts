/**
 * The budgets of the page, measured on a fresh host in one run:
 *
 * - sizes of the first view, compressed as installed;
 * - time until a page is ready, uncached, against cockpit-podman's and Services';
 * - time from systemd's own timestamp of a change to the changed page;
 * - traffic of an idle page, and its heap;
 * - the longest task while a log of 100,000 lines is opened, read, scrolled and filtered;
 * - the same loads again with hundreds of strangers on the host (crowd.py).
 * It prints a table; ends with 1 when a budget is exceeded.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { launch, Session } from "../support/browser.js";
import { TestHost } from "../support/host.js";
import { crowd } from "./crowd.js";
import type { Figure } from "./figure.js";
import { log } from "./log.js";

const ORIGIN = "http://127.0.0.1:9090";
const LOADS = Number(process.env["BENCH_LOADS"] ?? "7");
const CHANGES = 20;
const IDLE_SECONDS = 30;
const PROCESSOR = "uyuni-event-processor@0.service";

declare global {
    interface Window {
        /** What the heading's label said, and since when in the document and on the screen (milliseconds since the epoch). */
        benchSeen: { word: string; at: number; painted: number }[];
    }
}

function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const [low = 0, high = 0] = [sorted[middle - ((sorted.length + 1) % 2)], sorted[middle]];
    return (low + high) / 2;
}

function sizes(): Figure[] {
    const html = readFileSync("dist/index.html", "utf8");
    const size = (name: string) => readFileSync(path.join("dist", `${name}.gz`)).length;
    const scripts = new Set(
        [...html.matchAll(/(?:src|href)="([^"./][^"]*\.js)"/g)]
            .map(([, name = ""]) => name)
            .filter((name) => name !== "po.js"),
    );
    const total = [...scripts].reduce((sum, name) => sum + size(name), 0);
    const everything = readdirSync("dist").filter(
        (name) => name.endsWith(".js.gz") && !name.startsWith("po."),
    );
    const all = everything.reduce((sum, name) => sum + size(name.slice(0, -3)), 0);
    return [
        { name: "scripts of the first view (gz)", value: total / 1000, unit: "kB", limit: 160 },
        { name: "all scripts (gz)", value: all / 1000, unit: "kB" },
        { name: "styles of the first view (gz)", value: size("index.css") / 1000, unit: "kB", limit: 80 },
    ];
}

interface Load {
    readonly ready: number;
    readonly heap: number;
    readonly bytes: number;
}

/** Loads a page with an empty cache; ready is when it first shows all of `shows`, which are patterns, in ms from the start of the navigation. */
async function load(session: Session, address: string, shows: readonly string[]): Promise<Load> {
    const page = await session.context.newPage();
    const client = await session.context.newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.setCacheDisabled", { cacheDisabled: true });
    let bytes = 0;
    client.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.addInitScript((shown) => {
        const look = () => {
            const text = document.body.textContent;
            if (shown.every((pattern) => new RegExp(pattern, "s").test(text)))
                performance.mark("bench-ready");
            else requestAnimationFrame(look);
        };
        if (window.top === window) document.addEventListener("DOMContentLoaded", look);
    }, shows);
    await page.goto(address);
    const ready = await page
        .waitForFunction(() => performance.getEntriesByName("bench-ready")[0]?.startTime ?? 0, undefined, {
            polling: 20,
        })
        .then((handle) => handle.jsonValue());
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    await page.close();
    return { ready, heap: usedSize, bytes };
}

const PAGES: readonly {
    readonly name: string;
    readonly address: string;
    readonly shows: readonly string[];
}[] = [
    {
        name: "overview",
        address: `${ORIGIN}/cockpit/@localhost/uyuni/index.html`,
        shows: [
            "uyuni/server.*uyuni/server-postgresql.*server-salt-event-processor",
            "Healthy.*Healthy.*Healthy",
        ],
    },
    {
        name: "event processor",
        address: `${ORIGIN}/cockpit/@localhost/uyuni/index.html#/event-processor`,
        shows: ["Healthy", "sha256:"],
    },
    {
        name: "cockpit-podman",
        address: `${ORIGIN}/cockpit/@localhost/podman/index.html`,
        shows: ["uyuni-server", "uyuni-db", "uyuni-salt-event-processor-0"],
    },
    {
        name: "Services",
        address: `${ORIGIN}/cockpit/@localhost/system/services.html`,
        shows: ["uyuni-server"],
    },
];

async function loads(
    session: Session,
    where = "",
): Promise<{ figures: Figure[]; ready: Map<string, number> }> {
    const results = new Map<string, Load[]>(PAGES.map(({ name }) => [name, []]));
    // Round by round, so that what else the machine does meets all pages alike; the first round warms the host up.
    for (let round = 0; round <= LOADS; round++)
        for (const { name, address, shows } of PAGES) {
            const result = await load(session, address, shows);
            if (round > 0) results.get(name)?.push(result);
        }
    const ready = new Map<string, number>();
    const figures = PAGES.flatMap(({ name }): Figure[] => {
        const runs = results.get(name) ?? [];
        ready.set(name, median(runs.map((run) => run.ready)));
        return [
            { name: `${name}: ready${where}`, value: ready.get(name) ?? 0, unit: "ms" },
            {
                name: `${name}: transferred${where}`,
                value: median(runs.map((run) => run.bytes)) / 1000,
                unit: "kB",
            },
            { name: `${name}: heap${where}`, value: median(runs.map((run) => run.heap)) / 1e6, unit: "MB" },
        ];
    });
    return { figures, ready };
}

async function setUp(page: Page, session: Session): Promise<void> {
    await page.goto(`${ORIGIN}/cockpit/@localhost/uyuni/index.html#/event-processor?setup=1`);
    const dialog = page.getByRole("dialog");
    await dialog.getByText("tags to choose from").waitFor();
    await dialog.getByRole("button", { name: "Next" }).click();
    await dialog.getByRole("button", { name: "Review" }).click();
    await dialog.getByRole("button", { name: "Set up", exact: true }).click();
    await page.getByRole("button", { name: "Stop", exact: true }).waitFor();
    await session.page.waitForFunction(
        () => !/Rolling back|Cancel/.test(document.body.innerText),
        undefined,
        { timeout: 120_000 },
    );
}

interface Latency {
    /** Until the document says it. */
    readonly document: number;
    /** Until the frame with it was painted. */
    readonly painted: number;
}

/** Milliseconds from systemd's timestamp of each change. */
async function latencies(host: TestHost, page: Page): Promise<Latency[]> {
    await page.goto(`${ORIGIN}/cockpit/@localhost/uyuni/index.html#/event-processor`);
    await page.getByText("Running", { exact: true }).first().waitFor();
    await page.evaluate(() => {
        const seen: Window["benchSeen"] = [];
        window.benchSeen = seen;
        const now = () => performance.timeOrigin + performance.now();
        let last = "";
        const look = () => {
            // Not innerText, for which the browser has to lay the page out.
            const label = document.querySelector("h1")?.parentElement?.textContent ?? "";
            const word = /Running|Stopped|Failed/.exec(label)?.[0] ?? "";
            if (word !== "" && word !== last) {
                const entry = { word, at: now(), painted: 0 };
                seen.push(entry);
                requestAnimationFrame(() => {
                    const { port1, port2 } = new MessageChannel();
                    port1.onmessage = () => (entry.painted = now());
                    port2.postMessage(null);
                });
            }
            if (word !== "") last = word;
        };
        look();
        new MutationObserver(look).observe(document.body, {
            subtree: true,
            childList: true,
            characterData: true,
        });
    });
    const measured: Latency[] = [];
    for (let change = 0; change < CHANGES; change++) {
        const stopping = change % 2 === 0;
        const word = stopping ? "Stopped" : "Running";
        const before = await page.evaluate(() => window.benchSeen.length);
        // Else systemd refuses to start what was started so often lately.
        await host.exec("systemctl", "reset-failed", "uyuni-event-processor@*");
        await host.exec("systemctl", stopping ? "stop" : "start", PROCESSOR);
        const seen = await page
            .waitForFunction(
                ([count, wanted]) => {
                    const entry = window.benchSeen.slice(count).find((entry) => entry.word === wanted);
                    return entry !== undefined && entry.painted > 0 ? entry : null;
                },
                [before, word] as const,
            )
            .then((handle) => handle.jsonValue());
        if (seen === null) throw new Error(`${word} was not seen`);
        const property = stopping ? "InactiveEnterTimestamp" : "ActiveEnterTimestamp";
        const stamp = await host.exec(
            "busctl",
            "get-property",
            "org.freedesktop.systemd1",
            "/org/freedesktop/systemd1/unit/uyuni_2devent_2dprocessor_400_2eservice",
            "org.freedesktop.systemd1.Unit",
            property,
        );
        const changed = Number(stamp.replace(/^t /, "")) / 1000;
        measured.push({ document: seen.at - changed, painted: seen.painted - changed });
    }
    return measured;
}

/** WebSocket frames in both directions while nothing happens, Cockpit's pings left out. */
async function idle(session: Session): Promise<{ frames: number; bytes: number }> {
    const page = await session.context.newPage();
    const client = await session.context.newCDPSession(page);
    await client.send("Network.enable");
    let frames = 0;
    let bytes = 0;
    const count = ({ response }: { response: { payloadData: string } }) => {
        if (/"command":\s*"(?:ping|pong)"/.test(response.payloadData)) return;
        frames += 1;
        bytes += response.payloadData.length;
    };
    await page.goto(`${ORIGIN}/cockpit/@localhost/uyuni/index.html`);
    await page.getByText("Healthy").first().waitFor();
    client.on("Network.webSocketFrameReceived", count);
    client.on("Network.webSocketFrameSent", count);
    await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
    await page.close();
    return { frames, bytes };
}

async function measure(host: TestHost, browser: Browser): Promise<Figure[]> {
    // Recording costs time.
    const session = await Session.open(browser, { byForm: true, traced: false });
    await setUp(session.page, session);
    const { figures, ready } = await loads(session);
    const changes = await latencies(host, session.page);
    const quiet = await idle(session);
    const longest = await log(host, session);
    const strangers = await crowd(host);
    const crowded = await loads(session, ", crowded host");
    await session.close();
    const share = (name: string): Figure => ({
        name: `${name}: ready, crowded host against the empty one`,
        value: (crowded.ready.get(name) ?? 0) / (ready.get(name) ?? 1),
        unit: "times",
        ...(name === "overview" && { limit: 1.5 }),
    });
    return [
        ...sizes(),
        ...figures,
        {
            name: "overview: ready, share of cockpit-podman's",
            value: (100 * (ready.get("overview") ?? 0)) / (ready.get("cockpit-podman") ?? 1),
            unit: "%",
            limit: 50,
        },
        {
            name: `change in the page after systemd's timestamp, median of ${CHANGES}`,
            value: median(changes.map(({ document }) => document)),
            unit: "ms",
            limit: 50,
        },
        {
            name: "the slowest of them",
            value: Math.max(...changes.map(({ document }) => document)),
            unit: "ms",
        },
        {
            name: "until it is painted, median",
            value: median(changes.map(({ painted }) => painted)),
            unit: "ms",
        },
        { name: `frames while idle for ${IDLE_SECONDS} s`, value: quiet.frames, unit: "" },
        { name: `bytes while idle for ${IDLE_SECONDS} s`, value: quiet.bytes / 1000, unit: "kB" },
        ...longest,
        ...strangers.map(({ what, count }) => ({
            name: `on the crowded host: ${what}`,
            value: count,
            unit: "",
        })),
        ...crowded.figures,
        ...PAGES.map(({ name }) => share(name)),
    ];
}

const host = new TestHost(process.env["COCKPIT_UYUNI_TEST_HOST"] ?? "bench");
await host.fresh();
const browser = await launch(host);
try {
    const figures = await measure(host, browser);
    const over = figures.filter(({ value, limit }) => limit !== undefined && value > limit);
    for (const { name, value, unit, limit } of figures) {
        const bound = limit === undefined ? "" : `  (at most ${limit})${value > limit ? "  EXCEEDED" : ""}`;
        console.log(`${name.padEnd(62)} ${value.toFixed(1).padStart(9)} ${unit}${bound}`);
    }
    process.exitCode = over.length === 0 ? 0 : 1;
} finally {
    await browser.close();
    await host.down();
}
