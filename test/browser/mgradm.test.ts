// SPDX-License-Identifier: LGPL-2.1-or-later
/** Running mgradm from the page: upgrade, backup, restore, support data. */
import path from "node:path";
import { failMgradm, holdMgradm, installMgradm, letMgradmGoOn, MgradmForm } from "../support/mgradm.js";
import { look } from "../support/look.js";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import {
    blockedReason,
    heading,
    installProcessor,
    notice,
    operationCard,
    outcome,
    processorUnit,
} from "../support/uyuni.js";

const test = onHost("mgradm");
const IMAGE = "registry.opensuse.org/uyuni/server";
const runs = "cockpit-uyuni-operation.service";

test("not installed", { hash: "/mgradm" }, async (stage) => {
    const { page, see } = stage;
    await see("that it is not there", heading(page, "mgradm is not installed on this host"));
    await look(stage, "mgradm-not-installed");
});

test(
    "the images of the server and the database lead to mgradm, and an upgrade runs",
    { hash: "/db?tab=image", given: installMgradm },
    async (stage) => {
        const { assert, host, page, see } = stage;
        await page.getByRole("link", { name: "Upgrade through mgradm" }).click();
        await see("the version", page.getByText("mgradm 5.2.16 for latest image (a stand-in for tests)"));
        const form = new MgradmForm(page);
        await page.getByLabel("Tag", { exact: true }).fill("2026.10");
        await form.commands("/usr/bin/mgradm upgrade podman --tag=2026.10");
        await look(stage, "mgradm-upgrade");
        await form.run("Upgrade");
        await see("its output", page.getByText(/Upgrading the server to .*server:2026\.10/).first());
        await outcome(host, page, "Succeeded");
        assert.strictEqual(
            await host.exec("podman", "inspect", "--format={{.ImageName}}", "uyuni-server"),
            `${IMAGE}:2026.10`,
            "the server runs from the new image",
        );
        await see("the exit status", notice(page, "mgradm has done it, with exit status 0"));
        await look(stage, "mgradm-upgraded");
        const events = await host.exec("journalctl", "--unit", runs, "--output=cat", "PODMAN_EVENT=pull");
        assert.true(/image pull \S+ \S+server:2026\.10/.test(events), "podman has kept its events");
        assert.strictEqual(await page.getByText(/ image pull /).count(), 0, "they are no output of mgradm's");
    },
);

test(
    "a backup goes on without the browser, and is found again",
    { hash: "/mgradm?task=backup", given: installMgradm },
    async (stage) => {
        const { assert, host, page, see, open, close, session } = stage;
        const folder = "/srv/backups/first";
        await holdMgradm(host);
        const form = new MgradmForm(page);
        await form.folder.fill(folder);
        await form.flag("skipimages").check();
        await form.commands(
            "/usr/bin/mkdir --parents --mode=0700 -- /srv/backups",
            `/usr/bin/mgradm backup create --skipimages ${folder}`,
        );
        await look(stage, "mgradm-backup");
        await form.run("Back up");
        await see("its output", page.getByText(`Backing up into ${folder}`, { exact: false }).last());
        await look(stage, "mgradm-backup-running");
        await close(session);

        const { root } = await open({ hash: "/" });
        await see("the banner", notice(root, `Back up the server with mgradm into ${folder}`));
        await root.getByRole("link", { name: "Show the operation" }).click();
        await see("the output from before", root.getByText(`Backing up into ${folder}`).last());
        assert.strictEqual(await new MgradmForm(root).review.count(), 0, "no other one is offered");
        await letMgradmGoOn(host);
        await outcome(host, root, "Succeeded");
        const made = await host.exec("find", folder, "-name", "*.tar", "-size", "+0");
        assert.true(made.includes(`${folder}/volumes/var-pgsql.tar`), made);
        assert.strictEqual(await host.property("uyuni-server.service", "ActiveState"), "active");
        await see("its output to the end", root.getByText(`Backup finished into ${folder}`).last());
    },
);

test(
    "a failure is told with its status, and the output is kept",
    {
        hash: "/mgradm?task=support",
        given: installMgradm,
        journalErrors: [/Failed to start cockpit-uyuni-operation\.service/],
    },
    async (stage) => {
        const { host, page, see, session, open, close } = stage;
        await failMgradm(host, 5);
        const form = new MgradmForm(page);
        await form.folder.fill("/srv/support");
        await form.commands("/usr/bin/mkdir", "/usr/bin/mgradm support config --output=/srv/support");
        await form.run("Collect support data", false);
        await outcome(host, page, "Failed");
        await see("the status", notice(page, "mgradm failed with exit status 5"));
        await see("its output", page.getByText("Error: the stand-in was told to fail").last());
        await look(stage, "mgradm-failed");
        await close(session);

        const { root } = await open({ hash: "/history" });
        await root
            .getByRole("button", { name: "Collect support data with mgradm into /srv/support" })
            .first()
            .click();
        await see("the status", root.getByText("Exit status 5"));
        await see("the output", root.getByText("Error: the stand-in was told to fail"));
    },
);

