// SPDX-License-Identifier: LGPL-2.1-or-later
/** Uninstalling: what goes, what stays, and nothing else. */
import { violations } from "../support/accessibility.js";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost } from "../support/stage.js";
import { installServices } from "../support/services.js";
import { belongings, everything, kept, UninstallForm, usedBytes } from "../support/uninstall.js";
import {
    blockedReason,
    button,
    heading,
    installProcessor,
    notice,
    operationCard,
    operationEnded,
    operationsSince,
    overviewRow,
    processorContainer,
    processorUnit,
    REPOSITORY,
} from "../support/uyuni.js";

const test = onHost("Uninstall");
const here = { hash: "/uninstall" };
const ofProcessor = /uyuni-event-processor@|uyuni-salt-event-processor|server-salt-event-processor/;

/** With every service set up, all volumes, and a drop-in that an administrator made. */
async function installAll(host: TestHost): Promise<void> {
    await installServices(host);
    await installProcessor(host);
}

test(
    "the event processor alone, from its page",
    { hash: "/event-processor", given: installProcessor },
    async (stage) => {
        const { assert, host, page, see, session } = stage;
        const before = await belongings(host);
        const form = new UninstallForm(page);
        await page.getByRole("link", { name: "Uninstall", exact: true }).click();
        await see("its container", form.row(processorContainer));
        assert.strictEqual(await form.row("uyuni-server").count(), 0, "only this service is chosen");
        await see(
            "why a secret stays",
            form.row("uyuni-db-user").getByText(/^It stays: uyuni-server\.service/),
        );
        await see("what becomes of the events", notice(page, "Salt's events stay in their table"));
        assert.deepEqual(await violations(session), [], "accessible");
        assert.strictEqual(await blockedReason(form.uninstall), "Type event-processor first");
        await form.run(host, "event-processor", "Succeeded");
        assert.deepEqual(
            await belongings(host),
            before.filter((line) => !ofProcessor.test(line)),
            "nothing else went, and nothing is left of it",
        );
        assert.strictEqual(await host.property("uyuni-server.service", "ActiveState"), "active");
    },
);

test(
    "an image of which a container of somebody else's was made stays",
    { ...here, fresh: true, given: installProcessor },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const image = `${REPOSITORY}:latest`;
        await host.exec(
            "podman",
            "create",
            "--name",
            "somebody",
            "--volume",
            "var-pgsql:/data",
            image,
            "true",
        );
        const before = await belongings(host);
        const form = new UninstallForm(page);
        await form.choose(everything);
        for (const name of [image, "var-pgsql"])
            await see(`who uses ${name}`, form.row(name).getByText("It stays: somebody uses it."));
        assert.strictEqual(await form.box("var-pgsql").count(), 0, "it cannot be chosen");
        await form.run(host, "uyuni", "Succeeded");
        const after = await belongings(host);
        assert.deepEqual(
            after,
            before.filter(
                (line) =>
                    kept([line]).length > 0 ||
                    (line.startsWith("image ") && line.includes("salt-event-processor")),
            ),
        );
        await host.exec("podman", "rm", "somebody");
    },
);

