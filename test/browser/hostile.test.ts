// SPDX-License-Identifier: LGPL-2.1-or-later
/** Values that must never become more than text, typed in, in the page's address, and in files written by hand. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import {
    blockedReason,
    button,
    fact,
    installProcessor,
    operationsSince,
    outcome,
    processorConf,
    processorContainer,
    processorUnit,
    REPOSITORY,
    SetUpDialog,
    unitListing,
} from "../support/uyuni.js";

const test = onHost("Hostile values");

const hostile = ["; id > /root/x", "$(id > /root/x)", "a\nb", "%n", "-v", "x".repeat(300)];
const label = {
    image: "Registry and name",
    tag: "Tag",
    host: "Host",
    port: "Port",
    name: "Name of the database",
} as const;
type Field = keyof typeof label;
const fields: readonly Field[] = ["image", "tag", "host", "port", "name"];
const nothingMarked = "Correct the fields that are marked first";

/** The sentence that a field refers to when it is not valid; "" when it is. */
async function problem(field: Locator): Promise<string> {
    if ((await field.getAttribute("aria-invalid")) !== "true") return "";
    const ids = (await field.getAttribute("aria-describedby")) ?? "";
    return field.evaluate(
        (_element, notes) =>
            notes
                .split(" ")
                .map((id) => document.getElementById(id))
                .filter((note) => note?.querySelector(".pf-m-error") != null)
                .map((note) => note?.innerText ?? "")
                .join(" "),
        ids,
    );
}

test("are refused as they are typed", { hash: "/event-processor" }, async (stage) => {
    const { assert, host, page, see, journalStart } = stage;
    const before = await unitListing(host);
    const dialog = await SetUpDialog.open(page);
    // Fields of one line take no line breaks from the keyboard.
    const typed = hostile.filter((value) => !value.includes("\n"));
    const tries = [
        ...fields.flatMap((name) => typed.map((value) => [name, value] as const)),
        // At the end of a good name, and as a digest.
        ...typed.filter((value) => value !== "-v").map((value) => ["image", REPOSITORY + value] as const),
        ...typed.map((value) => ["tag", `sha256:${value}`] as const),
    ];
    for (const [name, value] of tries) {
        const field = dialog.field(label[name]);
        const good = await field.inputValue();
        await field.fill(value);
        const what = `${name}: ${value.slice(0, 40)}`;
        assert.strictEqual(await blockedReason(dialog.next), nothingMarked, `${what} is not let through`);
        assert.true((await problem(field)).length > 10, `${what} is explained: ${await problem(field)}`);
        await field.press("Enter");
        assert.strictEqual(await dialog.review.count(), 0, `${what} does not go on with Enter`);
        await field.fill(good);
    }
    assert.strictEqual(await blockedReason(dialog.next), null, "the good values are let through");
    await dialog.next.click();
    await see("and lead on", dialog.review);
    assert.deepEqual(await operationsSince(host, journalStart), [], "nothing was run");
    assert.deepEqual(await unitListing(host), before, "nothing was written");
    assert.strictEqual(await host.read("/root/x"), null);
});

test("are refused when the page's address fills them in", {}, async (stage) => {
    const { assert, host, page, session, see, gone, journalStart } = stage;
    const before = await unitListing(host);
    for (const value of hostile) {
        const options = new URLSearchParams({ setup: "1" });
        for (const name of fields) options.set(name, value);
        const hash = `/event-processor?${options.toString().replaceAll("+", "%20")}`;
        await session.page.evaluate((text) => (window.location.hash = text), hash);
        const dialog = new SetUpDialog(page);
        await see("the dialog", dialog.field("Host"));
        const shown = value.replaceAll("\n", " ");
        for (const name of fields) {
            const field = dialog.field(label[name]);
            // Fields of one line drop line breaks; what is checked has them.
            assert.strictEqual(await field.inputValue(), shown, `${name} is filled in`);
            assert.notStrictEqual(await problem(field), "", `${name}: ${shown.slice(0, 40)} is refused`);
        }
        assert.strictEqual(await blockedReason(dialog.next), nothingMarked);
        await page.page().keyboard.press("Escape");
        await gone("the dialog has closed", dialog.dialog);
    }
    assert.deepEqual(await operationsSince(host, journalStart), [], "nothing was run");
    assert.deepEqual(await unitListing(host), before, "nothing was written");
    assert.strictEqual(await host.read("/root/x"), null);
});