test(
    "folders and values that are refused",
    { hash: "/mgradm?task=backup", given: installMgradm },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const before = await host.listing("/srv", "/var/backups", "/etc/systemd/system");
        const form = new MgradmForm(page);
        const refused = async (folder: string, why: string | RegExp) => {
            await form.folder.fill(folder);
            await see(`${folder}: ${String(why)}`, page.getByText(why).first());
            assert.notStrictEqual(await blockedReason(form.action("Back up")), null, folder);
        };
        await refused("/srv/../etc/x", "The path has neither empty parts, nor “.” and “..”.");
        await refused("srv", "The path begins with a slash.");
        await refused("/srv/a\u202eb", "The path has characters that cannot be seen.");
        await refused("/srv", "/srv is there already.");
        await refused("/tmp/backup", "Others than root may change what is in /tmp.");
        await refused("/var/lib/containers/storage/x", /is podman's own storage/);
        await form.folder.fill("/srv/$(id); 'x' --force");
        await form.commands("/usr/bin/mgradm backup create '/srv/$(id); '\\''x'\\'' --force'");
        await form.folder.fill("/srv/new");
        await page.getByRole("button", { name: "More flags" }).click();
        await page.getByLabel("Skip backup of selected volumes").fill("a;id --force");
        await see("the volume", page.getByText("“a;id” is not the name of a volume.").first());
        assert.strictEqual(
            await blockedReason(form.action("Back up")),
            "“a;id” is not the name of a volume.",
        );
        assert.deepEqual(
            await host.listing("/srv", "/var/backups", "/etc/systemd/system"),
            before,
            "nothing was changed",
        );
    },
);

