// SPDX-License-Identifier: LGPL-2.1-or-later
/** An upgrade under the same tag: whose image a name means, at every end that it may have. */
import type { TestHost } from "../support/host.js";
import { moveTag } from "../support/registry.js";
import { onHost } from "../support/stage.js";
import {
    button,
    fastRegistry,
    installProcessor,
    notice,
    operationCard,
    operationEnded,
    outcome,
    processorContainer,
    REPOSITORY,
    SetUpDialog,
    slowRegistry,
} from "../support/uyuni.js";

const test = onHost("Moved tag");
const NAME = `${REPOSITORY}:latest`;
const repository = REPOSITORY.slice(REPOSITORY.indexOf("/") + 1);

function meant(host: TestHost, name: string): Promise<string> {
    return host.exec("podman", "image", "inspect", "--format={{.Id}}", name);
}

/** Image that the event processor runs from, and since when. */
function running(host: TestHost): Promise<string> {
    return host.exec(
        ...["podman", "container", "inspect", "--format={{.Image}} {{.State.StartedAt}}"],
        processorContainer,
    );
}

const given = {
    hash: "/event-processor",
    given: (host: TestHost) => installProcessor(host),
    journalErrors: [/^systemd: Failed to start cockpit-uyuni-operation\.service/],
};

test("a name means another image only when all went well", given, async (stage) => {
    const { assert, host, page, see } = stage;
    const old = await meant(host, NAME);
    const container = await running(host);

    await moveTag(host, repository, "latest", "large");
    await slowRegistry(host, 20);
    await SetUpDialog.run(page);
    await see("the bytes", operationCard(page).getByText(/^[\d.,]+ MB of [\d.,]+ MB$/));
    await button(operationCard(page), "Cancel").click();
    await operationEnded(host);
    await see("that nothing was changed", notice(page, "Cancelled: nothing on the host was changed"));
    assert.strictEqual(await meant(host, NAME), old, "cancelled: the name means the old image");
    assert.strictEqual(await running(host), container, "what runs took no notice");
    await fastRegistry(host);

    await moveTag(host, repository, "latest", "unhealthy");
    await SetUpDialog.run(page);
    await outcome(host, page, "Failed and rolled back");
    assert.strictEqual(await meant(host, NAME), old, "rolled back: the name means the old image again");
    assert.true((await running(host)).startsWith(old), "which runs again");

    await moveTag(host, repository, "latest", "large");
    await SetUpDialog.run(page);
    await outcome(host, page, "Succeeded");
    const now = await meant(host, NAME);
    assert.notStrictEqual(now, old);
    assert.true((await running(host)).startsWith(now), "done: the new one runs, and the name means it");
    const names = await host.exec(
        "podman",
        "images",
        "--no-trunc",
        "--format={{.ID}} {{.Repository}}:{{.Tag}}",
    );
    assert.true(
        names.split("\n").some((line) => line.startsWith(`sha256:${old} ${REPOSITORY}:pinned-`)),
        `the old one keeps a name: ${names}`,
    );
});
