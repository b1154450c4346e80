// SPDX-License-Identifier: LGPL-2.1-or-later
/** Pulls from a registry with faults: each says what is the matter, and leaves what runs alone. */
import { moveTag, setFault, startFaultyRegistry, UNTRUSTED, type Fault } from "../support/registry.js";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost, type Stage } from "../support/stage.js";
import {
    blockedReason,
    button,
    installProcessor,
    notice,
    operationCard,
    operationEnded,
    outcome,
    REPOSITORY,
    runningImage,
    SetUpDialog,
    unitListing,
    processorContainer,
} from "../support/uyuni.js";

const test = onHost("Registry faults");
const NAME = "server-salt-event-processor";

const here = {
    hash: "/event-processor",
    given: async (host: TestHost) => {
        await installProcessor(host, "2026.08");
        await startFaultyRegistry(host);
    },
    journalErrors: [/^systemd: Failed to start cockpit-uyuni-operation\.service/],
};

interface Refusal {
    readonly fault?: Fault;
    readonly image?: string;
    readonly tag?: string;
    readonly says: string | RegExp;
}

/** What a pull that fails must not change. */
async function untouched(host: TestHost): Promise<unknown> {
    return [
        await unitListing(host),
        await runningImage(host),
        await host.exec("podman", "inspect", "--format={{.Id}} {{.State.StartedAt}}", processorContainer),
    ];
}

/** Has the event processor's image changed, and sees why it cannot be. */
async function refuses(stage: Stage, refusal: Refusal): Promise<void> {
    const { assert, host, page, see } = stage;
    const { fault = {}, image = REPOSITORY, tag = "2026.10", says } = refusal;
    const before = await untouched(host);
    await setFault(host, fault);
    await SetUpDialog.change(stage, image, tag);
    await outcome(host, page, "Failed, nothing was changed");
    await see(
        JSON.stringify(fault),
        notice(page, "It failed, and nothing on the host was changed").getByText(says),
    );
    assert.deepEqual(await untouched(host), before, "the host is as it was, and the old container runs on");
}

/** Who may not have an image. */
const forbidden: readonly Refusal[] = [
    { fault: { status: 401 }, says: "localhost:5001 was reached, and asks for a login (401)." },
    {
        fault: { status: 403 },
        says: "localhost:5001 was reached, and does not allow this image to be read (403).",
    },
    {
        fault: { login: "user:secret", token: true },
        says: "localhost:5001 was reached, and asks for a login (401).",
    },
];

/** What else a registry answers. */
const answers: readonly Refusal[] = [
    {
        tag: "nosuch",
        says: "localhost:5001 was reached, and has no such image or tag (404).",
    },
    {
        fault: { status: 429, headers: { "Retry-After": "1" } },
        says: "localhost:5001 had too many requests (429): ask again in 1 seconds.",
    },
    {
        fault: { status: 500 },
        says: "localhost:5001 was reached, and has a fault of its own (500).",
    },
];

/** How the connection ends. */
const connections: readonly Refusal[] = [
    {
        fault: { cut: 1_000_000, path: "/blobs/" },
        tag: "large",
        says: "localhost:5001 was reached, and the connection broke in the middle: unexpected EOF",
    },
    {
        image: `${UNTRUSTED}/uyuni/${NAME}`,
        says: /^The certificate or TLS of localhost:5002 is not trusted by this host: /,
    },
    {
        image: `nowhere.example.com/uyuni/${NAME}`,
        says: "The name nowhere.example.com is not known: check it, and the name servers of this host.",
    },
];

test("a registry that does not give its images to everyone", here, async (stage) => {
    for (const refusal of forbidden) await refuses(stage, refusal);
});

test("a registry that cannot give an image", here, async (stage) => {
    for (const refusal of answers) {
        await refuses(stage, refusal);
        if (refusal.fault?.status === 429) await look(stage, "pull-failed");
    }
});

test("a connection to a registry that fails", here, async (stage) => {
    for (const refusal of connections) await refuses(stage, refusal);
});

test("a registry that is slow", here, async (stage) => {
    const { assert, host, page, see } = stage;
    const before = await untouched(host);
    await setFault(host, { rate: 2_000_000 });
    await SetUpDialog.change(stage, REPOSITORY, "large");
    await see("its bytes", operationCard(page).getByText(/^[\d.,]+ MB of [\d.,]+ MB$/));
    assert.deepEqual(await untouched(host), before, "the old container runs on");
    await button(operationCard(page), "Cancel").click();
    await operationEnded(host);
    await see("it ends at once", notice(page, "Cancelled: nothing on the host was changed"));
    assert.deepEqual(await untouched(host), before, "the host is as it was");
});

