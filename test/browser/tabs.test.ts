// SPDX-License-Identifier: LGPL-2.1-or-later
/** The tabs of a service's page: image, configuration, logs and files. */
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { setLook, violations } from "../support/accessibility.js";
import { timed, type TestHost } from "../support/host.js";
import { journal } from "../support/journal.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    blockedReason,
    button,
    fact,
    heading,
    installProcessor,
    notice,
    processorDropIns,
    processorUnit,
    processorUnitFile,
    REPOSITORY,
} from "../support/uyuni.js";

const test = onHost("Tabs of a service");

const localConf = `${processorDropIns}/local.conf`;
const page = "/event-processor";
const set = { given: (host: TestHost) => installProcessor(host) };
const limitedReason = "Needs administrative access: turn it on in the top bar of Cockpit";

function editor(root: Locator): Locator {
    return root.getByRole("textbox", { name: "Text of local.conf" });
}

function dialog(root: Locator): Locator {
    return root.getByRole("dialog", { name: "Edit local.conf" });
}

/** Replaces the editor's whole text. */
async function type(root: Locator, text: string): Promise<void> {
    await editor(root).click();
    await root.page().keyboard.press("Control+a");
    await root.page().keyboard.press("Delete");
    await root.page().keyboard.type(text);
}

function row(root: Locator, name: string): Locator {
    return root.getByRole("row").filter({ has: root.page().getByRole("rowheader", { name, exact: true }) });
}

async function look({ assert, session }: Stage, what: string): Promise<void> {
    for (const dark of [false, true]) {
        await setLook(session, 1280, dark);
        assert.deepEqual(await violations(session), [], `${what}, ${dark ? "dark" : "light"}`);
    }
    await setLook(session, 1280, false);
}

test(
    "a drop-in is checked, compared, saved and read",
    { ...set, hash: `${page}?tab=configuration` },
    async (stage) => {
        const { assert, host, page: root, see, gone } = stage;
        await see("a value", row(root, "UYUNI_EVENT_PROCESSOR_IMAGE").getByText(`${REPOSITORY}:latest`));
        await see("its file", row(root, "UYUNI_EVENT_PROCESSOR_IMAGE").getByText("generated.conf"));
        await see("a secret by its name", row(root, "uyuni-db-pass").getByText("Present"));
        assert.strictEqual(await root.getByText("spacewalk-secret").count(), 0);
        await look(stage, "configuration");

        await button(root, "Create local.conf").click();
        await see("the editor", editor(root));
        await see("a new file is well", dialog(root).getByText("systemd understands every line"));
        await type(root, "[Service]\nNonsense=yes\nEnvironment=UYUNI_DB_PORT=5432\n");
        await see("systemd's own words", dialog(root).getByText(/systemd: Unknown (?:key|lvalue).*Nonsense/));
        await see("and the rule's", dialog(root).getByText("UYUNI_DB_PORT wins over generated.conf"));
        await button(dialog(root), "Line 2").click();
        await look(stage, "the editor");

        // Tab leads out of the editor, Escape asks before the text is lost.
        await root.page().keyboard.press("Tab");
        assert.strictEqual(
            await editor(root).evaluate((element) => element.matches(":focus")),
            false,
            "Tab is no trap",
        );
        await root.page().keyboard.press("Escape");
        await see("a question", button(dialog(root), "Drop my changes"));
        await button(dialog(root), "Go on editing").click();

        const text = "[Service]\nEnvironment=OWN_SETTING=one\n";
        await type(root, text);
        await see("all is well", dialog(root).getByText("systemd understands every line"));
        await button(dialog(root), "Review changes").click();
        await see("the difference", dialog(root).getByText("+Environment=OWN_SETTING=one"));
        assert.strictEqual(await host.read(localConf), null, "nothing is written yet");
        await button(dialog(root), "Save").click();
        await gone("the dialog closes", dialog(root));
        await see("it is said", notice(root, "local.conf is saved, and systemd has read it"));
        assert.strictEqual(await host.read(localConf), text);
        assert.strictEqual(await host.exec("stat", "--format=%a %U:%G", localConf), "644 root:root");
        assert.true((await host.property(processorUnit, "Environment")).includes("OWN_SETTING=one"));
        await see("the value counts", row(root, "OWN_SETTING").getByText("one", { exact: true }));
        await see("and comes from there", row(root, "OWN_SETTING").getByText("local.conf"));

        const before = await host.property(processorUnit, "InvocationID");
        await button(root, "Restart now").click();
        await see("it was restarted", root.getByText("The service was restarted."), 60);
        assert.notStrictEqual(await host.property(processorUnit, "InvocationID"), before);
    },
);

