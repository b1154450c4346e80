/**
 * The long run of Salt's events: five minutes, or as many seconds as
 * BENCH_SECONDS says. Prints what the page said in each phase and what became
 * of the events; ends with 1 when one was lost, repeated or out of order.
 */
import { launch, Session } from "../support/browser.js";
import { runEvents, tellRun } from "../support/event-run.js";
import { TestHost } from "../support/host.js";
import { installProcessor } from "../support/uyuni.js";

const SECONDS = Number(process.env["BENCH_SECONDS"] ?? "300");

const host = new TestHost(process.env["COCKPIT_UYUNI_TEST_HOST"] ?? "bench");
await host.fresh();
await installProcessor(host, "2026.09");
const browser = await launch(host);
try {
    const session = await Session.open(browser, { hash: "/event-processor" });
    const run = await runEvents(host, session.root, SECONDS);
    console.log(tellRun(run));
    const { inserted, processed, different, disordered } = run;
    process.exitCode = processed === inserted && different === inserted && disordered === 0 ? 0 : 1;
} finally {
    await browser.close();
    await host.down();
}
