// SPDX-License-Identifier: LGPL-2.1-or-later
/** SUSE's registry, with the credentials that the host was registered with at the SUSE Customer Center. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { secretsOf, staysSecret, watchProcesses } from "../support/secrets.js";
import { onHost, type Stage } from "../support/stage.js";
import { registerHost, SCC, SCC_FILE, startSuseRegistry, SUSE_REPOSITORY } from "../support/suse-registry.js";
import { button, installProcessor, notice, outcome, runningImage, SetUpDialog } from "../support/uyuni.js";

const test = onHost("SCC credentials");
const AUTH_FILE = "/root/.config/containers/auth.json";
const REGISTRY = "registry.suse.com";
const failedPull = [/^systemd: Failed to start cockpit-uyuni-operation\.service/];

function sccButton(dialog: Locator): Locator {
    return button(dialog, "Use this host's SCC credentials");
}

/** From a pull that the registry refused to the dialog that logs in. */
async function askForLogin({ host, page, see }: Stage): Promise<Locator> {
    const failed = notice(page, "It failed, and nothing on the host was changed");
    await outcome(host, page, "Failed, nothing was changed");
    await see("why", failed.getByText(`${REGISTRY} was reached, and asks for a login (401).`));
    await button(failed, `Log in to ${REGISTRY}`).click();
    return page.getByRole("dialog", { name: `Log in to ${REGISTRY}` });
}

const registered = {
    hash: "/event-processor",
    given: async (host: TestHost) => {
        await installProcessor(host, "2026.08");
        await startSuseRegistry(host);
        await registerHost(host);
    },
    journalErrors: failedPull,
};
test("logged in with them, tags are listed and an image is pulled", registered, async (stage) => {
    const { assert, host, page, see, gone } = stage;
    await SetUpDialog.change(stage, SUSE_REPOSITORY, "2026.10");
    const dialog = await askForLogin(stage);
    await see("what this host has", sccButton(dialog));
    await look(stage, "registry-scc");
    await watchProcesses(host);
    await sccButton(dialog).click();
    await gone("the dialog", dialog);
    await see("who is logged in", page.getByText(`podman is logged in to ${REGISTRY} as ${SCC.user}`));
    assert.strictEqual(await host.exec("stat", "--format=%a %U", AUTH_FILE), "600 root");

    await stage.session.go(
        `/event-processor?setup=1&image=${encodeURIComponent(SUSE_REPOSITORY)}&tag=2026.10`,
    );
    const setUp = new SetUpDialog(page);
    await see("the tags", setUp.dialog.getByText("7 tags to choose from."));
    await setUp.field("Tag").click();
    await host.until("all have an age", async () =>
        (await setUp.dialog.getByRole("option").locator("time").count()) === 7 ? true : null,
    );
    await setUp.field("Tag").press("Escape");
    await setUp.toReview();
    await setUp.confirm.click();
    await setUp.dialog.waitFor({ state: "hidden" });
    await outcome(host, page, "Succeeded");
    assert.strictEqual(await runningImage(host), `${SUSE_REPOSITORY}:2026.10`);
    await staysSecret(stage, secretsOf(SCC.user, SCC.password), "--password-stdin");
    assert.strictEqual(await host.exec("stat", "--format=%a %U", SCC_FILE), "600 root");
});

const unregistered = {
    ...registered,
    given: async (host: TestHost) => {
        await host.attempt(["podman", "logout", `--authfile=${AUTH_FILE}`, REGISTRY]);
        await host.attempt(["podman", "rmi", "--force", `${SUSE_REPOSITORY}:2026.10`]);
        await host.exec("rm", "--force", SCC_FILE);
    },
};
test("a host that is not registered, and files that are of no use", unregistered, async (stage) => {
    const { assert, host, page, see, gone } = stage;
    await SetUpDialog.change(stage, SUSE_REPOSITORY, "2026.10");
    const dialog = await askForLogin(stage);
    await see("what can be typed", dialog.getByLabel("User", { exact: true }));
    assert.strictEqual(await sccButton(dialog).count(), 0, "it has no credentials of its own");

    const again = async (text: string, mode: string): Promise<void> => {
        await button(dialog, "Cancel").click();
        await gone("the dialog", dialog);
        await registerHost(host, text);
        await host.exec("chmod", mode, SCC_FILE);
        await button(page, `Log in to ${REGISTRY}`).first().click();
    };
    await again("", "600");
    await see("what can be typed", dialog.getByLabel("User", { exact: true }));
    assert.strictEqual(await sccButton(dialog).count(), 0, "an empty file is none");

    for (const text of ["username=\n", `username=${SCC.user}\n`, "[credentials]\nuser = x\n"]) {
        await again(text, "600");
        await sccButton(dialog).click();
        await see(
            `what is wrong with ${JSON.stringify(text)}`,
            dialog.getByText(
                `${SCC_FILE} has no user name and password: register this host again, or type them here.`,
            ),
        );
    }
    await look(stage, "registry-scc-malformed");

    await again(`username=${SCC.user}\npassword=outdated\n`, "600");
    await sccButton(dialog).click();
    await see("that they are refused", dialog.getByText(`${REGISTRY} does not take this user and password.`));

    for (const mode of ["000", "644"]) {
        await again(`# SCC\r\n password = ${SCC.password} \r\nusername=${SCC.user}`, mode);
        await sccButton(dialog).click();
        await gone(`the dialog, with the mode ${mode}`, dialog);
        assert.strictEqual(await host.exec("stat", "--format=%a", SCC_FILE), `${Number(mode)}`, "as it was");
        await button(page, `Log out of ${REGISTRY}`).first().click();
        await see("nobody is logged in", button(page, `Log in to ${REGISTRY}`).first());
        await button(page, `Log in to ${REGISTRY}`).first().click();
    }
});

const elsewhere = {
    hash: "/event-processor?tab=image",
    fresh: true,
    given: async (host: TestHost) => {
        await registerHost(host);
        await host.write(
            "/etc/containers/registries.conf.d/zz-mirror.conf",
            `[[registry]]\nprefix = "${REGISTRY}/uyuni"\nlocation = "localhost:5000/uyuni"\ninsecure = true\n`,
        );
        await installProcessor(host, "2026.08", SUSE_REPOSITORY);
    },
};
test(
    "another registry does not get them, whatever it stands for",
    elsewhere,
    async ({ assert, page, see }) => {
        await button(page, "Log in to localhost:5000").click();
        const dialog = page.getByRole("dialog", { name: "Log in to localhost:5000" });
        await see("what can be typed", dialog.getByLabel("User", { exact: true }));
        assert.strictEqual(await sccButton(dialog).count(), 0);
    },
);
