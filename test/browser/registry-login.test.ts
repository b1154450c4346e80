// SPDX-License-Identifier: LGPL-2.1-or-later
/** A registry that asks for a login: refused, logged in, pulled, logged out, and the password nowhere to be seen. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { FAULTY, setFault, startFaultyRegistry } from "../support/registry.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    button,
    installProcessor,
    notice,
    outcome,
    REPOSITORY,
    runningImage,
    SetUpDialog,
} from "../support/uyuni.js";

const test = onHost("Registry login");
const USER = "somebody";
const PASSWORD = "s3cret-$(id)-ü";
const AUTH_FILE = "/root/.config/containers/auth.json";
const SAMPLES = "/run/command-lines";

const here = {
    hash: "/event-processor",
    given: async (host: TestHost) => {
        await installProcessor(host, "2026.08");
        await startFaultyRegistry(host);
        await setFault(host, { login: `${USER}:${PASSWORD}`, token: true });
    },
    journalErrors: [/^systemd: Failed to start cockpit-uyuni-operation\.service/],
};

/** Notes the command lines of all processes, again and again. */
async function watchProcesses(host: TestHost): Promise<void> {
    const loop = `while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >>${SAMPLES}; done`;
    await host.exec("systemd-run", "--quiet", "--collect", "--unit=watch-processes", "sh", "-c", loop);
}

function secrets(): readonly string[] {
    return [PASSWORD, Buffer.from(`${USER}:${PASSWORD}`).toString("base64")];
}

/** That the password is neither on the page, nor in the journal, nor was in a command line. */
async function staysSecret({ assert, host, page, journalStart }: Stage): Promise<void> {
    await host.exec("systemctl", "stop", "watch-processes.service");
    const lines = await host.exec("cat", SAMPLES);
    assert.true(lines.includes("--password-stdin"), "the login was among the processes that were looked at");
    const journal = await host.exec(
        "journalctl",
        `--after-cursor=${journalStart}`,
        "--output=cat",
        "--all",
        "--no-pager",
    );
    const shown = await page.evaluate((body) => [
        body.ownerDocument.documentElement.outerHTML,
        ...[...body.ownerDocument.querySelectorAll("input")].map(({ value }) => value),
    ]);
    for (const secret of secrets())
        for (const [where, text] of Object.entries({ lines, journal, page: shown.join("\n") }))
            assert.false(text.includes(secret), `no ${secret} in ${where}`);
}

async function typeIn(dialog: Locator, user: string, password: string): Promise<void> {
    await dialog.getByLabel("User", { exact: true }).fill(user);
    await dialog.getByLabel("Password", { exact: true }).fill(password);
    await button(dialog, "Log in").click();
}

test("refused, logged in, pulled, and logged out", here, async (stage) => {
    const { assert, host, page, session, see, gone } = stage;
    await SetUpDialog.change(stage, REPOSITORY, "2026.10");
    await outcome(host, page, "Failed, nothing was changed");
    const failed = notice(page, "It failed, and nothing on the host was changed");
    await see("why", failed.getByText(`${FAULTY} was reached, and asks for a login (401).`));

    await button(failed, `Log in to ${FAULTY}`).click();
    const dialog = page.getByRole("dialog", { name: `Log in to ${FAULTY}` });
    await see("where it is kept", dialog.getByText(AUTH_FILE));
    await watchProcesses(host);
    await button(dialog, "Log in").click();
    await see("no user", dialog.getByText("Type the name of the user."));
    await typeIn(dialog, USER, "wrong");
    await see("refused", dialog.getByText(`${FAULTY} does not take this user and password.`));
    assert.strictEqual(await dialog.getByLabel("Password", { exact: true }).inputValue(), "");
    await look(stage, "registry-login");
    await typeIn(dialog, USER, PASSWORD);
    await gone("the dialog", dialog);
    await see("who is logged in", failed.getByText(`podman is logged in to ${FAULTY} as ${USER}`));
    assert.true(
        await button(failed, `Log out of ${FAULTY}`).evaluate(
            (element) => element === document.activeElement,
        ),
        "the focus is where it was",
    );
    await staysSecret(stage);
    assert.strictEqual(await host.exec("stat", "--format=%a %U", AUTH_FILE), "600 root");

    await SetUpDialog.change(stage, REPOSITORY, "2026.10");
    await outcome(host, page, "Succeeded");
    assert.strictEqual(await runningImage(host), `${REPOSITORY}:2026.10`);

    await session.go("/event-processor?tab=image");
    const card = page.getByRole("region", { name: "In the registry", exact: true });
    await see("its settings", card.getByText(/^registries\.conf calls localhost:5001 insecure: /));
    await see("who is logged in", card.getByText(`podman is logged in to ${FAULTY} as ${USER}`));
    await button(card, `Log out of ${FAULTY}`).click();
    await see("nobody is", button(card, `Log in to ${FAULTY}`));
    assert.false((await host.exec("cat", AUTH_FILE)).includes(FAULTY), "and nothing is kept");
});
