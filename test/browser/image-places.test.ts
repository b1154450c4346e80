// SPDX-License-Identifier: LGPL-2.1-or-later
/** Images from other places than a registry, and pinned ones. */
import type { Locator } from "playwright-core";
import type { TestHost } from "../support/host.js";
import { look } from "../support/look.js";
import { onHost } from "../support/stage.js";
import {
    blockedReason,
    button,
    outcome,
    processorContainer,
    processorUnit,
    REPOSITORY,
    SetUpDialog,
} from "../support/uyuni.js";

const test = onHost("Image places");
const here = { hash: "/event-processor" };
const MINE = "localhost/mine:1";

function radio(dialog: SetUpDialog, name: string): Locator {
    return dialog.dialog.getByRole("radio", { name, exact: true });
}

function pinOf({ dialog }: SetUpDialog): Locator {
    return dialog.getByRole("checkbox", { name: "Pin to the digest that the tag has now" });
}

async function digestOf(host: TestHost, name: string): Promise<string> {
    return host.exec("podman", "image", "inspect", "--format={{.Digest}}", name);
}

/** The reference in the unit, and the one that the container was made from. */
async function images(host: TestHost): Promise<string[]> {
    const environment = await host.property(processorUnit, "Environment");
    return [
        /UYUNI_EVENT_PROCESSOR_IMAGE=(\S+)/.exec(environment)?.[1] ?? "",
        await host.exec("podman", "inspect", "--format={{.ImageName}}", processorContainer),
    ];
}

const local = {
    ...here,
    given: async (host: TestHost) => {
        await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:2026.10`);
        await host.exec("podman", "tag", `${REPOSITORY}:2026.10`, MINE);
    },
};
test("an image that is on this host", local, async (stage) => {
    const { assert, host, page, see } = stage;
    const digest = await digestOf(host, MINE);
    const dialog = await SetUpDialog.open(page);
    await radio(dialog, "On this host").check();
    const own = dialog.dialog.getByRole("radiogroup", { name: "Images on this host" });
    await see("the service's", own.getByText(`${REPOSITORY}:2026.10`, { exact: true }));
    await see("its age", own.locator("time").first());
    await see("its size", own.getByText(/^[0-9.]+ MB$/).first());
    await see("its digest", own.getByText(digest.slice(0, 19), { exact: true }));
    assert.strictEqual(await own.getByText("server-postgresql").count(), 0);
    await dialog.dialog.getByRole("button", { name: /^Images with other names/ }).click();
    await radio(dialog, MINE).check();
    await look(stage, "image-places-host");
    await dialog.toReview();
    assert.strictEqual(await dialog.dialog.getByText(/^(Pull|Download) /).count(), 0, "nothing is pulled");
    await dialog.start();
    await outcome(host, page, "Succeeded");
    assert.deepEqual(await images(host), [MINE, MINE]);

    const again = await SetUpDialog.open(page);
    assert.true(await radio(again, "On this host").isChecked(), "what was built here is looked for here");
    assert.true(await radio(again, MINE).isChecked());
});

test("an image that is pinned runs whatever becomes of its tag", local, async (stage) => {
    const { assert, host, page, see } = stage;
    const dialog = await SetUpDialog.open(page);
    await radio(dialog, "Registry").check();
    await dialog.field("Registry and name").fill(REPOSITORY);
    await dialog.field("Tag").fill("2026.09");
    const pin = pinOf(dialog);
    await host.until("its digest is known", async () => ((await pin.isEnabled()) ? true : null));
    await pin.check();
    await see("the digest", dialog.dialog.getByText(new RegExp(`^${REPOSITORY}@sha256:[0-9a-f]{64}$`)));
    await look(stage, "image-places-pinned");
    await dialog.toReview();
    await dialog.start();
    await outcome(host, page, "Succeeded");
    const [unit = "", container] = await images(host);
    assert.true(unit.startsWith(`${REPOSITORY}@sha256:`), unit);
    assert.strictEqual(container, unit);

    const here = await SetUpDialog.open(page);
    assert.strictEqual(await here.field("Tag").inputValue(), unit.slice(unit.indexOf("@") + 1));
    await radio(here, "On this host").check();
    await radio(here, `${REPOSITORY}:2026.10`).check();
    await pin.check();
    await here.toReview();
    await here.start();
    await outcome(host, page, "Succeeded");
    const pinned = `${REPOSITORY}@${await digestOf(host, MINE)}`;
    assert.deepEqual(await images(host), [pinned, pinned]);
    await host.exec("podman", "tag", unit, `${REPOSITORY}:2026.10`);
    await host.exec("systemctl", "restart", processorUnit);
    assert.deepEqual(await images(host), [pinned, pinned], "it starts without its tag");
});

const archived = {
    ...here,
    fresh: true,
    given: async (host: TestHost) => {
        await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:2026.10`);
        await host.exec("podman", "tag", `${REPOSITORY}:2026.10`, MINE);
        await host.exec("podman", "save", "--quiet", "--output", "/root/docker.tar", MINE);
        const oci = ["--format", "oci-archive", "--output", "/root/oci.tar"];
        await host.exec("podman", "save", "--quiet", ...oci, `${REPOSITORY}:2026.10`);
        await host.exec("podman", "rmi", MINE, `${REPOSITORY}:2026.10`);
        await host.write("/root/broken.tar", "This is no archive.");
        await host.exec("cp", "/root/docker.tar", "/tmp/open.tar");
        await host.exec("cp", "/root/docker.tar", "/root/cut.tar");
        await host.exec("truncate", "--size=100000", "/root/cut.tar");
    },
};
test("archives on the server", archived, async (stage) => {
    const { assert, host, page, see } = stage;
    const dialog = await SetUpDialog.open(page);
    await radio(dialog, "Archive on the server").check();
    const path = dialog.dialog.getByLabel("Archive", { exact: true });
    const before = await host.listing("/etc/systemd/system");

    await path.fill("/root/../etc/shadow");
    await see("no traversal", dialog.dialog.getByText("The path has neither empty parts, nor “.” and “..”."));
    for (const [name, sentence] of [
        ["/root/broken.tar", "/root/broken.tar is no archive of an image."],
        ["/root/cut.tar", "/root/cut.tar is damaged: it cannot be read to its end."],
        ["/root/nothing.tar", "There is no file /root/nothing.tar."],
        ["/root", "/root is no file."],
    ] as const) {
        await path.fill(name);
        await path.press("Tab");
        await see(name, dialog.dialog.getByRole("status").getByText(sentence));
        await dialog.next.click();
        await see("refused", dialog.dialog.getByText(sentence));
        assert.strictEqual(await blockedReason(dialog.review), "A check failed");
        if (name === "/root/broken.tar") await look(stage, "image-places-archive-broken");
        await button(dialog.dialog, "Back").click();
    }
    await path.fill("/tmp/open.tar");
    await dialog.next.click();
    await see("it may be anybody's", dialog.dialog.getByText("Others than root may change /tmp."));
    await button(dialog.dialog, "Back").click();
    assert.deepEqual(await host.listing("/etc/systemd/system"), before, "nothing was changed");
    assert.false((await host.exec("podman", "images", "--format={{.Names}}")).includes("mine"));

    await path.fill("/root/docker.tar");
    await button(dialog.dialog, "Look into the archive").click();
    await see("what it has", dialog.dialog.getByText(/^The archive has [0-9.]+ MB, for amd64\.$/));
    assert.true(await radio(dialog, MINE).isChecked());
    await see(
        "why it is not pinned",
        dialog.dialog.getByText(/^It cannot be pinned to a digest yet, since /),
    );
    assert.strictEqual(await pinOf(dialog).count(), 0);
    await look(stage, "image-places-archive");
    await dialog.toReview();
    assert.strictEqual(await dialog.dialog.getByText(/^(Pull|Download) /).count(), 0, "nothing is pulled");
    await see("it is loaded", dialog.dialog.getByText(`Load ${MINE} from /root/docker.tar`));
    await dialog.start();
    await outcome(host, page, "Succeeded");
    assert.deepEqual(await images(host), [MINE, MINE]);

    const loaded = await SetUpDialog.open(page);
    assert.true(await radio(loaded, MINE).isChecked(), "what was loaded is on this host");
    await pinOf(loaded).check();
    await loaded.toReview();
    await loaded.start();
    await outcome(host, page, "Succeeded");
    const pinned = `localhost/mine@${await digestOf(host, MINE)}`;
    assert.deepEqual(await images(host), [pinned, pinned], "then it can be pinned");

    const again = await SetUpDialog.open(page);
    await radio(again, "Archive on the server").check();
    await path.fill("/root/oci.tar");
    await button(again.dialog, "Look into the archive").click();
    await see("its image", radio(again, `${REPOSITORY}:2026.10`));
    await again.next.click();
    // The OCI's format has no place for a health check: podman would refuse to wait for its result.
    await see("what checks warn of", again.dialog.getByText(/^The image has no health check: /));
    await again.review.click();
    await see("it is loaded", again.dialog.getByText(`Load ${REPOSITORY}:2026.10 from /root/oci.tar`));
    await again.start();
    await outcome(host, page, "Succeeded");
});