test(
    "everything, with what an administrator made kept",
    { ...here, fresh: true, given: installAll },
    async (stage) => {
        const { assert, host, see, open, close, session } = stage;
        const made = "/etc/systemd/system/uyuni-saline@.service.d/local.conf";
        await host.write(made, "[Service]\nEnvironment=MINE=1\n");
        // Not the next one after those that run, and not running.
        await host.exec("systemctl", "enable", "uyuni-server-attestation@7.service");
        // New on this disk, so that what it takes up is told by df.
        await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:large`);
        await close(session);
        const form = new UninstallForm((await open(here)).root);
        const { root } = form;
        const before = await belongings(host);
        await form.choose(everything);
        await see("the drop-in", form.box(made));
        await see("the instance", form.row("uyuni-server-attestation@7.service"));
        await see("another version of an image", form.row(`${REPOSITORY}:large`));
        const used = await usedBytes(host);
        const promised = await root.getByText(/become free/).innerText();
        await form.run(host, "uyuni", "Succeeded");
        const after = await belongings(host);
        assert.deepEqual(
            after,
            [...kept(before), `file ${made}`, `file ${made.replace("/local.conf", "")}`].sort(),
            "the volumes and the drop-in are left",
        );
        const freed = (used - (await usedBytes(host))) / 1e6;
        const megabytes = Number(/([0-9]+) MB become free/.exec(promised)?.[1]);
        // Whatever the services wrote into their volumes meanwhile.
        assert.true(
            Math.abs(freed - megabytes) < 15,
            `${freed.toFixed()} MB less are used, and ${megabytes} MB were promised`,
        );
        const report = root.getByRole("region", { name: "Report" });
        await see(
            "the report",
            report.getByText(/ steps done, 0 failed, \d+ things stayed\. Free space grew by/),
        );

        await form.choose(everything);
        await see("what it would do a second time", root.getByText(/^Nothing of it is left to be removed/));
        assert.strictEqual(await form.uninstall.count(), 0, "there is nothing to press");
    },
);

test("the volumes afterwards, the database's with a consent of its own", here, async (stage) => {
    const { assert, host, see, page } = stage;
    const root = page;
    const form = new UninstallForm(page);
    await form.choose(everything);
    await see("a volume", form.box("var-pgsql"));
    await button(root.getByRole("region", { name: "Volumes" }), "Remove all of them").click();
    await button(root.getByRole("region", { name: "Files" }), "Remove all of them").count();
    await form.confirm("uyuni");
    assert.strictEqual(
        await blockedReason(form.uninstall),
        "Agree first that the data of the database is deleted",
    );
    await root
        .getByRole("checkbox", { name: /^Delete the data of the database for good: var-pgsql$/ })
        .check();
    await form.box("/etc/systemd/system/uyuni-saline@.service.d/local.conf").check();
    await root.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
    await form.run(host, "uyuni", "Succeeded");
    assert.deepEqual(
        (await belongings(host)).filter((line) => !line.includes("cockpit-uyuni")),
        ["network podman"],
        "nothing is left",
    );
    await see("a clean host", heading(root, "There is nothing to uninstall"));
});

/** Chooses everything with its volumes, and that they are exported first. */
async function chooseExport(form: UninstallForm): Promise<void> {
    await form.choose(everything);
    await form.box("var-pgsql").waitFor();
    await button(form.root.getByRole("region", { name: "Volumes" }), "Remove all of them").click();
    await form.root.getByRole("checkbox", { name: "Export the volumes first" }).check();
}

test(
    "exports the volumes, and only then removes them",
    { ...here, fresh: true, given: installProcessor },
    async (stage) => {
        const { assert, host, page, see, session } = stage;
        const form = new UninstallForm(page);
        await chooseExport(form);
        const card = page.getByRole("region", { name: "Export", exact: true });
        const folder = card.getByLabel("Folder on the server");
        for (const [path, why] of [
            ["backups", "The path begins with a slash."],
            ["/var/../etc", "The path has neither empty parts, nor “.” and “..”."],
            ["/run/backups", "What is there is lost when the host restarts."],
            ["/tmp/backups", "Others than root may change what is in /tmp."],
            ["/var/lib/containers/storage/mine", "/var/lib/containers/storage is podman's own storage."],
            ["/etc/fstab/mine", "/etc/fstab is no folder."],
        ] as const) {
            await folder.fill(path);
            await see(why, card.getByText(why).first());
            assert.strictEqual(await blockedReason(button(card, "Export")), why);
        }
        await folder.fill("/var/backups/our own");
        await see("the free space", card.getByText(/^The volumes have \d+ MB, and .* are free in/));
        await form.confirm("uyuni");
        await page.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
        assert.true((await blockedReason(form.uninstall))?.startsWith("Not exported yet: "));
        assert.deepEqual(await violations(session), [], "accessible");
        await button(card, "Export").click();
        await see("how far it is", page.getByText(/ of about .* written$/));
        await see("where it is", page.getByText(/^The files are in /), 60);
        const files = await host.exec("find", "/var/backups/our own", "-printf", "%y %m %f\n");
        const [own = "", into = "", ...inside] = files.trim().split("\n");
        assert.strictEqual(own, "d 700 our own");
        assert.true(/^d 700 uyuni-volumes-[0-9a-f]{12}$/.test(into), into);
        assert.true(inside.includes("f 600 var-pgsql.tar"), inside.join(", "));
        assert.deepEqual(
            inside.filter((line) => !line.startsWith("f 600 ")),
            [],
            "all of them are root's alone",
        );
        const path = `/var/backups/our own/${into.split(" ").at(-1) ?? ""}`;
        await host.exec("env", `--chdir=${path}`, "sha256sum", "--check", "--strict", "SHA256SUMS");
        const [sum = ""] = (await host.exec("sha256sum", `${path}/var-pgsql.tar`)).split(" ");
        await see("its checksum", page.getByText(sum, { exact: true }));
        const listed = await host.exec("tar", "--list", "--file", `${path}/var-pgsql.tar`);
        assert.true(/(?:^|\/)PG_VERSION$/m.test(listed), "the database is in it");
        assert.strictEqual(await host.property("uyuni-db.service", "ActiveState"), "inactive");
        await see("that it is done", page.getByText("All volumes that go have been exported"));
        assert.deepEqual(await violations(session), [], "accessible");

        // Somebody starts it in between.
        await host.exec("systemctl", "start", "uyuni-db.service");
        await form.confirm("uyuni");
        await page.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
        await see("the export again", card.getByLabel("Folder on the server"));
        assert.strictEqual(await blockedReason(form.uninstall), "uyuni-db.service has run since the export.");
        await button(card, "Export").click();
        await see("that it is done again", page.getByText("All volumes that go have been exported"), 60);
        await page.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
        await form.run(host, "uyuni", "Succeeded");
        assert.deepEqual(
            (await belongings(host)).filter((line) => !line.includes("cockpit-uyuni")),
            ["network podman"],
            "the volumes are gone",
        );
    },
);

test(
    "a volume that cannot be exported is not removed",
    {
        ...here,
        fresh: true,
        given: installProcessor,
        journalErrors: [/^systemd: Failed to start cockpit-uyuni-operation\.service/],
    },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const before = await belongings(host);
        const form = new UninstallForm(page);
        await chooseExport(form);
        // There is a podman at every moment: without one the page would say so, and forget what was chosen.
        await host.exec("ln", "/usr/bin/podman", "/usr/bin/podman.real");
        await host.write(
            "/usr/bin/podman.faulty",
            '#!/bin/sh\ncase "$*" in *export*var-spacewalk) echo "storage is broken" >&2; exit 125;; esac\nexec /usr/bin/podman.real "$@"\n',
        );
        await host.exec("chmod", "755", "/usr/bin/podman.faulty");
        await host.exec("mv", "-fT", "/usr/bin/podman.faulty", "/usr/bin/podman");
        await button(page.getByRole("region", { name: "Export", exact: true }), "Export").click();
        await see("how it ended", operationCard(page).getByText("Failed and rolled back"), 60);
        await host.exec("mv", "-f", "/usr/bin/podman.real", "/usr/bin/podman");
        assert.strictEqual(await host.property("uyuni-server.service", "ActiveState"), "active");
        assert.strictEqual(await host.property(processorUnit, "ActiveState"), "active");
        assert.deepEqual(await belongings(host), before, "the host is as before");
        assert.strictEqual((await host.exec("find", "/var/backups/uyuni", "-mindepth", "1")).trim(), "");
        await page.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
        await form.confirm("uyuni");
        assert.true((await blockedReason(form.uninstall))?.startsWith("Not exported yet: "));
    },
);

test(
    "an export is cancelled, and done again without openssl",
    {
        ...here,
        fresh: true,
        given: installProcessor,
    },
    async (stage) => {
        const { assert, host, page, see, open } = stage;
        const before = await belongings(host);
        const form = new UninstallForm(page);
        await chooseExport(form);
        const card = page.getByRole("region", { name: "Export", exact: true });
        await host.exec("ln", "/usr/bin/podman", "/usr/bin/podman.real");
        await host.write(
            "/usr/bin/podman.slow",
            '#!/bin/sh\ncase "$*" in *export*var-spacewalk) exec sleep infinity;; esac\nexec /usr/bin/podman.real "$@"\n',
        );
        await host.exec("chmod", "755", "/usr/bin/podman.slow");
        await host.exec("mv", "-fT", "/usr/bin/podman.slow", "/usr/bin/podman");
        await button(card, "Export").click();
        await see("the volume", page.getByText("Volume var-spacewalk", { exact: true }), 60);
        await button(operationCard(page), "Cancel and roll back").click();
        await button(page.getByRole("dialog"), "Cancel and roll back").click();
        await see("how it ended", operationCard(page).getByText("Cancelled and rolled back"), 60);
        await host.exec("mv", "-f", "/usr/bin/podman.real", "/usr/bin/podman");
        assert.strictEqual(await host.property("uyuni-server.service", "ActiveState"), "active");
        assert.deepEqual(await belongings(host), before, "the host is as before");
        assert.strictEqual((await host.exec("find", "/var/backups/uyuni", "-mindepth", "1")).trim(), "");

        await host.exec("mv", "/usr/bin/openssl", "/usr/bin/openssl.away");
        await button(card, "Export").click();
        const changed = card.getByText("The host has changed since; look at the new plan");
        const running = operationCard(page).getByText("Running", { exact: true }).first();
        await running.or(changed).first().waitFor();
        // Whether the page has read the host again in between is left to chance.
        if (await changed.isVisible()) {
            await see("why", card.getByText(/^openssl is not installed: they are only shown here/));
            await button(card, "Export").click();
        }
        await see("where it is", page.getByText(/^The files are in /), 60);
        const files = (await host.exec("find", "/var/backups/uyuni", "-type", "f")).trim().split("\n");
        const data = files.find((path) => path.endsWith("/var-pgsql.tar")) ?? "";
        const [sum = "not there"] = (await host.exec("sha256sum", data)).split(" ");
        await see("its checksum", page.getByText(sum, { exact: true }));
        await host.exec("mv", "/usr/bin/openssl.away", "/usr/bin/openssl");
        const { root } = await open({ hash: "/history" });
        await root
            .getByRole("button", { name: /^Export \d+ volumes$/ })
            .first()
            .click();
        const past = root.getByRole("region", { name: "Exported volumes" });
        await see("the same in the history", past.getByText(sum, { exact: true }));
    },
);

test(
    "a volume that is a file system of its own is emptied, and stays",
    { ...here, fresh: true },
    async (stage) => {
        const { assert, host, see, open, close, session } = stage;
        const data = "/var/lib/containers/storage/volumes/srv-www/_data";
        await close(session);
        await host.exec("systemctl", "stop", "uyuni-server.service");
        await host.exec("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", data);
        await host.exec("mkdir", `${data}/folder`);
        await host.write(`${data}/folder/with a\nname`, "text");
        const { root } = await open(here);
        const form = new UninstallForm(root);
        await form.choose(everything);
        await see("that it is one", form.row("srv-www").getByText(/^A file system of its own, mounted at /));
        await button(root.getByRole("region", { name: "Volumes" }), "Remove all of them").click();
        await root.getByRole("checkbox", { name: /^Delete the data of the database/ }).check();
        await form.run(host, "uyuni", "Succeeded");
        assert.deepEqual(
            (await belongings(host)).filter((line) => !line.includes("cockpit-uyuni")),
            ["network podman", "volume srv-www"],
            "only it is left",
        );
        assert.strictEqual((await host.exec("find", data, "-mindepth", "1")).trim(), "", "empty");
        await host.exec("mountpoint", "--quiet", data);
        await root.getByRole("region", { name: "Report" }).getByRole("button", { name: /^Went/ }).click();
        await see(
            "it is said",
            root.getByText("Empty the volume srv-www, which stays with its mount").last(),
        );
    },
);

test(
    "goes on past an image that podman cannot remove, and finishes later",
    { ...here, fresh: true, given: installProcessor },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const before = await belongings(host);
        const form = new UninstallForm(page);
        await form.choose(everything);
        await see("an image", form.row(`${REPOSITORY}:latest`));
        await form.confirm("uyuni");
        // There is a podman at every moment: without one the page would say so, and forget what was chosen.
        await host.exec("ln", "/usr/bin/podman", "/usr/bin/podman.real");
        await host.write(
            "/usr/bin/podman.faulty",
            '#!/bin/sh\ncase "$*" in rmi*) if [ -e /root/third ]; then rm /root/third; echo "storage is broken" >&2; exit 125; fi;; esac\nexec /usr/bin/podman.real "$@"\n',
        );
        await host.exec("chmod", "755", "/usr/bin/podman.faulty");
        await host.exec("mv", "-fT", "/usr/bin/podman.faulty", "/usr/bin/podman");
        await host.write("/root/third", "");
        await form.run(host, "uyuni", "Finished, with failed steps");
        await host.exec("mv", "-f", "/usr/bin/podman.real", "/usr/bin/podman");
        const report = page.getByRole("region", { name: "Report" });
        await see("its own text", report.getByText("storage is broken"));
        const left = (await belongings(host)).filter((line) => kept([line]).length === 0);
        assert.strictEqual(left.length, 1, left.join(", "));
        assert.true(left[0]?.startsWith("image "), "only that image is left");
        await form.choose(everything);
        await see("what stays is still listed", form.row("var-pgsql"));
        await form.run(host, "uyuni", "Succeeded");
        assert.deepEqual(await belongings(host), kept(before), "and now nothing");
    },
);

test("goes on without the browser, and is found by the next one", { ...here, fresh: true }, async (stage) => {
    const { assert, host, open, close, page, session, see } = stage;
    const before = await belongings(host);
    const form = new UninstallForm(page);
    await form.choose(everything);
    await form.start("uyuni");
    await close(session);
    await operationEnded(host, 120);
    assert.deepEqual(await belongings(host), kept(before));
    const { root } = await open(here);
    await see("it is shown", operationCard(root).getByText("Uninstall every service of Uyuni"));
    await see("how it ended", root.getByRole("region", { name: "Report" }).getByText(/ 0 failed/));
});

test(
    "what mgradm leaves when it stops at its first image",
    { closed: true, fresh: true, given: installAll },
    async (stage) => {
        const { assert, host, open, see } = stage;
        const before = await belongings(host);
        await host.exec(
            "systemctl",
            "disable",
            "--now",
            "uyuni-server",
            "uyuni-server-attestation@0",
            "uyuni-server-attestation@1",
        );
        await host.exec(
            "systemctl",
            "disable",
            "--now",
            "uyuni-hub-xmlrpc@0",
            "uyuni-saline@0",
            "uyuni-tftp",
            "uyuni-db",
        );
        // Units, generated.conf and the like; what is the event processor's it does not know.
        await host
            .exec(
                ...["find", "/etc/systemd/system", "-depth", "-mindepth", "1", "-path", "*/uyuni-*"],
                ...["-not", "-path", "*event-processor*", "-not", "-name", "custom.conf", "-delete"],
            )
            .catch(() => undefined);
        await host.exec("systemctl", "daemon-reload");
        assert.strictEqual(
            await host.property(processorUnit, "UnitFileState"),
            "enabled",
            "it is left, and cannot work",
        );
        const { root } = await open();
        await see("the overview", overviewRow(root, "Salt event processor"));
        await root.getByRole("link", { name: "Uninstall", exact: true }).click();
        const form = new UninstallForm(root);
        await form.choose(everything);
        await see("the processor", form.row(processorUnit));
        await form.run(host, "uyuni", "Succeeded");
        assert.deepEqual(await belongings(host), kept(before), "nothing else is left");
    },
);

test("two browsers start one uninstall", { ...here, fresh: true, given: installProcessor }, async (stage) => {
    const { assert, host, open, page, journalStart } = stage;
    const forms = [new UninstallForm(page), new UninstallForm((await open(here)).root)];
    for (const form of forms) {
        await form.choose("Salt event processor");
        await form.confirm("event-processor");
    }
    await Promise.all(forms.map((form) => form.uninstall.click()));
    await host.until("one has begun", async () =>
        (await operationsSince(host, journalStart)).length > 0 ? true : null,
    );
    await operationEnded(host, 60);
    assert.strictEqual((await operationsSince(host, journalStart)).length, 1);
});

test(
    "what cannot be measured or read is said, and blocks nothing",
    { ...here, fresh: true },
    async (stage) => {
        const { assert, host, page, see, gone, session } = stage;
        const program = async (name: string, works: boolean) => {
            if (!works) await host.exec("cp", "--preserve=all", `/usr/bin/${name}`, `/usr/bin/${name}.real`);
            await host.exec("ln", "-sfT", works ? `${name}.real` : "false", `/usr/bin/${name}`);
        };
        await program("du", false);
        await session.go("/uninstall");
        const form = new UninstallForm(page);
        await form.choose(everything);
        const database = form.row("var-pgsql");
        await see("its size is not known", database.getByText("size not known"));
        assert.strictEqual(await database.getByText(/^0\b/).count(), 0);
        assert.strictEqual(await blockedReason(form.uninstall), "Type uyuni first");
        await form.box("var-pgsql").check();
        await look(stage, "uninstall with sizes that are not known");
        await program("du", true);
        await button(page, "Measure again").click();
        await see("now it is", database.getByText(/\d [kMG]?B|byte/));

        await program("cat", false);
        await session.go("/uninstall");
        await form.choose(everything);
        const unread = notice(page, "The volumes could not be read: none of them is removed");
        await see("what is missing", unread);
        assert.strictEqual(await blockedReason(form.uninstall), "Type uyuni first");
        await program("cat", true);
        await button(unread, "Try again").click();
        await gone("it is read", unread);
        await see("with the volumes", form.row("var-pgsql"));
    },
);