test(
    "a change made elsewhere is not overwritten",
    { ...set, hash: `${page}?tab=configuration` },
    async (stage) => {
        const { assert, host, page: root, see, gone } = stage;
        await host.exec("mkdir", "-p", processorDropIns);
        await host.write(localConf, "[Service]\nEnvironment=OWN_SETTING=one\n");
        await button(root, "Edit local.conf").click();
        await see("the editor", editor(root));
        await type(root, "[Service]\nEnvironment=OWN_SETTING=mine\n");
        const theirs = "[Service]\nEnvironment=OWN_SETTING=theirs\n";
        await host.write(localConf, theirs);
        const changed = notice(dialog(root), "The file was changed elsewhere while you were editing");
        await see("it is noticed", changed, 5);
        assert.strictEqual(
            await blockedReason(button(dialog(root), "Review changes")),
            "Choose first what becomes of the other change",
        );
        await button(dialog(root), "Compare with mine").click();
        await see("theirs", dialog(root).getByText("-Environment=OWN_SETTING=theirs"));
        await see("mine", dialog(root).getByText("+Environment=OWN_SETTING=mine"));
        assert.strictEqual(await host.read(localConf), theirs, "nothing was overwritten");
        await button(dialog(root), "Save").click();
        await gone("the dialog closes", dialog(root));
        assert.strictEqual(await host.read(localConf), "[Service]\nEnvironment=OWN_SETTING=mine\n");

        await button(root, "Edit local.conf").click();
        await see("the editor again", editor(root));
        await type(root, "[Service]\n# lost\n");
        await host.write(localConf, theirs);
        await see("it is noticed again", changed, 5);
        await button(dialog(root), "Drop my changes and load it").click();
        await see("theirs is in the editor", editor(root).getByText("theirs"));
        await root.page().keyboard.press("Escape");
        await gone("nothing is left to ask about", dialog(root));
        await host.exec("rm", localConf);
        await host.exec("systemctl", "daemon-reload");
    },
);

test(
    "without administrative access nothing is edited",
    { ...set, user: "guest" },
    async ({ assert, page: root, see, session }) => {
        await session.go(`${page}?tab=configuration`);
        await see("the values", row(root, "UYUNI_DB_NAME").getByText("susemanager"));
        await see("secrets need more", row(root, "uyuni-db-user").getByText("needs administrative access"));
        assert.strictEqual(
            await blockedReason(root.getByRole("button", { name: /local\.conf$/ })),
            limitedReason,
        );
        await session.go(`${page}?tab=files`);
        await see("the files", root.getByText(processorUnitFile, { exact: true }));
        await session.go(`${page}?tab=logs`);
        await see("why there is no log", root.getByText(/needs administrative access/).first());
    },
);

const log = (root: Locator) => root.getByRole("log", { name: "Log of the service" });
const colored = "\u001b[31mred\u001b[0m plain \u001b[2Kcleared turned\u202eback";

