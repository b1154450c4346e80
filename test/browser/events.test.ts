// SPDX-License-Identifier: LGPL-2.1-or-later
/** Whether the page tells at each moment what becomes of Salt's events. */
import type { Locator } from "playwright-core";
import { timed, type TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost } from "../support/stage.js";
import { consumerByHand, listeners, ready, salt, verdict } from "../support/events.js";
import {
    button,
    fact,
    overviewRow,
    processedEvents,
    processorContainer,
    processorUnit,
} from "../support/uyuni.js";

const test = onHost("Events");

const hash = "/event-processor";

test(
    "keeps up, and a second consumer is named at once",
    { hash, given: (host) => ready(host, 50) },
    async ({ assert, host, page, see, session }) => {
        await see("it keeps up", verdict(page, "Keeping up"));
        await see("with its consumer", fact(page, "Events", "Listening").getByText(processorContainer));
        await see("a curve", page.locator(".uyuni-event-chart canvas").first());
        await page.getByText("The last hour as a table").click();
        await see("the same as text", page.getByRole("columnheader", { name: "Arriving a second" }));
        await page.getByRole("button", { name: "Pause the numbers and curves" }).click();
        await see("it can be held", button(page, "Follow the numbers and curves again"));

        await consumerByHand(host);
        await listeners(host, 2);
        const named = await timed(() => verdict(page, /More than one consumer[^]*by-hand/).waitFor());
        assert.true(named < 5000, `the second consumer is named after ${Math.round(named)} ms`);
        await host.exec("podman", "rm", "--force", "--time=2", "by-hand");
        await see("it is gone", verdict(page, "Keeping up"));

        await salt(host, "consume", "on");
        await listeners(host, 2);
        const tomcat = await timed(() => verdict(page, /uyuni-server \(Tomcat\)/).waitFor());
        assert.true(tomcat < 5000, `Tomcat is named after ${Math.round(tomcat)} ms`);
        await session.go("/");
        await see(
            "in the overview, too",
            overviewRow(page, "Salt event processor").getByText("More than one consumer"),
        );
        await salt(host, "consume", "off");
        await see("until it ends", overviewRow(page, "Salt event processor").getByText("Keeping up"), 30);
    },
);

test(
    "says that a queue does not move, and why",
    { hash, given: (host) => ready(host, 50) },
    async ({ assert, host, page, see }) => {
        await see("it keeps up", verdict(page, "Keeping up"));
        await salt(host, "stall", "3");
        const stalled = await timed(() =>
            verdict(page, "Queue 3 has not moved for").waitFor({ timeout: 35_000 }),
        );
        assert.true(stalled < 30_000, `a queue that does not move is named after ${Math.round(stalled)} ms`);
        await salt(host, "unstall", "3");
        await see("until it moves", verdict(page, "Keeping up"));

        const locked = host.sql("BEGIN; LOCK TABLE susesaltevent; SELECT pg_sleep(30); COMMIT");
        const held = await timed(() =>
            verdict(page, /table of events has been locked[^]*psql\) holds a lock/).waitFor({
                timeout: 35_000,
            }),
        );
        assert.true(held < 30_000, `a lock on the table is named after ${Math.round(held)} ms`);
        await locked;
        await see("until it is gone", verdict(page, /Keeping up|Catching up/));
    },
);

test(
    "loses and repeats no event while it restarts",
    { hash, given: (host) => ready(host, 500) },
    async ({ assert, host, page, see }) => {
        await see("it keeps up", verdict(page, /Keeping up|Catching up/));
        await button(page, "Restart").click();
        await see(
            "the first event after the start",
            fact(page, "Events", "After the last start").getByText("The first event was processed within"),
            30,
        );
        await see("it keeps up again", verdict(page, /Keeping up|Catching up/));
        await salt(host, "rate", "0");
        // In one query: the server may still insert what it had begun to.
        const processed = await host.until("every event is processed", async () => {
            const [waiting, inserted, once, all] = (
                await host.sql(
                    `SELECT (SELECT count(*) FROM susesaltevent), (SELECT last_value FROM susesaltevent_id_seq),
                     count(DISTINCT event_id), count(*) FROM standin_processed`,
                )
            ).split("|");
            return waiting === "0" && once === inserted ? { once, all } : null;
        });
        assert.strictEqual(processed.all, processed.once, "and none of them twice");
        const { wrong } = await processedEvents(host);
        // The second consumers of the tests before may have mixed the order, and this one may not.
        const mixed = await host.sql(
            `SELECT count(*) FROM (SELECT event_id, max(event_id) OVER (PARTITION BY queue ORDER BY seq
             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest, processed_at
           FROM standin_processed WHERE processed_at > now() - interval '40 seconds') AS late
         WHERE event_id < newest`,
        );
        assert.strictEqual(mixed, "0", `in their order (${wrong} were not while there were two consumers)`);
    },
);

