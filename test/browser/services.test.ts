// SPDX-License-Identifier: LGPL-2.1-or-later
/** The optional services from their pages, all services together, and units that are not as they should be. */
import type { Locator } from "playwright-core";
import { violations } from "../support/accessibility.js";
import type { TestHost } from "../support/host.js";
import { installServices } from "../support/services.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    blockedReason,
    button,
    difference,
    fact,
    heading,
    notice,
    operationCard,
    overviewRow,
    unitListing,
    verifyUnit,
} from "../support/uyuni.js";

const test = onHost("Services");
/** For what needs all services; they are there already when every test before went well. */
const given = { given: installServices };

const directory = "/etc/systemd/system";
const attestation = (instance: number) => `uyuni-server-attestation@${instance}.service`;

interface Expected {
    /** Title of the service, and name of its unit without "@0.service". */
    readonly title: string;
    readonly name: string;
    readonly units: readonly string[];
    /** Files below /etc/systemd/system, with lines that they have to have. */
    readonly files: Readonly<Record<string, readonly string[]>>;
    readonly containers: readonly string[];
    readonly fill?: (dialog: Locator) => Promise<void>;
}

/** Sets a service up from its page, and compares what was shown with what is there afterwards. */
async function setsUp({ assert, host, page, see }: Stage, expected: Expected): Promise<void> {
    const { title, name, units, files, containers, fill } = expected;
    const before = await unitListing(host);
    await see("it is not set up", heading(page, `${title} is not set up`));
    await button(page, "Set up").click();
    const dialog = page.getByRole("dialog", { name: `Set up ${title}` });
    await dialog.getByLabel("Registry and name", { exact: true }).waitFor();
    await fill?.(dialog);
    await button(dialog, "Advanced").click();
    await dialog.getByLabel("Watch the start for (seconds)").fill("10");
    await button(dialog, "Next").click();
    await see("every check passed", dialog.getByText("Every check passed."));
    await button(dialog, "Review").click();
    await see("the review", dialog.getByRole("heading", { name: "Files" }));
    const shown = new Map<string, string | null>();
    for (const file of Object.keys(files)) {
        const region = dialog.getByRole("region", { name: `${directory}/${file}`, exact: true });
        shown.set(file, await region.textContent());
    }
    assert.deepEqual(await unitListing(host), before, "nothing was written so far");
    await button(dialog, "Set up").click();
    await see("it succeeds", operationCard(page).getByText("Succeeded", { exact: true }), 90);

    for (const [file, lines] of Object.entries(files)) {
        const text = await host.read(`${directory}/${file}`);
        assert.strictEqual(text, shown.get(file), `${file} is what was shown`);
        for (const line of lines) assert.true(text?.split("\n").includes(line), `${file}: ${line}`);
    }
    const folder = Object.keys(files)[0]?.split("/")[0] ?? "";
    assert.deepEqual(
        difference(before, await unitListing(host)).sort(),
        [
            `+ ${directory}/${folder} d 0755 root:root`,
            ...Object.keys(files).map(
                (file) => `+ ${directory}/${file} f ${file.endsWith(".conf") ? "0644" : "0555"} root:root`,
            ),
            ...units.flatMap((unit) =>
                ["default", "multi-user"].map(
                    (target) =>
                        `+ ${directory}/${target}.target.wants/${unit} l 0777 root:root ${directory}/${folder.replace(/\.d$/, "")}`,
                ),
            ),
        ].sort(),
    );
    for (const unit of units) {
        assert.strictEqual(await host.property(unit, "ActiveState"), "active", unit);
        assert.deepEqual(await verifyUnit(host, unit), [], `systemd has nothing to say about ${unit}`);
    }
    for (const container of containers)
        assert.strictEqual(
            await host.exec("podman", "inspect", "--format={{.State.Status}}", container),
            "running",
            container,
        );
    await see("its page shows it", fact(page, "Service", "State").getByText("Running"));
    await see("and its unit", fact(page, "Service", "Unit").getByText(units[0] ?? name));
}

