// SPDX-License-Identifier: LGPL-2.1-or-later
/** A registry that asks for a login: refused, logged in, asked, pulled, logged out, and the password nowhere to be seen. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { otherMachine } from "../support/made-up-images.js";
import { FAULTY, givenTo, setFault, startFaultyRegistry } from "../support/registry.js";
import { secretsOf, staysSecret, watchProcesses } from "../support/secrets.js";
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
const SECRETS = [...secretsOf(USER, PASSWORD), "Bearer a-token"];
const REFUSED = `The tags could not be listed, but you can type one. ${FAULTY} was reached, and asks for a login (401).`;
const AUTH_FILE = "/root/.config/containers/auth.json";

const here = {
    hash: "/event-processor",
    given: async (host: TestHost) => {
        await startFaultyRegistry(host);
        await installProcessor(host, "2026.08");
        await setFault(host, { login: `${USER}:${PASSWORD}`, token: true });
    },
    journalErrors: [/^systemd: Failed to start cockpit-uyuni-operation\.service/],
};

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
    await staysSecret(stage, SECRETS, "--password-stdin");
    assert.strictEqual(await host.exec("stat", "--format=%a %U", AUTH_FILE), "600 root");

    await SetUpDialog.change(stage, REPOSITORY, "2026.10");
    await outcome(host, page, "Succeeded");
    assert.strictEqual(await runningImage(host), `${REPOSITORY}:2026.10`);

    await session.go("/event-processor?tab=image");
    const card = page.getByRole("region", { name: "In the registry", exact: true });
    await see("its settings", card.getByText(/^registries\.conf calls localhost:5001 insecure: /));
    await see("who is logged in", card.getByText(`podman is logged in to ${FAULTY} as ${USER}`));
    await see("what the registry has", card.getByText("The registry has the same image."));
    await button(card, `Log out of ${FAULTY}`).click();
    await see("nobody is", button(card, `Log in to ${FAULTY}`));
    await see("what it means", card.getByText(`${FAULTY} was reached, and asks for a login (401).`));
    assert.false((await host.exec("cat", AUTH_FILE)).includes(FAULTY), "and nothing is kept");
});

/** The list of tags, opened in the set-up dialog. */
async function listTags(stage: Stage): Promise<SetUpDialog> {
    const dialog = await SetUpDialog.open(stage.page);
    await stage.see("the tags", dialog.dialog.getByText(/^[0-9]+ tags to choose from\.$/));
    await dialog.field("Tag").click();
    await stage.see("the first", dialog.dialog.getByRole("option").first());
    return dialog;
}

function logInByHand(host: TestHost): Promise<unknown> {
    const argv = ["podman", "login", `--authfile=${AUTH_FILE}`, "--tls-verify=false", `--username=${USER}`];
    return host.attempt([...argv, "--password-stdin", FAULTY], PASSWORD);
}

test(
    "podman’s login tells age, size, digest and architecture of tags",
    {
        ...here,
        given: async (host) => {
            await here.given(host);
            await logInByHand(host);
            await setFault(host, { login: `${USER}:${PASSWORD}`, token: true, moved: "127.0.0.1:5001" });
        },
    },
    async (stage) => {
        const { assert, host, page, see } = stage;
        await otherMachine(host, "uyuni/server-salt-event-processor", "2026.10", "s390x", "mainframe");
        await watchProcesses(host);
        const dialog = await SetUpDialog.open(page);
        await see("the tags", dialog.dialog.getByText(/^[0-9]+ tags to choose from\.$/));
        await dialog.field("Tag").click();
        const options = dialog.dialog.getByRole("option");
        await see("an age", options.filter({ hasText: "2026.10" }).locator("time"));
        await see("a size", options.filter({ hasText: "2026.10" }).getByText(/ MB$/));
        await see("a digest", options.filter({ hasText: "2026.10" }).getByText(/^sha256:[0-9a-f]{12}$/));
        await see("an architecture", options.filter({ hasText: "mainframe" }).getByText(/but for s390x$/));
        await look(stage, "registry-login-tags");
        const given = await givenTo(host);
        assert.true(given.includes(`${FAULTY} Basic`), "the password went for a token");
        assert.true(given.includes(`${FAULTY} Bearer`), "the token went to the registry");
        assert.deepEqual(
            given.filter((one) => !one.startsWith(FAULTY)),
            ["127.0.0.1:5001"],
            "where the registry keeps its blobs is asked, and gets neither",
        );
        await staysSecret(stage, SECRETS, "curl --disable");
    },
);

test(
    "a password is not sent where a registry wants it",
    {
        ...here,
        given: async (host) => {
            await here.given(host);
            await logInByHand(host);
            await setFault(host, {
                login: `${USER}:${PASSWORD}`,
                token: true,
                realm: "http://127.0.0.1:5001/token",
            });
        },
    },
    async (stage) => {
        const { assert, host, see } = stage;
        const dialog = await listTags(stage);
        await see(
            "why there are only names",
            dialog.dialog.getByText(
                `${FAULTY} wants its password sent to http://127.0.0.1:5001/token, which is not safe: it was not sent.`,
            ),
        );
        assert.deepEqual(await givenTo(host), [FAULTY], "and nobody got anything");
        assert.strictEqual(await dialog.dialog.getByRole("option").locator("time").count(), 0);
        await dialog.field("Tag").press("Escape");
        await look(stage, "registry-login-unsafe");
    },
);