/** What the piece of work in `slowness` takes on that machine, when it has nothing else to do. */
const WORK_MILLISECONDS = 120;

/**
 * How many times slower this machine is now than the one the budgets were made
 * on, from a fixed piece of the database's work; 1 if it is not slower.
 */
async function slowness(host: TestHost): Promise<number> {
    const clock = "SELECT extract(epoch FROM clock_timestamp()) * 1000";
    const work = "SELECT sum(hashtext(n::text)) FROM generate_series(1, 500000) AS n";
    const took: number[] = [];
    for (let run = 0; run < 3; run++) {
        const lines = (await host.sql(`${clock}; ${work}; ${clock}`)).split("\n");
        took.push(Number(lines[2]) - Number(lines[0]));
    }
    took.sort((a, b) => a - b);
    const median = took[1] ?? Number.NaN;
    return Math.max(1, median / WORK_MILLISECONDS);
}

/** How long a click on `target` takes until the page has drawn what it led to, in milliseconds. */
function answer(target: Locator): Promise<number> {
    return target.evaluate(
        (element) =>
            new Promise<number>((resolve) => {
                const begin = performance.now();
                if (element instanceof HTMLElement) element.click();
                // The second frame begins when the first one is drawn.
                requestAnimationFrame(() =>
                    requestAnimationFrame(() => {
                        resolve(performance.now() - begin);
                    }),
                );
            }),
    );
}

/** Processor time that the processes used by which the page reads the events, in ticks of 10 ms by name and PID. */
async function used(host: TestHost): Promise<ReadonlyMap<string, number>> {
    const listed = await host.exec("ps", "-eo", "pid=,args=");
    const pids = listed.split("\n").flatMap((line) => {
        const [, pid, args] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
        const isOurs =
            args !== undefined &&
            /^(?:postgres: postgres susemanager|psql .*--dbname=susemanager|podman exec --interactive --user)/.test(
                args,
            );
        return isOurs && pid !== undefined
            ? [{ pid, name: args.startsWith("podman") ? "podman" : "psql" }]
            : [];
    });
    const ticks = pids.map(async ({ pid, name }): Promise<[string, number]> => {
        const fields = ((await host.read(`/proc/${pid}/stat`)) ?? "").replace(/^.*\) /, "").split(" ");
        return [`${name} ${pid}`, Number(fields[11]) + Number(fields[12])];
    });
    return new Map(await Promise.all(ticks));
}

interface Shares {
    /** With podman exec, which costs something while nothing is said, too. */
    readonly all: number;
    /** psql and its backend alone. */
    readonly database: number;
}

/**
 * Which shares of one processor reading the events takes by the connection that
 * stays, NaN where there was none or another one in the end. What else goes on
 * beside it only adds to that, so it is the least of up to three windows, of
 * which the first that is `enough` will do.
 */
async function reading(host: TestHost, enough: (shares: Shares) => boolean): Promise<Shares> {
    const seconds = 15;
    let least: Shares = { all: Number.NaN, database: Number.NaN };
    for (let window = 0; window < 3 && !enough(least); window++) {
        const before = await used(host);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        const after = await used(host);
        const names = [...before.keys()].sort();
        if (names.length === 0 || names.join() !== [...after.keys()].sort().join()) continue;
        const share = (of: string) =>
            names
                .filter((name) => name.startsWith(of))
                .reduce((sum, name) => sum + (after.get(name) ?? 0) - (before.get(name) ?? 0), 0) /
            100 /
            seconds;
        least = {
            all: Math.min(Number.isNaN(least.all) ? Infinity : least.all, share("")),
            database: Math.min(Number.isNaN(least.database) ? Infinity : least.database, share("psql")),
        };
    }
    return least;
}