test("what is behind tags is asked for once more by hand", here, async (stage) => {
    const { assert, host, page, see, gone } = stage;
    await setFault(host, { status: 503, path: "/manifests/" });
    const { dialog, ...setUp } = await SetUpDialog.open(page);
    await see("the tags", dialog.getByText(/^[0-9]+ tags to choose from\.$/));
    const why = dialog.getByText(
        "Age, size and digest of the tags are not known: localhost:5001 was reached, and has a fault of its own (503).",
    );
    await see("why there are only names", why);
    await look(stage, "tag-details-failed");
    await setFault(host, {});
    await button(dialog, "Ask again").click();
    await gone("why", why);
    await new SetUpDialog(setUp.root).field("Tag").click();
    await see("an age", dialog.getByRole("option").locator("time").first());
    assert.strictEqual(await button(dialog, "Ask again").count(), 0);
});

test("what nobody waits for any more is not asked for", here, async ({ host, page, session }) => {
    await setFault(host, { wait: 120, path: "/tags/list" });
    const isAsked = async () => (await host.attempt(["pgrep", "--full", "^podman search "])).status === 0;
    await SetUpDialog.open(page);
    await host.until("podman asks", async () => ((await isAsked()) ? true : null));
    await session.page.keyboard.press("Escape");
    await host.until("it does no more", async () => ((await isAsked()) ? null : true), 5);
});

test("a tag that moved leads to the image that it means now", here, async (stage) => {
    const { assert, host, page } = stage;
    await moveTag(host, `uyuni/${NAME}`, "old", "2026.08");
    await moveTag(host, `uyuni/${NAME}`, "2026.08", "2026.10");
    try {
        await SetUpDialog.change(stage, REPOSITORY, "2026.08");
        await outcome(host, page, "Succeeded");
    } finally {
        await moveTag(host, `uyuni/${NAME}`, "2026.08", "old");
    }
    await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:2026.10`);
    const id = (format: string, name: string) => host.exec("podman", "inspect", `--format=${format}`, name);
    assert.strictEqual(
        await id("{{.Image}}", processorContainer),
        await id("{{.Id}}", `${REPOSITORY}:2026.10`),
        "the newer image runs",
    );
});

test("settings that have changed since podman's service was started", here, async (stage) => {
    const { assert, host, page, see, session } = stage;
    const conf = "/etc/containers/registries.conf.d/zzz-changed.conf";
    const registry = (lines: readonly string[]) => host.write(conf, `[[registry]]\n${lines.join("\n")}\n`);
    const started = () => host.property("podman.service", "ExecMainStartTimestampMonotonic");
    // The page listens to it from its first view on, so it does not end by itself.
    await see("what podman's service told", page.getByText("Image ID", { exact: true }));
    const before = await started();
    const steps = operationCard(page).getByText(/^Download /);
    try {
        await registry([
            ...['prefix = "*.changed.example.com"', 'location = "localhost:5000"'],
            "insecure = true",
        ]);
        await SetUpDialog.change(stage, `a.changed.example.com/uyuni/${NAME}`, "2026.10");
        await outcome(host, page, "Succeeded");
        await operationCard(page).getByText("Before anything is changed", { exact: true }).click();
        await see("its bytes could be watched", steps);
        assert.strictEqual(await runningImage(host), `a.changed.example.com/uyuni/${NAME}:2026.10`);

        await registry([`location = "${REPOSITORY}"`, "blocked = true"]);
        const blocked = "registries.conf blocks registry.opensuse.org: podman pulls nothing from it.";
        await refuses(stage, { image: REPOSITORY, tag: "2026.09", says: blocked });
        await session.go(`/event-processor?setup=1&image=${encodeURIComponent(REPOSITORY)}&tag=2026.09`);
        const { dialog, next, review } = new SetUpDialog(page);
        await see("where tags are chosen", dialog.getByText(blocked));

        await registry(['prefix = "*.changed.example.com/uyuni"']);
        await next.click();
        await see("podman's words", dialog.getByText(/^getting registries: .*zzz-changed\.conf/));
        await see("no verdict", dialog.getByText("Whether set-up is possible is not known."));
        assert.strictEqual(await blockedReason(review), "The host could not be looked at");
        await look(stage, "registries-malformed");
    } finally {
        await host.exec("rm", conf);
    }

    await host.write("/etc/ssl/certs/changed.pem", "");
    await session.go(
        `/event-processor?setup=1&image=${encodeURIComponent(`${UNTRUSTED}/uyuni/${NAME}`)}&tag=2026.09`,
    );
    const dialog = new SetUpDialog(page);
    await dialog.next.click();
    await see(
        "that it knows the old certificates",
        dialog.dialog.getByText(/^podman’s service has run since/),
    );
    await look(stage, "pull-unwatched");
    await dialog.review.click();
    await see("the plan", dialog.dialog.getByText(/^Pull /).first());
    assert.strictEqual(
        await dialog.dialog.getByText(/^Download /).count(),
        0,
        "nothing is pulled through it",
    );
    assert.strictEqual(await started(), before, "it has run all the time");
});
