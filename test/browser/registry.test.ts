// SPDX-License-Identifier: LGPL-2.1-or-later
/** Whether there is a newer image: asked of a registry that works, that moves its tags, and that does not. */
import type { Locator } from "playwright-core";
import { look } from "../support/look.js";
import { faultyRegistry, moveTag, soundRegistry } from "../support/registry.js";
import { onHost } from "../support/stage.js";
import { button, installProcessor } from "../support/uyuni.js";

const test = onHost("Registry");
const IMAGE = "uyuni/server-salt-event-processor";

function card(page: Locator): Locator {
    return page.getByRole("region", { name: "In the registry", exact: true });
}

test(
    "a tag that moved is told, and so is every refusal",
    { hash: "/event-processor?tab=image", given: (host) => installProcessor(host, "2026.08") },
    async (stage) => {
        const { host, page, see } = stage;
        const ask = button(card(page), "Ask the registry");
        await see("the same image", card(page).getByText("The registry has the same image."));
        await moveTag(host, IMAGE, "2026.08", "2026.10");
        await ask.click();
        const other = card(page).getByText("The registry has another image under this tag by now.");
        await see("another image", other);
        await look(stage, "registry");

        const refusals: [number, string[], string][] = [
            [401, [], "localhost:5000 was reached, and asks for a login (401)."],
            [403, [], "localhost:5000 was reached, and does not allow this image to be read (403)."],
            [404, [], "localhost:5000 was reached, and has no such image or tag (404)."],
            [
                429,
                ["Retry-After", "30"],
                "localhost:5000 had too many requests (429): ask again in 30 seconds.",
            ],
            [500, [], "localhost:5000 was reached, and has a fault of its own (500)."],
        ];
        for (const [status, headers, sentence] of refusals) {
            await faultyRegistry(host, status, ...headers);
            await ask.click();
            await see(`the reason of ${status}`, card(page).getByText(sentence));
        }
        await soundRegistry(host);
        await host.exec("systemctl", "stop", "docker-registry.service");
        await ask.click();
        await see("nobody listens", card(page).getByText(/^localhost:5000 does not accept connections: /));
        await host.exec("systemctl", "start", "docker-registry.service");
    },
);