test(
    "an upgrade that fails says what the units name, and where the database's data are",
    {
        hash: "/mgradm",
        given: async (host) => {
            await installMgradm(host);
            await installProcessor(host);
        },
        journalErrors: [/Failed to start cockpit-uyuni-operation\.service/],
    },
    async (stage) => {
        const { assert, host, page, see, gone } = stage;
        const mountpoint = await host.exec(
            ...["podman", "volume", "inspect", "--format={{.Mountpoint}}", "var-pgsql"],
        );
        const aside = `${path.dirname(mountpoint)}/_data_old`;
        const form = new MgradmForm(page);
        await holdMgradm(host);
        await failMgradm(host, 1);
        const again = `Start ${processorUnit} again, if these run: uyuni-server.service,`;
        await see("what is done at the end", form.review.getByText(again));
        await form.run("Upgrade");
        await see("its output", page.getByText(/Upgrading the server to /).first());
        assert.strictEqual(await host.property(processorUnit, "ActiveState"), "inactive");
        // As mgradm does when it goes to another version of PostgreSQL.
        await host.exec("mkdir", aside);
        await letMgradmGoOn(host);
        await outcome(host, page, "Failed");
        await see("what was done at the end", operationCard(page).getByText(again));
        assert.strictEqual(
            await host.property(processorUnit, "ActiveState"),
            "inactive",
            "it is not started over a database without its data",
        );
        const danger = notice(page, "The database may be without its data");
        await see("the data", danger.getByText(`put the data from before aside in ${aside}.`));
        await see("the way back", danger.getByText(`/usr/bin/mv -T -- ${aside} ${mountpoint}`));
        const left = notice(page, "What it may have left");
        await see("the server's image", left.getByText(`uyuni-server.service names the image ${IMAGE}:`));
        await see("the database's", left.getByText(`uyuni-db.service names the image ${IMAGE}-postgresql:`));
        await look(stage, "mgradm-upgrade-failed");
        const differ = left.getByText(/^Their tags differ/);
        assert.strictEqual(await differ.count(), 0, "they have the same tag");
        const conf = "/etc/systemd/system/uyuni-db.service.d/generated.conf";
        const text = (await host.read(conf)) ?? "";
        await host.write(conf, text.replace(/-postgresql:\S+/, "-postgresql:elsewhere"));
        await host.exec("systemctl", "daemon-reload");
        await see("that they have different ones", differ);
        await host.write(conf, text);
        await host.exec("systemctl", "daemon-reload");
        await gone("that they had", differ);

        await see(
            "why not again",
            page.getByText(/^An earlier upgrade has put the database's data aside/).first(),
        );
        assert.true((await blockedReason(form.action("Upgrade")))?.startsWith("An earlier upgrade has put"));
        await look(stage, "mgradm-data-aside");
        await host.exec("rmdir", aside);
        await see("that they are gone", page.getByText("No upgrade has put data of the database aside."));
        await gone("what to do about them", danger);
        await host.exec("systemctl", "start", processorUnit);
        await form.commands(`/usr/bin/systemctl stop ${processorUnit}`, "/usr/bin/mgradm upgrade podman");
        await form.run("Upgrade");
        await outcome(host, page, "Failed");
        assert.strictEqual(
            await host.property(processorUnit, "ActiveState"),
            "active",
            "it runs again where mgradm has failed before it did anything",
        );
    },
);

test(
    "a restore says what is lost, and brings back what was there",
    {
        hash: "/mgradm?task=restore",
        given: async (host) => {
            await installMgradm(host);
            await installProcessor(host);
        },
    },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const mountpoint = await host.exec(
            "podman",
            "volume",
            "inspect",
            "--format={{.Mountpoint}}",
            "etc-rhn",
        );
        await host.write(`${mountpoint}/kept.conf`, "before\n");
        await host.exec("mkdir", "-p", "-m", "700", "/srv/backups");
        await host.attempt(["rm", "-rf", "/srv/backups/second"]);
        await host.exec("mgradm", "backup", "create", "--skipimages", "/srv/backups/second");
        await host.write(`${mountpoint}/kept.conf`, "after\n");
        const form = new MgradmForm(page);
        await form.folder.fill("/srv");
        await see("that it is none", page.getByText(/^There is no backup/).first());
        await form.folder.fill("/srv/backups/second");
        await see("that there is a server", page.getByText(/^There is a server on this host/).first());
        assert.notStrictEqual(await blockedReason(form.action("Restore")), null, "not without force");
        await form.flag("force").check();
        await form.flag("restart").check();
        await form.commands(
            `/usr/bin/systemctl stop ${processorUnit}`,
            "/usr/bin/mgradm stop",
            "/usr/bin/mgradm backup restore --force /srv/backups/second",
            "/usr/bin/mgradm start",
            `/usr/bin/systemctl start ${processorUnit}`,
        );
        await see("what is lost", page.getByText(/^What the server has now is lost/).first());
        await look(stage, "mgradm-restore");
        await form.run("Restore");
        await outcome(host, page, "Succeeded");
        assert.strictEqual(await host.read(`${mountpoint}/kept.conf`), "before\n");
        for (const unit of ["uyuni-server.service", processorUnit])
            assert.strictEqual(await host.property(unit, "ActiveState"), "active", unit);
        const { stdout } = await host.attempt(["journalctl", "--unit=cockpit-uyuni-operation", "--boot"]);
        assert.false(
            /ERR (?:Failed to remove|Unable to create).*network/.test(stdout),
            "nothing is in the way",
        );
    },
);

/** Somebody collects support data in a terminal. */
async function runElsewhere(host: TestHost): Promise<void> {
    await host.exec(
        ...["systemd-run", "--collect", "--unit=somebody"],
        ...["/usr/bin/mgradm", "support", "config", "--output=/srv"],
    );
}

test(
    "one that somebody runs in a terminal is waited for",
    { hash: "/mgradm?task=support", given: installMgradm },
    async (stage) => {
        const { assert, host, see, session, close, open } = stage;
        await holdMgradm(host);
        await close(session);
        await runElsewhere(host);
        const { root } = await open({ hash: "/mgradm?task=support" });
        const form = new MgradmForm(root);
        await see("who runs", root.getByText(/^mgradm is running: .*support config/).first());
        assert.notStrictEqual(await blockedReason(form.action("Collect support data")), null);
        await letMgradmGoOn(host);
        await host.untilProperty("somebody.service", "ActiveState", "inactive");
        await see("that it has ended", root.getByText("mgradm is not running."));
        await holdMgradm(host);
        await runElsewhere(host);
        await host.exec("systemctl", "stop", "uyuni-server.service");
        await see("the next one, when a service stops", root.getByText(/^mgradm is running: /).first());
        await letMgradmGoOn(host);
        await see("that it has ended, too", root.getByText("mgradm is not running."));
        await host.exec("systemctl", "start", "uyuni-server.service");
        assert.strictEqual(await host.property(runs, "ActiveState"), "inactive", "nothing of ours ran");
    },
);