test("sets up two instances of attestation", { hash: "/attestation" }, async (stage) => {
    await setsUp(stage, {
        title: "Confidential computing attestation",
        name: "uyuni-server-attestation",
        units: [attestation(0), attestation(1)],
        files: {
            "uyuni-server-attestation@.service.d/generated.conf": [
                "Environment=UYUNI_SERVER_ATTESTATION_IMAGE=registry.opensuse.org/uyuni/server-attestation:latest",
                "Environment=database_connection=jdbc:postgresql://db:5432/susemanager",
            ],
            "uyuni-server-attestation@.service": ["Wants=network.target uyuni-db.service"],
        },
        containers: ["uyuni-server-attestation-0", "uyuni-server-attestation-1"],
        fill: (dialog) => dialog.getByLabel("Instances", { exact: true }).fill("2"),
    });
    const { assert, page, see, session } = stage;
    await see("mgradm counts both", fact(page, "Instances", "mgradm counts").getByText("2"));
    await see("what it needs", fact(page, "Dependencies", "Needs").getByText("Running"));
    await page.getByRole("link", { name: "Instance 1" }).click();
    await see("the other instance", fact(page, "Service", "Unit").getByText(attestation(1)));
    assert.deepEqual(await violations(session), [], "no rule of accessibility is broken");
});

test("sets up the Hub XML-RPC API", { hash: "/hub-xmlrpc" }, (stage) =>
    setsUp(stage, {
        title: "Hub XML-RPC API",
        name: "uyuni-hub-xmlrpc",
        units: ["uyuni-hub-xmlrpc@0.service"],
        files: {
            "uyuni-hub-xmlrpc@.service.d/generated.conf": [
                "Environment=UYUNI_HUB_XMLRPC_IMAGE=registry.opensuse.org/uyuni/server-hub-xmlrpc-api:latest",
            ],
            "uyuni-hub-xmlrpc@.service": ["Wants=network.target uyuni-server.service"],
        },
        containers: ["uyuni-hub-xmlrpc-0"],
    }),
);

test("sets up Saline", { hash: "/saline" }, (stage) =>
    setsUp(stage, {
        title: "Saline",
        name: "uyuni-saline",
        units: ["uyuni-saline@0.service"],
        files: {
            "uyuni-saline@.service.d/generated.conf": [
                "Environment=UYUNI_SALINE_IMAGE=registry.opensuse.org/uyuni/server-saline:latest",
            ],
            "uyuni-saline@.service.d/custom.conf": ["Environment=TZ=Europe/Berlin"],
            "uyuni-saline@.service": ["Wants=network.target uyuni-server.service"],
        },
        containers: ["uyuni-saline-0"],
        fill: (dialog) => dialog.getByLabel("Time zone", { exact: true }).fill("Europe/Berlin"),
    }),
);

test("sets up TFTP", { hash: "/tftp" }, (stage) =>
    setsUp(stage, {
        title: "TFTP",
        name: "uyuni-tftp",
        units: ["uyuni-tftp.service"],
        files: {
            "uyuni-tftp.service.d/generated.conf": [
                "Environment=UYUNI_TFTPD_IMAGE=registry.opensuse.org/uyuni/proxy-tftpd:latest",
            ],
            "uyuni-tftp.service": ["After=network-online.target uyuni-server.service"],
        },
        containers: ["uyuni-tftpd"],
        fill: (dialog) =>
            dialog.getByLabel("Full host name of the server", { exact: true }).fill("hub.example.com"),
    }),
);

/** Asks for a number of instances in the dialog that is open, or opens it. */
async function scale(page: Locator, count: number): Promise<void> {
    const dialog = page.getByRole("dialog");
    if ((await dialog.count()) === 0) await button(page, "Change the number").click();
    await dialog.getByLabel("Instances", { exact: true }).fill(String(count));
    await button(dialog, "Apply").click();
    await button(dialog, "Close").click();
}