test(
    "a login that only podman can use",
    {
        ...here,
        given: async (host) => {
            await here.given(host);
            const helper = `#!/bin/sh\nprintf '%s' '${JSON.stringify({ Username: USER, Secret: PASSWORD })}'\n`;
            await host.write("/usr/bin/docker-credential-standin", helper);
            await host.exec("chmod", "755", "/usr/bin/docker-credential-standin");
            await host.exec("mkdir", "--parents", AUTH_FILE.slice(0, AUTH_FILE.lastIndexOf("/")));
            await host.write(AUTH_FILE, JSON.stringify({ credHelpers: { [FAULTY]: "standin" } }));
        },
    },
    async (stage) => {
        const { host, page, see, session } = stage;
        const why = `podman’s login to ${FAULTY} is kept by a credential helper, or is an identity token, which only podman itself can use.`;
        await see("why there are only names", (await listTags(stage)).dialog.getByText(why));

        // One for all registries.
        await host.exec("rm", AUTH_FILE);
        const conf = "/etc/containers/registries.conf.d/helper.conf";
        await host.write(conf, 'credential-helpers = ["containers-auth.json", "standin"]\n');
        await session.go("/event-processor");
        await see("why there are only names now", (await listTags(stage)).dialog.getByText(why));

        // podman's service may have read this, and the page keeps it from ending: it is not to be asked.
        await host.exec("systemctl", "stop", "podman.service");
        await host.until("the page listens again", async () => {
            const { status } = await host.attempt(["systemctl", "--quiet", "is-active", "podman.service"]);
            return status === 0 ? true : null;
        });
        await host.exec("rm", conf);
        await session.go("/event-processor");
        const { dialog } = await SetUpDialog.open(page);
        await see("that podman has no login now", dialog.getByText(REFUSED));

        await host.write(AUTH_FILE, "{");
        await session.go("/event-processor?tab=image");
        const unknown = page.getByText(`Whether podman is logged in to ${FAULTY} is not known. podman said:`);
        await see("that nobody can tell", unknown);
        await look(stage, "registry-login-unknown");
    },
);

test("logged in where tags are chosen", here, async (stage) => {
    const { host, page, session, see, gone } = stage;
    await host.exec("rm", "--force", AUTH_FILE);
    const setUp = await SetUpDialog.open(page);
    await see("that there are none", setUp.dialog.getByText(REFUSED));
    await button(setUp.dialog, `Log in to ${FAULTY}`).click();
    const dialog = page.getByRole("dialog", { name: `Log in to ${FAULTY}` });
    await look(stage, "registry-login-nested");
    await session.page.keyboard.press("Escape");
    await gone("this dialog", dialog);
    await see("and no other", setUp.dialog);
    await button(setUp.dialog, `Log in to ${FAULTY}`).click();
    await dialog.getByLabel("User", { exact: true }).fill(USER);
    await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await session.page.keyboard.press("Enter");
    await gone("the dialog", dialog);
    await see("the tags", setUp.dialog.getByText(/^[0-9]+ tags to choose from\.$/));
    await host.until("the focus is where they are", () =>
        setUp.field("Tag").evaluate((element) => (element === document.activeElement ? true : null)),
    );
    await setUp.field("Tag").press("ArrowDown");
    await see("an age", setUp.dialog.getByRole("option").locator("time").first());
});

test("logins of others count as podman finds them", here, async (stage) => {
    const { assert, host, page, session, see, gone } = stage;
    const podman = (...args: string[]) =>
        host.attempt(["env", "--unset=XDG_RUNTIME_DIR", "podman", ...args], PASSWORD);
    const typed = ["--tls-verify=false", `--username=${USER}`, "--password-stdin"];
    const card = page.getByRole("region", { name: "In the registry", exact: true });
    const same = card.getByText("The registry has the same image.");
    const refused = card.getByText(`${FAULTY} was reached, and asks for a login (401).`);
    const who = card.getByText(`podman is logged in to ${FAULTY} as ${USER}, and pulls with that.`);
    await host.exec("rm", "--force", AUTH_FILE);
    await session.go("/event-processor?tab=image");
    await see("nobody is logged in", refused);

    // As root does in a shell: for a part of the registry, and until the next boot.
    assert.strictEqual((await podman("login", ...typed, `${FAULTY}/uyuni`)).status, 0);
    assert.true(((await host.read("/run/containers/0/auth.json")) ?? "").includes(`${FAULTY}/uyuni`));
    await session.go("/event-processor?tab=status");
    await session.go("/event-processor?tab=image");
    await see("what the registry has", same);
    await see("who is logged in", who);
    await look(stage, "registry-login-elsewhere");

    // An answer that is young is no answer of one who may not ask any more.
    assert.strictEqual((await podman("logout", `${FAULTY}/uyuni`)).status, 0);
    await session.go("/event-processor?tab=status");
    await session.go("/event-processor?tab=image");
    await see("that it was asked again", refused);
    await gone("who was logged in", who);

    await podman("login", ...typed, FAULTY);
    await session.go("/event-processor?tab=status");
    await session.go("/event-processor?tab=image");
    await see("who is logged in again", who);
    await button(card, `Log out of ${FAULTY}`).click();
    await see("nobody is", button(card, `Log in to ${FAULTY}`));
    await see("what it means", refused);
    assert.false(
        ((await host.read("/run/containers/0/auth.json")) ?? "").includes(FAULTY),
        "nothing is kept",
    );

    // Docker's own file is left alone.
    const docker = "/root/.docker/config.json";
    const auth = Buffer.from(`${USER}:${PASSWORD}`).toString("base64");
    const text = JSON.stringify({ auths: { [FAULTY]: { auth } }, psFormat: "table" });
    await host.exec("mkdir", "--parents", "/root/.docker");
    await host.write(docker, text);
    await button(card, "Ask the registry").click();
    await see("that podman uses it", who);
    await button(card, `Log out of ${FAULTY}`).click();
    await see("why it cannot be done", card.getByText(`podman found this login in ${docker},`));
    assert.strictEqual(await host.read(docker), text);
    await look(stage, "registry-login-docker");
});