test(
    "what the grammar allows is accepted",
    { hash: "/event-processor?setup=1" },
    async ({ assert, page, see }) => {
        const dialog = new SetUpDialog(page);
        await see("the dialog", dialog.field("Host"));
        const digest = "0123456789abcdef".repeat(4);
        for (const [image, tag] of [
            [REPOSITORY, "V1.0_RC-2"],
            [
                "registry.example.com:5000/suse/multi-linux-manager/5.1/x86_64/server-salt-event-processor",
                "5.1.0",
            ],
            ["[::1]:5000/uyuni/server-salt-event-processor", "latest"],
            ["localhost/a__b/c.d-e", "_x"],
            [REPOSITORY, `sha256:${digest}`],
        ] as const) {
            await dialog.field("Registry and name").fill(image);
            await dialog.field("Tag").fill(tag);
            const whole = tag.includes(":") ? `${image}@${tag}` : `${image}:${tag}`;
            await see("what it is going to be", dialog.dialog.getByText(whole, { exact: true }));
            assert.strictEqual(await blockedReason(dialog.next), null, whole);
        }
        for (const host of ["10.0.0.1", "fd00::1", "db.example.com"]) {
            await dialog.field("Host").fill(host);
            assert.strictEqual(await blockedReason(dialog.next), null, host);
        }
    },
);

/** As an administrator might write them: systemd expands the specifier, and takes the rest as it stands. */
const conf = `[Service]
Environment="UYUNI_EVENT_PROCESSOR_IMAGE=${REPOSITORY}:latest; id > /root/x"
Environment="UYUNI_DB_NAME=$(id > /root/x)<img src=x onerror=alert(1)>"
Environment=UYUNI_DB_PORT=-v
Environment="UYUNI_DB_HOST=%%n${"x".repeat(300)}"
`;

test(
    "in files written by hand stay text",
    {
        hash: "/event-processor",
        given: (host: TestHost) => installProcessor(host),
        journalErrors: [/^systemd: Failed to start uyuni-event-processor@0\.service/],
    },
    async ({ assert, host, page, session, see }) => {
        await see("it runs", fact(page, "Service", "State").getByText("Running"));
        await host.write(processorConf, conf);
        await host.exec("systemctl", "daemon-reload");
        const image = `${REPOSITORY}:latest; id > /root/x`;
        await see(
            "the image is shown as text",
            fact(page, "Image", "Configured").getByText(image, { exact: true }),
        );
        await see(
            "the database, too",
            fact(page, "Connections", "Database").getByText("$(id > /root/x)<img src=x onerror=alert(1)>"),
        );
        assert.strictEqual(await page.locator("img").count(), 0, "no element came of it");
        const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.true(width <= 0, "long values do not make the page scroll");

        const started = await host.attempt(["systemctl", "restart", processorUnit]);
        assert.notStrictEqual(started.status, 0, "podman refuses such an image");
        assert.strictEqual(await host.read("/root/x"), null, "no shell has read it");
        await see("it failed", fact(page, "Service", "State").getByText(/Failed|Restarting after a failure/));

        await session.go("/event-processor?setup=1");
        const dialog = new SetUpDialog(page);
        await see("the dialog opens", dialog.field("Host"));
        for (const name of fields)
            assert.notStrictEqual(await problem(dialog.field(label[name])), "", `${name} is refused`);
        assert.strictEqual(await blockedReason(dialog.next), nothingMarked);
        for (const [name, value] of [
            ["image", REPOSITORY],
            ["tag", "latest"],
            ["host", "db"],
            ["port", "5432"],
            ["name", "susemanager"],
        ] as const)
            await dialog.field(label[name]).fill(value);
        await dialog.toReview();
        await see(
            "the old text is shown as it is",
            dialog.dialog.getByText(`-Environment="UYUNI_EVENT_PROCESSOR_IMAGE=${image}"`),
        );
        await dialog.start();
        await outcome(host, page, "Succeeded");
        assert.strictEqual(
            await host.exec("podman", "inspect", "--format={{.State.Health.Status}}", processorContainer),
            "healthy",
        );
        assert.strictEqual(await host.read("/root/x"), null);
        await see("and can be restarted", button(page, "Restart"));
    },
);