test("changes the number of instances", { ...given, hash: "/attestation" }, async (stage) => {
    const { assert, host, page, see } = stage;
    const states = (unit: string) =>
        Promise.all([host.property(unit, "ActiveState"), host.property(unit, "UnitFileState")]);
    await button(page, "Change the number").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Instances", { exact: true }).fill("3");
    assert.deepEqual(
        await dialog.getByRole("region", { name: "What is done" }).locator("code").allInnerTexts(),
        [`/usr/bin/systemctl enable --now ${attestation(2)}`],
        "what is done is shown first",
    );
    await scale(page, 3);
    await see("three are counted", fact(page, "Instances", "mgradm counts").getByText("3"));
    assert.deepEqual(await states(attestation(2)), ["active", "enabled"]);
    await scale(page, 2);
    await see("two are left", fact(page, "Instances", "mgradm counts").getByText("2"));
    assert.deepEqual(await states(attestation(2)), ["inactive", "disabled"]);
    assert.deepEqual(await states(attestation(1)), ["active", "enabled"], "the others are left alone");
});

test(
    "names a gap, and fills it",
    { ...given, hash: "/attestation" },
    async ({ host, page, see, gone, assert }) => {
        await see("two are counted", fact(page, "Instances", "mgradm counts").getByText("2"));
        await host.exec("systemctl", "disable", attestation(0));
        const gap = notice(page, "mgradm counts 0 instances, but more are enabled");
        await see("the gap is named", gap.getByText(`the count ends there: ${attestation(0)}.`));
        await see(
            "what runs without being enabled, too",
            notice(page, `${attestation(0)} runs, but does not start when the host boots`),
        );
        await button(gap, "Fill the gap: 2 instances").click();
        const dialog = page.getByRole("dialog");
        await see("what is done", dialog.getByText(`Enable and start ${attestation(0)}`));
        await button(dialog, "Apply").click();
        await button(dialog, "Close").click();
        await gone("the gap is gone", gap);
        assert.strictEqual(await host.property(attestation(0), "UnitFileState"), "enabled");
        await see("two are counted again", fact(page, "Instances", "mgradm counts").getByText("2"));
    },
);

/** Names of the units, in the order in which they entered a state. */
async function inOrder(host: TestHost, units: readonly string[], property: string): Promise<string[]> {
    const times = await Promise.all(
        units.map(async (unit) => ({ unit, time: Number(await host.property(unit, property)) })),
    );
    return times.sort((a, b) => a.time - b.time).map(({ unit }) => unit);
}

test("stops and starts all services, in order", given, async ({ assert, host, page, see }) => {
    const optional = [
        "uyuni-hub-xmlrpc@0.service",
        "uyuni-saline@0.service",
        "uyuni-tftp.service",
        attestation(0),
        attestation(1),
    ];
    const units = ["uyuni-db.service", "uyuni-server.service", ...optional];
    await see("everything runs", overviewRow(page, "TFTP").getByText("Running", { exact: true }));
    assert.strictEqual(
        await blockedReason(button(page, "Start all")),
        "Everything that starts at boot runs already",
    );
    await button(page, "Stop all").click();
    const question = page.getByRole("dialog");
    await see("what users lose", question.getByText("No client can boot from the network."));
    await button(question, "Stop all").click();
    const progress = page.getByRole("region", { name: "Stopping all services" });
    await see("the progress is shown", progress);
    await page.getByRole("link", { name: "Database", exact: true }).click();
    await see("on other pages, too", notice(page, "Stopping all services"));
    await page.getByRole("link", { name: "Go to the overview" }).click();
    const stopped = page.getByRole("region", { name: "All services were stopped" });
    await see("all are stopped", stopped, 90);
    assert.strictEqual(await stopped.getByText("Done", { exact: true }).count(), units.length);
    const down = await inOrder(host, units, "InactiveEnterTimestampMonotonic");
    assert.strictEqual(down.at(-1), "uyuni-db.service", `the database last: ${down.join(" ")}`);
    assert.true(
        ["uyuni-tftp.service", "uyuni-saline@0.service", "uyuni-hub-xmlrpc@0.service"].every(
            (unit) => down.indexOf(unit) < down.indexOf("uyuni-server.service"),
        ),
        "and the server after those that need it",
    );
    for (const unit of units) assert.strictEqual(await host.property(unit, "ActiveState"), "inactive", unit);

    await button(page, "Start all").click();
    await see("all are started", page.getByRole("region", { name: "All services were started" }), 90);
    const up = await inOrder(host, units, "ActiveEnterTimestampMonotonic");
    assert.deepEqual(up[0], "uyuni-db.service", `the database first: ${up.join(" ")}`);
    assert.true(
        ["uyuni-tftp.service", "uyuni-saline@0.service", "uyuni-hub-xmlrpc@0.service"].every(
            (unit) => up.indexOf(unit) > up.indexOf("uyuni-server.service"),
        ),
        "and the server before those that need it",
    );
    for (const unit of units) assert.strictEqual(await host.property(unit, "ActiveState"), "active", unit);
});

