// SPDX-License-Identifier: LGPL-2.1-or-later
/** Whether there is a newer image: asked of a registry that works, that moves its tags, and that does not. */
import type { Locator } from "playwright-core";
import { look } from "../support/look.js";
import { moveTag, setFault, startFaultyRegistry } from "../support/registry.js";
import { onHost } from "../support/stage.js";
import { blockedReason, button, installProcessor, notice, overviewRow } from "../support/uyuni.js";

const test = onHost("Registry");
const IMAGE = "uyuni/server-salt-event-processor";

function card(page: Locator): Locator {
    return page.getByRole("region", { name: "In the registry", exact: true });
}

test(
    "a newer image and another version are told on the overview, where nothing is asked by itself",
    { given: (host) => installProcessor(host, "2026.08") },
    async (stage) => {
        const { assert, host, page, session, see } = stage;
        const row = overviewRow(page, "Salt event processor");
        const badge = row.getByRole("link", { name: "Newer image" });
        const skew = "Server and event processor differ in version";
        await see("another version", row.getByText(skew));
        await see("on both", overviewRow(page, "Uyuni server").getByText(skew));
        const check = button(page, "Check for newer images");
        await see("it can be asked", check);
        await host.until("the registry was asked nothing", async () =>
            (await badge.count()) === 0 && (await page.getByText(/^Asked/).count()) === 0 ? true : null,
        );
        await check.click();
        await see("the answer's age", page.getByText(/^Asked /));
        assert.strictEqual(await badge.count(), 0, "it is the newest");

        await moveTag(host, IMAGE, "old", "2026.08");
        await moveTag(host, IMAGE, "2026.08", "2026.10");
        await check.click();
        await see("a newer one", badge);
        assert.strictEqual(
            await page.getByRole("link", { name: "Newer image" }).count(),
            1,
            "of one service",
        );
        await look(stage, "newer-overview");
        await session.go("/");
        await see("it is kept", badge);
        await session.go("/event-processor");
        await see("in the header", page.getByRole("link", { name: "Newer image" }));
        const differ = notice(page, "The Uyuni server and the Salt event processor differ in version");
        await see(
            "both versions",
            differ.getByText(/The server is 2026\.09, the event processor 2026\.08\./),
        );
        await look(stage, "newer-service");
        await session.go("/server");
        await button(differ, "Change image").click();
        const tag = page.getByRole("dialog").getByLabel("Tag", { exact: true });
        await see("the event processor's set-up", tag);
        assert.strictEqual(await tag.inputValue(), "latest", "with the server's tag");
        await moveTag(host, IMAGE, "2026.08", "old");
    },
);

test(
    "a tag that moved is told, and so is every refusal",
    {
        hash: "/event-processor?tab=image",
        given: async (host) => {
            await installProcessor(host, "2026.08");
            await startFaultyRegistry(host);
        },
    },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const conf = "/etc/containers/registries.conf.d/zzz-moved.conf";
        const ask = button(card(page), "Ask the registry");
        await see("the same image", card(page).getByText("The registry has the same image."));
        await moveTag(host, IMAGE, "2026.08", "2026.10");
        await ask.click();
        const other = card(page).getByText("The registry has a newer image under this tag by now.");
        await see("a newer image", other);
        await look(stage, "registry");

        const refusals: [number, Record<string, string>, string][] = [
            [401, {}, "localhost:5001 was reached, and asks for a login (401)."],
            [403, {}, "localhost:5001 was reached, and does not allow this image to be read (403)."],
            [404, {}, "localhost:5001 was reached, and has no such image or tag (404)."],
            [
                429,
                { "Retry-After": "5" },
                "localhost:5001 had too many requests (429): ask again in 5 seconds.",
            ],
            [500, {}, "localhost:5001 was reached, and has a fault of its own (500)."],
        ];
        for (const [status, headers, sentence] of refusals) {
            await setFault(host, { status, headers });
            await ask.click();
            await see(`the reason of ${status}`, card(page).getByText(sentence));
            if (status !== 429) continue;
            assert.true(
                (await blockedReason(ask))?.startsWith(
                    "localhost:5001 had too many requests: it is left alone until ",
                ),
            );
            await host.until("it may be asked again", async () =>
                (await ask.getAttribute("aria-disabled")) === "true" ? null : true,
            );
        }
        await host.exec("systemctl", "stop", "faulty-registry.service");
        await ask.click();
        await see("nobody listens", card(page).getByText(/^localhost:5001 does not accept connections: /));

        // podman's service has read this when it started, and the page keeps it from ending: it is not to be asked.
        const name = "registry.opensuse.org/uyuni/server-salt-event-processor";
        const lines = (values: Readonly<Record<string, string | boolean>>) =>
            Object.entries(values)
                .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
                .join("");
        const lead = (location: string, mirror: string) =>
            host.write(
                conf,
                `[[registry]]\n${lines({ prefix: name, location, insecure: true })}` +
                    `[[registry.mirror]]\n${lines({ location: mirror, insecure: true })}`,
            );
        await lead(`localhost:5000/${IMAGE}`, "localhost:5001/mirror");
        await ask.click();
        await see("another place", other);
        await see("its mirror", card(page).getByText("localhost:5001/mirror"));
        await see(
            "that the mirror did not answer",
            card(page).getByText(
                /^A mirror is passed over, as podman does: localhost:5001 does not accept connections: /,
            ),
        );
        await lead("localhost:5001/nowhere", `localhost:5000/${IMAGE}`);
        await ask.click();
        await see(
            "who answered",
            card(page).getByText(
                "Told by localhost:5000, a mirror of localhost:5001, from which podman pulls first.",
            ),
        );
        await see("the same", other);
        await see(
            "where the name leads",
            card(page).getByText(`registries.conf leads ${name} to localhost:5001/nowhere.`),
        );
        await host.exec("rm", conf);
    },
);
