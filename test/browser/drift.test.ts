// SPDX-License-Identifier: LGPL-2.1-or-later
/** From template to container: where the layers of a unit part, and what makes them agree again. */
import type { Locator } from "playwright-core";
import { violations } from "../support/accessibility.js";
import type { TestHost } from "../support/host.js";
import { onHost } from "../support/stage.js";
import { button, installProcessor, processorDropIns } from "../support/uyuni.js";

const test = onHost("Drift");

const layer = (root: Locator, pair: string) => root.locator(`[data-pair="${pair}"]`);

test(
    "a drop-in is followed from the file to the container",
    { given: (host: TestHost) => installProcessor(host), hash: "/event-processor?tab=files" },
    async ({ assert, host, page, see, session }) => {
        for (const [pair, finding] of [
            ["template-file", "The files are as set-up writes them."],
            ["drop-ins", "Nobody has added a drop-in."],
            ["file-unit", "systemd has loaded the files as they are."],
            ["unit-container", "The container was made as the unit says."],
        ] as const)
            await see(finding, layer(page, pair).getByText(finding));

        const file = `${processorDropIns}/local.conf`;
        await host.write(file, "[Service]\nEnvironment=UYUNI_DB_NAME=other\nRestart=no\n");
        const dropIns = layer(page, "drop-ins");
        await see(
            "it is named",
            dropIns.getByText("Drop-ins of the administrator change what the unit was given."),
        );
        await see("what it was given", dropIns.getByText("-UYUNI_DB_NAME=susemanager"));
        await see("what it makes of that", dropIns.getByText("+UYUNI_DB_NAME=other"));
        await see(
            "the template is untouched",
            layer(page, "template-file").getByText("The files are as set-up"),
        );
        const loaded = layer(page, "file-unit");
        await see("systemd has not read it", loaded.getByText(`+${file}`));
        await see("nor what it says", loaded.getByText("+Restart=no"));
        await see("the file says so itself", page.getByText("systemd has not loaded it"));
        assert.deepEqual(await violations(session), [], "no rule of accessibility is broken");

        await button(loaded, "Reload systemd").click();
        const container = layer(page, "unit-container");
        await see(
            "the container was made before",
            container.getByText("The unit has changed since the container"),
        );
        await see("with", container.getByText("---env=db_name=susemanager"));
        await see("instead of", container.getByText("+--env=db_name=other"));

        await host.exec("rm", file);
        await see("the drop-in is gone again", loaded.getByText(`-${file}`));
        await button(loaded, "Reload systemd").click();
        await see("they agree", container.getByText("The container was made as the unit says."));
    },
);