/** Puts a drop-in beside a unit's files until `withoutDropIn`. */
async function withDropIn(host: TestHost, unit: string, text: string): Promise<void> {
    await host.exec("mkdir", "-p", `/run/systemd/system/${unit}.d`);
    await host.write(`/run/systemd/system/${unit}.d/test.conf`, `[Service]\n${text}\n`);
    await host.exec("systemctl", "daemon-reload");
}

async function withoutDropIn(host: TestHost, unit: string): Promise<void> {
    await host.exec("rm", "-r", `/run/systemd/system/${unit}.d`);
    await host.exec("systemctl", "daemon-reload");
}

const saline = "uyuni-saline@0.service";

test("marks its menu entry when a service has failed", { ...given, shell: true }, async (stage) => {
    const { host, page, session, see, gone } = stage;
    const row = overviewRow(page, "Saline");
    await see("it runs", row.getByText("Running", { exact: true }));
    await withDropIn(host, saline, "Restart=no\nExecStartPre=/bin/false");
    await host.attempt(["systemctl", "restart", saline]);
    await see("it has failed", row.getByText("Failed", { exact: true }));
    await see("and why", row.getByText("A program of the service ended with an error"));
    const icon = session.page.locator("#uyuni-error");
    await see("the menu has an icon", icon);
    await withoutDropIn(host, saline);
    await host.exec("systemctl", "restart", saline);
    await gone("and none any more", icon);
});

test("says when a start takes minutes", { ...given, closed: true }, async ({ host, open, see }) => {
    await withDropIn(host, saline, "TimeoutStartSec=120\nExecStartPre=/usr/bin/sleep 100");
    await host.exec("systemctl", "restart", "--no-block", saline);
    const session = await open();
    await session.page.clock.install();
    await session.go("/saline");
    await see("its state", fact(session.root, "Service", "State").getByText("Starting"));
    await session.page.clock.fastForward(3 * 60 * 1000);
    await see("says it", notice(session.root, "It has been starting for more than two minutes"));
    await withoutDropIn(host, saline);
    await host.exec("systemctl", "restart", saline);
});

