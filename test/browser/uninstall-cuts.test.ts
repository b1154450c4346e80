// SPDX-License-Identifier: LGPL-2.1-or-later
/** Uninstalling that is cut off with the host: the page says how far it got, and finishes. */
import type { Locator } from "playwright-core";
import { onHost } from "../support/stage.js";
import { belongings, everything, kept, UninstallForm } from "../support/uninstall.js";
import { button, operationCard } from "../support/uyuni.js";

const test = onHost("Uninstall, cut off");
const here = { hash: "/uninstall" };
const operation = "cockpit-uyuni-operation.service";
/** What programs say when the host is cut off under them, PID 1 first. */
const killed = [
    /^systemctl: Failed to wait for response/,
    /^\(\w+\): cockpit-uyuni-operation\.service: .*Connection refused$/,
];

for (const [what, step] of [
    ["the services", "systemctl stop uyuni-db"],
    ["a container", "podman rm --force --ignore --time 60 uyuni-server"],
    ["a file", "rm -f -- /etc/systemd/system/uyuni-db.service"],
    ["the volumes", "podman volume rm"],
    ["the images", "podman rmi"],
    ["the network", "podman network rm"],
    ["the secrets", "podman secret rm"],
] as const)
    test(
        `says how far it got when the host is cut off at ${what}, and finishes`,
        { ...here, fresh: true, journalErrors: killed },
        async (stage) => {
            const { assert, host, open, close, session, page, see } = stage;
            const before = await belongings(host);
            const form = new UninstallForm(page);
            await form.choose(everything);
            const volumes = what === "the volumes";
            const chooseVolumes = async (root: Locator) => {
                await button(root.getByRole("region", { name: "Volumes" }), "Remove all of them").click();
                const consent = root.getByRole("checkbox", { name: /^Delete the data of the database/ });
                // The cut may have come after they were gone.
                if ((await consent.count()) > 0) await consent.check();
            };
            if (volumes) {
                await form.box("var-pgsql").waitFor();
                await chooseVolumes(page);
            }
            await form.start("uyuni");
            await host.until(`${step} is run`, async () => {
                const shown = await host.property(operation, "ExecStart");
                const one = shown.split("\n").find((line) => line.includes(`argv[]=/usr/bin/${step}`));
                return one?.includes("start_time=[n/a]") === false ? true : null;
            });
            await close(session);
            await host.cutPower();
            await host.up();
            const { root } = await open(here);
            const again = new UninstallForm(root);
            await see("it was cut off", operationCard(root).locator(".pf-v6-c-label").getByText("Cut off"));
            await see("what it was about is chosen", root.getByRole("checkbox", { name: everything }));
            await again.choose(everything);
            if (volumes) {
                await see("a volume that is left", again.row("var-spacewalk"));
                await chooseVolumes(root);
            }
            await again.run(host, "uyuni", "Succeeded");
            assert.deepEqual(
                await belongings(host),
                kept(before).filter((line) => !(volumes && line.startsWith("volume "))),
                "nothing else is left",
            );
        },
    );