const FOLDER = "/usr/share/suse-docker-images/native";
const NAME = "uyuni-server-salt-event-processor";

/** As RPMs put them there: an archive of the image, and what says which one it is. */
async function shipImage(host: TestHost, tag: string): Promise<void> {
    await host.exec("mkdir", "--parents", FOLDER);
    await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:${tag}`);
    await host.exec("podman", "save", "--quiet", "--output", `${FOLDER}/image.tar`, `${REPOSITORY}:${tag}`);
    await host.exec("podman", "rmi", `${REPOSITORY}:${tag}`);
    await host.exec("gzip", "--fast", `${FOLDER}/image.tar`);
    const image = { name: NAME, tags: [tag], file: "image.tar.gz" };
    await host.write(`${FOLDER}/image.metadata`, JSON.stringify({ image }));
    await host.write(`${FOLDER}/broken.metadata`, "{");
}

const shipped = { ...here, fresh: true, given: (host: TestHost) => shipImage(host, "2026.10") };
test("an image out of an RPM", shipped, async (stage) => {
    const { assert, host, page, see } = stage;
    const dialog = await SetUpDialog.open(page);
    await radio(dialog, "From an RPM").check();
    await radio(dialog, NAME).check();
    await see("what it has", dialog.dialog.getByText(/^The archive has [0-9.]+ MB, for amd64\.$/), 60);
    assert.true(await radio(dialog, `${REPOSITORY}:2026.10`).isChecked());
    await look(stage, "image-places-rpm");
    await dialog.toReview();
    await dialog.start();
    await outcome(host, page, "Succeeded");
    const loaded = `${REPOSITORY}:2026.10`;
    assert.deepEqual(await images(host), [loaded, loaded]);

    // mgradm, too, takes an RPM's image before it asks the registry.
    const again = await SetUpDialog.open(page);
    assert.true(await radio(again, "Always").isChecked());
    await again.toReview();
    await see("the RPM's", again.dialog.getByText(`Load ${loaded} from ${FOLDER}/image.tar.gz`));
    assert.strictEqual(await again.dialog.getByText(/^(Pull|Download) /).count(), 0, "nothing is pulled");
});