test("takes a mask away, and tells of old and missing files", given, async (stage) => {
    const { assert, host, page, session, see, gone } = stage;
    const hub = "uyuni-hub-xmlrpc@0.service";
    await host.exec("systemctl", "disable", "--now", hub);
    await host.exec("systemctl", "mask", hub);
    await session.go("/hub-xmlrpc");
    const masked = notice(page, `${hub} is masked: nothing can start it`);
    await button(masked, "Unmask").click();
    await gone("the mask is gone", masked);
    assert.strictEqual(await host.property(hub, "LoadState"), "loaded");

    await host.write(`${directory}/uyuni-server.service.d/Service.conf`, "[Service]\nEnvironment=TZ=UTC\n");
    await session.go("/server");
    await see("the page is ready", fact(page, "Service", "State").getByText("Running"));
    await see("only mgradm changes its image", fact(page, "Image", "Change").getByText(/^Only with mgradm/));
    await button(notice(page, "The files of the unit have changed"), "Let systemd read them").click();
    await see("the old file is named", notice(page, "drop-in of an earlier mgradm: Service.conf"));
    await host.exec("rm", `${directory}/uyuni-server.service.d/Service.conf`);
    await host.exec("systemctl", "daemon-reload");

    const unit = `${directory}/uyuni-tftp.service`;
    await host.exec("mv", unit, "/root/");
    await host.exec("systemctl", "daemon-reload");
    await session.go("/tftp");
    const missing = notice(page, "The unit file uyuni-tftp.service was deleted, and the service still runs");
    await see("the missing file is named", missing);
    await host.exec("mv", "/root/uyuni-tftp.service", unit);
    await host.exec("systemctl", "daemon-reload");
    await gone("until it is back", missing);
});

test("follows containers that are removed by hand", given, async ({ assert, host, page, session, see }) => {
    // mgradm's unit of Saline says Restart=on-failure, and a container that was removed ended well.
    const row = overviewRow(page, "Saline");
    await see("it runs", row.getByText("Running", { exact: true }));
    await host.exec("podman", "rm", "--force", "uyuni-saline-0");
    await see("it is stopped", row.getByText("Stopped", { exact: true }), 30);
    await see("its container is gone", row.getByText("No container"));
    await see("although it is enabled", row.getByText("Starts at boot, and is stopped now"));
    await session.go("/saline");
    await button(page, "Start").click();
    await see("it can be started", fact(page, "Service", "State").getByText("Running"));
    await see("with a new container", fact(page, "Container", "ID").getByRole("button"));

    // Those of server and database say Restart=on-success.
    await session.go("/db");
    await see("the database runs", fact(page, "Service", "State").getByText("Running"));
    const before = await host.exec("podman", "inspect", "--format={{.Id}}", "uyuni-db");
    await host.exec("podman", "rm", "--force", "uyuni-db");
    await see(
        "systemd has started it again",
        fact(page, "Service", "Automatic restarts").filter({ hasText: /^1/ }),
        30,
    );
    await see("it runs again", fact(page, "Service", "State").getByText("Running"), 30);
    await see("it is healthy again", fact(page, "Container", "Health").getByText("Healthy"), 30);
    assert.notStrictEqual(await host.exec("podman", "inspect", "--format={{.Id}}", "uyuni-db"), before);
});

test("shows a user without rights why nothing can be pressed", { ...given, user: "guest" }, async (stage) => {
    const { assert, page, session, see } = stage;
    await see("the services", overviewRow(page, "Saline"));
    for (const action of ["Start all", "Stop all", "Restart all"])
        assert.true((await blockedReason(button(page, action)))?.startsWith("Needs administrative access"));
    await session.go("/attestation");
    const change = button(page, "Change the number");
    await see("the instances", change);
    assert.true((await blockedReason(change))?.startsWith("Needs administrative access"));
});

test("is right with a database on another host", {}, async ({ host, page, session, see, gone }) => {
    const row = overviewRow(page, "Database");
    await see("there is one", row);
    await host.exec("systemctl", "disable", "--now", "uyuni-db.service");
    await host.exec("rm", "-r", `${directory}/uyuni-db.service`, `${directory}/uyuni-db.service.d`);
    await host.exec("systemctl", "daemon-reload");
    await gone("it has no row", row);
    await see("it is only named", page.getByRole("link", { name: "Database", exact: true }));
    await session.go("/server");
    await see("as a dependency, too", fact(page, "Dependencies", "Needs").getByText("Not on this host"));
});
