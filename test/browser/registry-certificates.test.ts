// SPDX-License-Identifier: LGPL-2.1-or-later
/** A registry that only podman's own certificates for it lead to: asked by this page as it is pulled from. */
import { look } from "../support/look.js";
import {
    CERTS,
    PRIVATE,
    PRIVATE_NAME,
    startPrivateRegistry,
    trustPrivateRegistry,
} from "../support/private-registry.js";
import { onHost } from "../support/stage.js";
import { button, installProcessor, outcome, runningImage, SetUpDialog } from "../support/uyuni.js";

const test = onHost("Certificates of a registry");
const IMAGE = `${PRIVATE_NAME}/uyuni/server-salt-event-processor`;
const UNTRUSTED = new RegExp(
    `^The certificate or TLS of ${PRIVATE} is not trusted by this host: SSL certificate problem: `,
);

test(
    "trusted as podman does, and no longer when it does not",
    {
        hash: "/event-processor",
        given: async (host) => {
            await installProcessor(host, "2026.08");
            await startPrivateRegistry(host);
            await trustPrivateRegistry(host);
        },
    },
    async (stage) => {
        const { assert, host, page, session, see } = stage;
        await session.go(`/event-processor?setup=1&image=${encodeURIComponent(IMAGE)}&tag=2026.10`);
        const { dialog } = new SetUpDialog(page);
        await see("the tags", dialog.getByText(/^[0-9]+ tags to choose from\.$/));
        await new SetUpDialog(page).field("Tag").click();
        const option = dialog.getByRole("option").filter({ hasText: "2026.10" });
        await see("an age", option.locator("time"));
        await see("a size", option.getByText(/ MB$/));
        await session.page.keyboard.press("Escape");

        await SetUpDialog.change(stage, IMAGE, "2026.10");
        await outcome(host, page, "Succeeded");
        assert.strictEqual(await runningImage(host), `${IMAGE}:2026.10`);
        await session.go("/event-processor?tab=image");
        const card = page.getByRole("region", { name: "In the registry", exact: true });
        await see("what the registry has", card.getByText("The registry has the same image."));

        await host.exec("rm", `${CERTS}/authority.crt`);
        await button(card, "Ask the registry").click();
        await see("that it is not trusted", card.getByText(UNTRUSTED));
        await look(stage, "registry-untrusted");

        await trustPrivateRegistry(host);
        await host.exec("rm", `${CERTS}/host.key`);
        await button(card, "Ask the registry").click();
        await see("that a key is missing", card.getByText(/host\.key/));

        await trustPrivateRegistry(host);
        await button(card, "Ask the registry").click();
        await see("the image again", card.getByText("The registry has the same image."));
    },
);