test("answers with 1,000,000 events waiting", { hash, given: (host) => ready(host, 5) }, async (stage) => {
    const { assert, host, page, gone, see, session } = stage;
    await host.exec("systemctl", "stop", processorUnit);
    // Short ones, since this is about how many there are.
    const fill = (first: number, last: number) =>
        host.sql(
            `INSERT INTO susesaltevent (minion_id, data, queue) SELECT 'client-' || n % 50, repeat('x', 60), 1 + n % 8
             FROM generate_series(${first}, ${last}) n`,
        );
    await see("the page reads", verdict(page, "Not listening"));
    // As on a server where so many come at once: what PostgreSQL knows of the table is from before.
    await host.sql("ALTER TABLE susesaltevent SET (autovacuum_enabled = off)");
    await host.sql("ANALYZE susesaltevent");
    // What podman takes to keep a connection open, which has nothing to do with the events.
    const idle = await reading(host, ({ all }) => all < 0.01);
    await fill(1, 100_000);
    await see("they are counted", fact(page, "Events", "Waiting").getByText(/^(about )?100,/));
    let slower = await slowness(host);
    const busy = await reading(
        host,
        ({ all, database }) => all - idle.all < 0.01 * slower && database < 0.01 * slower,
    );
    slower = Math.max(slower, await slowness(host));
    const percent = (share: number) => (share * 100).toFixed(2);
    const machine = `on a machine ${slower.toFixed(1)} times slower`;
    assert.true(
        busy.database < 0.01 * slower,
        `reading 100,000 waiting events costs the database ${percent(busy.database)} % of a processor, at most 1 % ${machine}`,
    );
    assert.true(
        busy.all - idle.all < 0.01 * slower,
        `with podman ${percent(busy.all)} %, hardly any ${percent(idle.all)} %, at most 1 % more ${machine}`,
    );

    for (let first = 100_001; first < 1_000_000; first += 100_000) await fill(first, first + 99_999);
    // What is reckoned from ids is wrong about rows that are inserted and not committed, until the next count.
    await session.go(hash);
    await see("they wait", verdict(page, /Not listening[^]*1,000,\d{3} wait/), 30);
    // The first count after so many were inserted may take longer than one that is made by itself is given.
    await button(page, "Count now").click();
    await see("queues are counted", page.getByRole("cell", { name: /^12\d,\d{3}$/ }).first(), 30);
    const counted = page.getByText(/^Counted (just now|\d(\.\d)? sec ago)\.$/);
    await see("just now", counted);
    await look(stage, "events-million");
    const note = await page.getByText("The last answer took it").innerText();
    const [, milliseconds = "NaN"] = /took it (\d+) ms/.exec(note) ?? [];
    const slow = Math.max(slower, await slowness(host));
    assert.true(
        Number(milliseconds) < 100 * slow,
        `with 1,000,000 events waiting, an answer takes the database ${milliseconds} ms, less than 100 ms` +
            ` on a machine ${slow.toFixed(1)} times slower`,
    );
    for (const name of ["Pause the numbers and curves", "Follow the numbers and curves again"]) {
        const answered = await answer(button(page, name));
        assert.true(
            answered < 100 * slow,
            `the page answers a click on ${name} after ${answered.toFixed()} ms`,
        );
    }
    const locked = host.sql("BEGIN; LOCK TABLE susesaltevent; SELECT pg_sleep(6); COMMIT");
    await host.until("it is locked", async () => {
        const modes = await host.sql(
            "SELECT mode FROM pg_locks WHERE granted AND relation = 'susesaltevent'::regclass",
        );
        return modes.includes("AccessExclusiveLock") ? true : null;
    });
    await button(page, "Count now").click();
    const refusal = page.getByText("They could not be counted: the table was locked.");
    await see("why they cannot be counted", refusal);
    await look(stage, "events-uncounted");
    await locked;
    await button(page, "Count now").click();
    await gone("that", refusal);
    await see("just now", counted);
    await button(page, "Show the busiest clients").click();
    await see("the busiest clients", page.getByText(/^client-\d+$/).first());
    await button(page, "Start").click();
    // A fast machine has caught up before its speed can be told.
    await see("they become fewer", verdict(page, /Catching up|Keeping up/), 40);
    await host.exec("systemctl", "stop", processorUnit);
    await host.sql("TRUNCATE susesaltevent");
});
