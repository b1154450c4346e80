// SPDX-License-Identifier: LGPL-2.1-or-later
/** What the page says and does before and after the event processor is started, stopped and opened for debuggers. */
import { consumerByHand, ready, salt, verdict } from "../support/events.js";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import {
    button,
    fact,
    notice,
    outcome,
    overviewRow,
    processorContainer,
    processorUnit,
    SetUpDialog,
} from "../support/uyuni.js";

const test = onHost("Events: guard");

const hash = "/event-processor";
const given = (host: TestHost) => ready(host, 50);

test("says what stopping does to the events, and starts it again", { hash, given }, async (stage) => {
    const { host, page, see } = stage;
    await see("it keeps up", verdict(page, "Keeping up"));
    await button(page, "Stop").click();
    const question = page.getByRole("dialog", { name: "Stop Salt event processor?" });
    await see("who else takes events", question.getByText(/^Nobody else takes events: /));
    await see(
        "how many wait",
        question.getByText(/^[\d,]+ events? wait at present\. They stay in the database/),
    );
    await salt(host, "consume", "on");
    await see("Tomcat takes them, too", question.getByText(/^The server itself takes events in Tomcat/));
    await salt(host, "consume", "off");
    await see("until it ends", question.getByText(/^Nobody else takes events: /), 30);
    await button(question, "Stop").click();
    await see("they wait", verdict(page, /Not listening[^]* wait in the database, and nothing is lost/));
    await button(page, "Start the event processor").click();
    await see("it keeps up again", verdict(page, /Keeping up|Catching up/), 30);
    await see(
        "how long it took",
        fact(page, "Events", "After the last start").getByText("The first event was"),
    );
});

test(
    "a server that consumes in Tomcat is named before set-up, and after it",
    { hash, given },
    async (stage) => {
        const { host, page, see } = stage;
        await salt(host, "consume", "on");
        await see(
            "after the start",
            verdict(page, /uyuni-server \(Tomcat\)[^]*as a stock server image does/),
        );
        const dialog = await SetUpDialog.open(page);
        await dialog.next.click();
        await see(
            "before set-up",
            dialog.dialog.getByText(
                "The server itself consumes Salt events, as the stock server image does, in Tomcat.",
            ),
        );
        await see(
            "what to do",
            dialog.dialog.getByText(/^Use a server image without its own event processing/),
        );
        await dialog.cancel.click();
        await button(page, "Stop and disable the event processor").click();
        await button(page.getByRole("dialog"), "Stop and disable").click();
        await host.untilProperty(processorUnit, "ActiveState", "inactive");
        await see("the server goes on", verdict(page, /processed a second, by uyuni-server \(Tomcat\)/), 30);
        await salt(host, "consume", "off");
    },
);

test("a consumer that was started by hand is stopped from the page", { hash, given }, async (stage) => {
    const { assert, host, page, see } = stage;
    await see("it keeps up", verdict(page, "Keeping up"));
    await consumerByHand(host);
    await button(page, "Stop the container by-hand").click();
    await button(page.getByRole("dialog"), "Stop").click();
    await see("it is gone", verdict(page, "Keeping up"));
    const state = await host.exec("podman", "inspect", "--format={{.State.Status}}", "by-hand");
    assert.strictEqual(state, "exited", "stopped, and not removed");
    await host.exec("podman", "rm", "by-hand");
});

test("a debug port is turned on and off, and never hidden", { hash, given }, async (stage) => {
    const { assert, host, page, session, see, gone } = stage;
    await fact(page, "Service", "Debug mode").getByRole("button", { name: "Turn on" }).click();
    const on = new SetUpDialog(page);
    assert.true(await on.dialog.getByLabel("Debug port for developers (JDWP)").isChecked());
    await on.next.click();
    await see(
        "a warning",
        on.dialog.getByText(/can run any code in the event processor, without a password/),
    );
    await on.review.click();
    await see("what changes", on.dialog.getByText(/127\.0\.0\.1:8004:8004/).first());
    await on.start();
    await outcome(host, page, "Succeeded");
    const said = notice(page, "Debug mode is on");
    await see("the page says so", said);
    assert.strictEqual(
        await host.exec("podman", "port", processorContainer),
        "8004/tcp -> 127.0.0.1:8004",
        "on the loopback address alone",
    );
    const environment = await host.exec("podman", "inspect", "--format={{.Config.Env}}", processorContainer);
    assert.true(environment.includes("JAVA_OPTS=-agentlib:jdwp=transport=dt_socket"), environment);
    await session.go("/");
    await see(
        "so does the overview",
        overviewRow(page, "Salt event processor").getByText("Debug port is open"),
    );

    await session.go(hash);
    await button(said, "Turn off debug mode").click();
    const off = new SetUpDialog(page);
    await off.toReview();
    await off.start();
    await outcome(host, page, "Succeeded");
    await gone("the notice has gone", said);
    assert.strictEqual(await host.exec("podman", "port", processorContainer), "");
    await see("it is off", fact(page, "Service", "Debug mode").getByText("Off"));
});

test(
    "the menu says what is wrong, and that it is not known any more",
    { hash, given, shell: true },
    async (stage) => {
        const { host, page, session, see, gone } = stage;
        await see("it keeps up", verdict(page, "Keeping up"));
        await host.exec("systemctl", "stop", processorUnit);
        await salt(host, "consume", "on");
        await host.exec("systemctl", "start", processorUnit);
        await see("two consumers", verdict(page, "More than one consumer"), 30);
        const warning = session.page.locator("#uyuni-warning");
        await see("the menu warns", warning);
        await page.getByRole("link", { name: "Uyuni", exact: true }).click();
        await see(
            "in the overview",
            overviewRow(page, "Salt event processor").getByText("More than one consumer"),
        );
        await page.getByRole("link", { name: "Database", exact: true }).click();
        await see("elsewhere it is not known", session.page.locator("#uyuni-info"));
        await gone("and no warning", warning);
        await salt(host, "consume", "off");
        await page.getByRole("link", { name: "Uyuni", exact: true }).click();
        await see("it is well", overviewRow(page, "Salt event processor").getByText("Keeping up"), 30);
        await gone("and the menu says nothing", session.page.locator("#uyuni-info"));
    },
);