test(
    "20,000 lines are read, filtered, copied and saved",
    { hash: "/db", given: (host) => journal(host, 20_000, colored) },
    async (stage) => {
        const { assert, page: root, see, session } = stage;
        await session.go("/db?tab=logs");
        const opened = await timed(() => log(root).getByText("red", { exact: true }).waitFor());
        assert.true(opened < 5000, `the newest lines are there after ${Math.round(opened)} ms`);
        const red = log(root).getByText("red", { exact: true });
        assert.strictEqual(await red.getAttribute("class"), "uyuni-ink-1", "a colour of the terminal");
        await see(
            "what cannot be seen is marked",
            log(root).getByText("plain \u241b[2Kcleared turned\u27e8U+202E\u27e9back"),
        );
        await see("how far back it goes", root.getByText(/^The host's journal goes back to/));
        await look(stage, "logs");

        const all = root.getByText(/^20,\d{3} lines$/);
        const read = await timed(async () => {
            while (!(await all.isVisible())) {
                await button(root, "Load older lines").click();
                await root
                    .getByRole("button", { name: "Loading Load older lines" })
                    .waitFor({ state: "hidden" });
            }
        });
        assert.true(read < 30_000, `all lines are there after ${Math.round(read)} ms`);
        assert.true((await log(root).locator("time").count()) < 200, "few of them are elements of the page");
        const place = () => log(root).evaluate((element) => element.scrollTop);
        await log(root).evaluate((element) => {
            element.scrollTop = 0;
        });
        await see("the page can go to the end", button(root, "Go to the newest line"));
        const before = await place();
        await button(root, "Go to the newest line").click();
        await see("and does", red);
        assert.true((await place()) > before);

        const saved = session.page.waitForEvent("download");
        await button(root, "Download").click();
        const text = await readFile(await (await saved).path(), "utf8");
        assert.strictEqual(
            (text.match(/ many: entry \d{6} /g) ?? []).length,
            20_000,
            "all of them are saved",
        );
        assert.false(text.includes("\u001b"), "without control characters");
        await button(root, "Copy").click();
        await see("copied", root.getByText(/^20,\d{3} lines copied$/));

        await root.getByLabel("Priority").selectOption("err");
        await see("only errors", log(root).getByText("entry 019000"));
        await see("of which there are few", root.getByText(/^\d{2} lines$/));
        await root.getByLabel("Text").fill("ENTRY 007000");
        await see("one line", root.getByText("1 line", { exact: true }));
        const address = new URL(session.page.url()).hash;
        assert.true(/[?&]prio=err(?:&|$)/.test(address), address);
        assert.true(/[?&]text=ENTRY(?:%20|\+)007000(?:&|$)/.test(address), address);
        await session.page.reload();
        await see("the address keeps them", root.getByText("1 line", { exact: true }));
        await session.go("/db?tab=logs&until=2020-01-01T00:00");
        await see("nothing is that old", root.getByText("No line of the journal fits."));
    },
);

test(
    "lines come while one looks, and wait while it is paused",
    { hash: "/db?tab=logs" },
    async ({ assert, host, page: root, see }) => {
        const line = (text: string) => log(root).getByText(text, { exact: true });
        await see("the newest line", root.getByText(/^\d+ lines$/));
        await journal(host, 0, "first live line");
        await see("it comes", line("first live line"), 5);
        await button(root, "Pause").click();
        await journal(host, 0, "second live line");
        await see("it is counted", root.getByText("1 new line", { exact: true }), 5);
        assert.strictEqual(await line("second live line").count(), 0);
        await button(root, "Follow again").click();
        await see("and comes then", line("second live line"), 5);
    },
);

test(
    "the log of the status goes on when its reader is killed, and loses nothing",
    { hash: "/db" },
    async ({ assert, gone, host, page: root, see }) => {
        const lines = root.getByRole("region", { name: "Log of the service" });
        const line = (text: string) => lines.getByText(text, { exact: true });
        await see("its log", lines.getByRole("listitem").first());
        await journal(host, 0, "before it is killed");
        await see("it comes", line("before it is killed"), 5);
        await host.exec("pkill", "--signal=KILL", "--exact", "journalctl");
        const problem = notice(root, "The journal cannot be read");
        await see("that it was killed", problem);
        await journal(host, 0, "written meanwhile");
        await see("what was written meanwhile", line("written meanwhile"));
        await gone("it is read again", problem);
        assert.strictEqual(await line("before it is killed").count(), 1, "no line comes twice");
    },
);

test(
    "links lead to Cockpit's own log page",
    { shell: true, hash: "/db?tab=logs&prio=warning" },
    async ({ page: root, see, session }) => {
        await see("the link", button(root, "Open in Cockpit's logs"));
        await button(root, "Open in Cockpit's logs").click();
        await session.page.waitForURL(/\/system\/logs#\/\?prio=warning&service=uyuni-db\.service/);
    },
);

function layer(root: Locator, pair: string): Locator {
    return root.locator(`[data-pair="${pair}"]`);
}

test(
    "a unit that was edited by hand parts from its template",
    { ...set, hash: `${page}?tab=files` },
    async (stage) => {
        const { assert, host, page: root, see, gone } = stage;
        await see(
            "as written",
            layer(root, "template-file").getByText("The files are as set-up writes them."),
        );
        await see(
            "as loaded",
            layer(root, "file-unit").getByText("systemd has loaded the files as they are."),
        );
        await see("its text", root.getByRole("region", { name: processorUnitFile }).getByText("[Install]"));
        await look(stage, "files");

        const original = (await host.read(processorUnitFile)) ?? "";
        await host.write(processorUnitFile, original.replace(/^Restart=.*$/m, "Restart=no"));
        await see(
            "it parts",
            layer(root, "template-file").getByText("The files are not as set-up writes them."),
            5,
        );
        await see("where", layer(root, "template-file").getByText("-Restart=no"));
        const reload = button(layer(root, "file-unit"), "Reload systemd");
        await see("systemd has not read it", reload, 5);
        await look(stage, "drift");
        await reload.click();
        await see(
            "now it has",
            layer(root, "file-unit").getByText("systemd has loaded the files as they are."),
        );
        assert.strictEqual(await host.property(processorUnit, "Restart"), "no");
        await button(layer(root, "template-file"), "Set up again").click();
        await see(
            "the way to mend it",
            root.getByRole("dialog", { name: "Set up the Salt event processor" }),
        );
        await root.page().keyboard.press("Escape");
        await gone("closed", root.getByRole("dialog"));
        await host.write(processorUnitFile, original);
        await host.exec("systemctl", "daemon-reload");
    },
);

test(
    "the image that runs is told from the one that is configured",
    { ...set, hash: `${page}?tab=image` },
    async (stage) => {
        const { host, page: root, see, session } = stage;
        await see("they are the same", root.getByText("The container was made from the image of the unit."));
        await see("configured", fact(root, "Configured", "Reference").getByText(`${REPOSITORY}:latest`));
        await see("where it is set", fact(root, "Configured", "Set in").getByText(/generated\.conf$/));
        await see("running", fact(root, "Running", "Digest").getByText(/^sha256:/));
        await look(stage, "image");
        const original = await host.exec("podman", "images", "--quiet", "--no-trunc", REPOSITORY);
        // Another image under the same name, as after a pull that nobody has restarted for.
        const moved = await host.exec("podman", "images", "--quiet", "--no-trunc", "uyuni/server");
        await host.exec("podman", "tag", moved, `${REPOSITORY}:latest`);
        await see("it parts", root.getByText("The reference means another image on this host by now."), 10);
        await see("and how to mend it", root.getByText("Restart the service to run what is configured."));
        await see("copies", heading(root, "Copies on this host"));
        await button(root, "Change image").click();
        await see("the dialog", root.getByRole("dialog", { name: "Set up the Salt event processor" }));
        // One that no container was ever made from, and that nobody who looks now has seen come.
        await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:2026.10`);
        await host.exec("podman", "tag", `${REPOSITORY}:2026.10`, `${REPOSITORY}:latest`);
        await session.go(`${page}?tab=image`);
        await see(
            "also to who comes later",
            root.getByText("The reference means another image on this host by now."),
        );
        const copies = root.getByRole("region", { name: "Copies on this host" });
        await see("with its copy", copies.getByText(`${REPOSITORY}:2026.10`, { exact: true }));
        await host.exec("podman", "tag", original, `${REPOSITORY}:latest`);
        await host.exec("systemctl", "stop", processorUnit);
        await session.go(`${page}?tab=image`);
        await see("no container", root.getByText("There is no container at present."));
        await see("its image all the same", copies.getByText("configured", { exact: true }));
        await host.exec("systemctl", "start", processorUnit);
        await session.go("/server?tab=image");
        await see("not for the server", root.getByText(/^This image is changed only through mgradm/));
    },
);
