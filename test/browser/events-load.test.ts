// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * 500 events a second through a restart, a change of the image and one that is
 * rolled back. Two minutes of it here; `make bench ARGS=events` makes it five.
 */
import { runEvents, tellRun, type Phase } from "../support/event-run.js";
import { onHost } from "../support/stage.js";
import { installProcessor } from "../support/uyuni.js";

const test = onHost("Events under load");
const SECONDS = 100;

/** What may be said in each phase beside "Keeping up". */
const FITTING: Readonly<Record<Phase["name"], RegExp>> = {
    before: /^Keeping up$/,
    restart: /^(?:Keeping up|Stopping|Starting|Measuring|Catching up)$/,
    "other image": /^(?:Keeping up|Stopping|Starting|Measuring|Catching up)$/,
    "rolled back": /^(?:Keeping up|Stopping|Starting|Not listening|Measuring|Catching up)$/,
    after: /^Keeping up$/,
};

test(
    "loses none, repeats none, keeps their order, and the page is right all the while",
    {
        hash: "/event-processor",
        given: (host) => installProcessor(host, "2026.09"),
        journalErrors: [
            /^systemd: Failed to start cockpit-uyuni-operation\.service/,
            /^systemd: Failed to start uyuni-event-processor@0\.service/,
        ],
    },
    async ({ assert, host, page }) => {
        const run = await runEvents(host, page, SECONDS);
        console.log(tellRun(run).replace(/^/gm, "# "));
        assert.true(run.inserted > 400 * SECONDS, `${run.inserted} events came`);
        assert.strictEqual(run.processed, run.inserted, "each was processed");
        assert.strictEqual(run.different, run.inserted, "none of them twice");
        assert.strictEqual(run.disordered, 0, "each client's in their order");
        for (const { name, said } of run.phases) {
            const odd = said.filter(({ word }) => !FITTING[name].test(word));
            assert.deepEqual(odd, [], `${name}: nothing that is not so`);
            assert.strictEqual(said.at(-1)?.word, "Keeping up", `${name}: well in the end`);
            if (name !== "before" && name !== "after")
                assert.true(said.length > 1, `${name}: not well in between`);
        }
        assert.true(/^The first event was processed within \d/.test(run.firstEvent), run.firstEvent);
    },
);
