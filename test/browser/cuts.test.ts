// SPDX-License-Identifier: LGPL-2.1-or-later
/** Power cuts in the middle of an export of volumes, and of a clean-up of images. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import { belongings, UninstallForm } from "../support/uninstall.js";
import {
    button,
    installProcessor,
    notice,
    operationCard,
    outcome,
    processorUnit,
    REPOSITORY,
} from "../support/uyuni.js";

const test = onHost("Cuts");
/** What programs say when the host is cut off under them, PID 1 first. */
const journalErrors = [
    /^systemctl: Failed to wait for response/,
    /^\(\w+\): cockpit-uyuni-operation\.service: .*Connection refused$/,
];
const SERVICES = ["uyuni-db.service", "uyuni-server.service", processorUnit];

/** A podman that never comes back from what `pattern`, of the shell, fits; there is a podman at every moment. */
async function stickyPodman(host: TestHost, pattern: string, unless: string): Promise<void> {
    await host.exec("ln", "/usr/bin/podman", "/usr/bin/podman.real");
    await host.write(
        "/usr/bin/podman.sticky",
        [
            "#!/bin/sh",
            `case "$*" in ${pattern}) if ${unless}; then touch /root/stuck; exec sleep infinity; fi;; esac`,
            'exec /usr/bin/podman.real "$@"',
            "",
        ].join("\n"),
    );
    await host.exec("chmod", "755", "/usr/bin/podman.sticky");
    await host.exec("mv", "-fT", "/usr/bin/podman.sticky", "/usr/bin/podman");
}

async function untilStuck(host: TestHost): Promise<void> {
    await host.until(
        "podman does not come back",
        async () => ((await host.attempt(["test", "-e", "/root/stuck"])).status === 0 ? true : null),
        60,
    );
}

/** Cuts its power, and starts it again with the podman that it had. */
async function cut(host: TestHost): Promise<void> {
    await host.cutPower();
    await host.up();
    await host.exec("mv", "-f", "/usr/bin/podman.real", "/usr/bin/podman");
}

/** Chooses everything with its volumes, and presses "Export". */
async function startExport(root: Locator): Promise<void> {
    const form = new UninstallForm(root);
    await form.choose("Every service of Uyuni");
    await form.box("var-pgsql").waitFor();
    const all = button(root.getByRole("region", { name: "Volumes" }), "Remove all of them");
    // After an export all of them are still chosen.
    if (await all.isVisible()) await all.click();
    await root.getByRole("checkbox", { name: "Export the volumes first" }).check();
    const card = root.getByRole("region", { name: "Export", exact: true });
    await button(card, "Export").click();
    const running = operationCard(root).getByText("Running", { exact: true }).first();
    const changed = card.getByText("The host has changed since; look at the new plan");
    await running.or(changed).first().waitFor();
    // What a boot has started may just have been read.
    if (await changed.isVisible()) await button(card, "Export").click();
    await running.waitFor();
}

test(
    "an export is taken back at the next boot, and is done again",
    { hash: "/uninstall", given: installProcessor, journalErrors },
    async (stage) => {
        const { assert, host, page, see, open, close, session } = stage;
        const before = await belongings(host);
        await stickyPodman(host, "*export*var-spacewalk", "true");
        await startExport(page);
        await untilStuck(host);
        await close(session);
        const half = await host.exec("find", "/var/backups/uyuni", "-name", "*.tar");
        assert.true(half.includes(".part/"), "some of it was written");
        await cut(host);
        const { root } = await open({ hash: "/uninstall" });
        await see("what became of it", operationCard(root).getByText("Failed and rolled back"));
        await see("what the host is like", notice(root, "It failed, and the host is as it was before"));
        for (const unit of SERVICES) await host.untilProperty(unit, "ActiveState", "active");
        assert.strictEqual(await host.exec("find", "/var/backups/uyuni", "-mindepth", "1"), "");
        assert.deepEqual(await belongings(host), before, "the host is as before");
        await startExport(root);
        await see("where it is", root.getByText(/^The files are in /), 90);
        const files = await host.exec("find", "/var/backups/uyuni", "-name", "*.tar");
        assert.true(files.includes("/var-spacewalk.tar") && !files.includes(".part/"), "all of it is there");
    },
);

test(
    "a clean-up of images says how far it got, and finishes",
    {
        hash: "/images",
        fresh: true,
        journalErrors,
        given: async (host) => {
            await installProcessor(host, "2026.10");
            for (const tag of ["2026.08", "2026.09"])
                await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:${tag}`);
        },
    },
    async (stage) => {
        const { assert, host, page, see, open, close, session } = stage;
        const images = () =>
            host.exec(
                "podman",
                "images",
                "--format={{.Tag}}",
                "--sort=tag",
                `--filter=reference=${REPOSITORY}`,
            );
        const start = async (root: Locator) => {
            await root.getByLabel("Kept for going back, of each service").fill("0");
            await button(root.getByRole("region", { name: "Clean up", exact: true }), "Clean up").click();
        };
        assert.strictEqual(await images(), "2026.08\n2026.09\n2026.10");
        // The second one.
        await stickyPodman(host, "rmi*", "! mkdir /root/first 2>/dev/null");
        await start(page);
        await untilStuck(host);
        await close(session);
        await cut(host);
        assert.strictEqual((await images()).split("\n").length, 2, "one of them is gone");
        const { root } = await open({ hash: "/images" });
        await see("it was cut off", operationCard(root).locator(".pf-v6-c-label").getByText("Cut off"));
        await see("what that means", notice(root, "It was cut off before its end"));
        await start(root);
        await outcome(host, root, "Succeeded");
        assert.strictEqual(await images(), "2026.10", "and now both");
        assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
    },
);
