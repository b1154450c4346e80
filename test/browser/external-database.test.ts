// SPDX-License-Identifier: LGPL-2.1-or-later
/** A host whose database is somebody else's: no uyuni-db unit, no container of it, another name in rhn.conf. */
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import { salt, verdict } from "../support/events.js";
import {
    button,
    fact,
    operationCard,
    outcome,
    overviewRow,
    processorConf,
    SetUpDialog,
} from "../support/uyuni.js";

const test = onHost("External database");
const NAME = "pg.example.com";

/** Its PostgreSQL runs under another name, without a unit, and is known to the network as `NAME` only. */
async function external(host: TestHost): Promise<void> {
    await host.exec("systemctl", "disable", "--now", "uyuni-server.service", "uyuni-db.service");
    await host.exec(
        "rm",
        "-r",
        "/etc/systemd/system/uyuni-db.service",
        "/etc/systemd/system/uyuni-db.service.d",
    );
    await host.exec("systemctl", "daemon-reload");
    const secrets = ["db-admin-user:POSTGRES_USER", "db-admin-pass:POSTGRES_PASSWORD"].concat(
        ["db-user:MANAGER_USER", "db-pass:MANAGER_PASS"],
        ["reportdb-user:REPORT_DB_USER", "reportdb-pass:REPORT_DB_PASS"],
    );
    await host.exec(
        ...["podman", "run", "--detach", "--quiet", "--name", "somebodys-postgresql", "--network", "uyuni"],
        ...["--network-alias", NAME, "--volume", "var-pgsql:/var/lib/pgsql/data"],
        ...secrets.map((secret) => {
            const [name = "", variable = ""] = secret.split(":");
            return `--secret=uyuni-${name},type=env,target=${variable}`;
        }),
        "registry.opensuse.org/uyuni/server-postgresql:latest",
    );
    await host.exec("podman", "wait", "--condition=healthy", "somebodys-postgresql");
    const volume = await host.exec("podman", "volume", "inspect", "--format={{.Mountpoint}}", "etc-rhn");
    await host.exec("sed", "--in-place", `s/^db_host = .*/db_host = ${NAME}/`, `${volume}/rhn.conf`);
    await host.exec("systemctl", "enable", "--now", "uyuni-server.service");
    await host.exec("podman", "wait", "--condition=healthy", "uyuni-server");
    await salt(host, "rate", "5");
}

test("is found, used and watched", { hash: "/", given: external }, async (stage) => {
    const { assert, host, page, session, see } = stage;
    await see("the server", overviewRow(page, "Uyuni server").getByText("Running"));
    assert.strictEqual(await overviewRow(page, "Database").count(), 0, "it is no service of this host");
    await session.go("/event-processor");
    const dialog = await SetUpDialog.open(page);
    await see("where it is, as the server has it", dialog.field("Host"));
    assert.strictEqual(await dialog.field("Host").inputValue(), NAME);
    await dialog.toReview();
    await dialog.start();
    await outcome(host, page, "Succeeded");
    assert.true((await host.exec("cat", processorConf)).includes(`UYUNI_DB_HOST=${NAME}`));

    await see("events are processed", verdict(page, "Keeping up"), 30);
    await see("who listens", fact(page, "Events", "Listening").getByText("uyuni-salt-event-processor-0"));
    assert.strictEqual(await operationCard(page).getByText("Failed").count(), 0);

    await host.exec("podman", "stop", "--time=2", "somebodys-postgresql");
    await see("that it is not there", verdict(page, "Database unreachable"), 40);
    await host.exec("podman", "start", "somebodys-postgresql");
    await see("that it is back", verdict(page, /Keeping up|Catching up/), 60);
    assert.strictEqual(await button(page, "Start").getAttribute("aria-disabled"), "true", "it runs");
});
