// SPDX-License-Identifier: LGPL-2.1-or-later
/** The images page: which images are there for what, and removing those that nothing needs. */
import type { Locator } from "playwright-core";
import { look } from "../support/look.js";
import type { TestHost } from "../support/host.js";
import { onHost, type Stage } from "../support/stage.js";
import { belongings, usedBytes } from "../support/uninstall.js";
import {
    button,
    difference,
    installProcessor,
    notice,
    operationsSince,
    outcome,
    processorUnit,
    REPOSITORY,
    SetUpDialog,
} from "../support/uyuni.js";

const test = onHost("Images");
const here = { hash: "/images" };
const SALINE = "registry.opensuse.org/uyuni/server-saline";

async function idOf(host: TestHost, reference: string): Promise<string> {
    return (await host.exec("podman", "image", "inspect", "--format={{.Id}}", reference)).trim();
}

/** Makes an image of the event processor with so many MB on top of another one, older than those of the registry. */
async function buildImage(host: TestHost, tag: string, from: string, megabytes: number): Promise<void> {
    const folder = `/root/build-${tag}`;
    await host.exec("mkdir", "-p", folder);
    await host.exec(
        "dd",
        "status=none",
        "if=/dev/urandom",
        `of=${folder}/${tag}`,
        "bs=1M",
        `count=${megabytes}`,
    );
    await host.write(`${folder}/Containerfile`, `FROM ${from}\nCOPY ${tag} /${tag}\n`);
    await host.exec(
        ...["podman", "build", "--quiet", "--timestamp=1780000000"],
        ...[`--tag=${REPOSITORY}:${tag}`, folder],
    );
}

/** The row of the image with this id. */
function row(root: Locator, id: string): Locator {
    return root
        .locator(".uyuni-images-table tbody tr")
        .filter({ has: root.page().getByText(id.slice(0, 12), { exact: true }) });
}

function cleanUpButton(root: Locator): Locator {
    return button(root.getByRole("region", { name: "Clean up", exact: true }), "Clean up");
}

test("there is nothing to clean up", { ...here, given: installProcessor }, async (stage) => {
    const { host, page, see } = stage;
    const id = await idOf(host, `${REPOSITORY}:latest`);
    await see("the running image", row(page, id).getByText("running", { exact: true }));
    await see("that it is configured", row(page, id).getByText("configured", { exact: true }));
    await see("that nothing goes", page.getByText(/^There is nothing to clean up/));
    stage.assert.strictEqual(await page.getByRole("checkbox").count(), 0, "nothing can be chosen");
    stage.assert.strictEqual(await cleanUpButton(page).count(), 0, "there is nothing to press");
});

test("superseded images go, and no others", { hash: "/event-processor", fresh: true }, async (stage) => {
    const { assert, host, page, see, open, close, session } = stage;
    for (const tag of ["2026.08", "2026.10"]) {
        await SetUpDialog.run(page, { tag });
        await outcome(host, page, "Succeeded");
    }
    for (const tag of ["2026.09", "latest", "exits", "unhealthy"])
        await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:${tag}`);
    await buildImage(host, "2026.05", "scratch", 40);
    await buildImage(host, "2026.06", `${REPOSITORY}:2026.05`, 30);
    await host.exec("podman", "pull", "--quiet", `${SALINE}:2026.08`);
    await host.exec("podman", "tag", `${SALINE}:2026.08`, "example.org/mine:1");
    const ids = {
        ran: await idOf(host, `${REPOSITORY}:2026.08`),
        current: await idOf(host, `${REPOSITORY}:2026.10`),
        newest: await idOf(host, `${REPOSITORY}:latest`),
        newer: await idOf(host, `${REPOSITORY}:unhealthy`),
        foreign: await idOf(host, `${REPOSITORY}:exits`),
        superseded: await idOf(host, `${REPOSITORY}:2026.05`),
        dangling: await idOf(host, `${REPOSITORY}:2026.06`),
        named: await idOf(host, `${SALINE}:2026.08`),
    };
    await host.exec("podman", "untag", ids.dangling);
    await host.exec("podman", "create", "--name", "somebody", ids.foreign, "true");
    await host.exec("systemctl", "stop", processorUnit);
    await close(session);

    const { root } = await open(here);
    const says = (what: keyof typeof ids, text: string | RegExp) =>
        see(`${what}: ${String(text)}`, row(root, ids[what]).getByText(text).first());
    const box = (what: keyof typeof ids) => row(root, ids[what]).getByRole("checkbox");
    await says("current", "configured");
    await says("ran", "It ran before: kept for going back");
    await says("newest", "One of the newest that nothing uses: kept for going back");
    await says("newest", `${REPOSITORY}:2026.09`);
    await says("newer", "It is newer than the one that uyuni-event-processor@.service uses");
    await says("superseded", "superseded");
    await says("dangling", "dangling");
    await says("foreign", "It stays: the container somebody was made from it.");
    await says("named", /^Somebody gave it the name example\.org\/mine:1 as well/);
    for (const what of ["current", "foreign", "named"] as const)
        assert.strictEqual(await box(what).count(), 0, `${what} cannot be chosen`);
    for (const what of ["ran", "newest", "newer"] as const)
        assert.false(await box(what).isChecked(), `${what} is not proposed`);
    for (const what of ["superseded", "dangling"] as const)
        assert.true(await box(what).isChecked(), `${what} goes`);

    const keep = root.getByLabel("Kept for going back, of each service");
    await keep.fill("1");
    assert.true(await box("newest").isChecked(), "one less is kept");
    assert.false(await box("ran").isChecked(), "the one that ran is kept");
    await keep.fill("11");
    await see("the limits", root.getByText("A number from 0 to 10"));
    await keep.fill("2");
    assert.false(await box("newest").isChecked(), "it is kept again");
    await box("dangling").uncheck();
    await says("superseded", /^It stays as long as this one does/);
    assert.strictEqual(await box("superseded").count(), 0, "not from under an image that stays");
    await box("dangling").check();
    assert.true(await box("superseded").isChecked(), "both go");
    await look(stage, "images");

    const before = await belongings(host);
    const used = await usedBytes(host);
    const promised = await root
        .getByText(/^2 images go, and/)
        .first()
        .innerText();
    await cleanUpButton(root).click();
    await outcome(host, root, "Succeeded");
    assert.deepEqual(
        difference(before, await belongings(host)),
        before
            .filter(
                (line) =>
                    line.startsWith("image ") &&
                    (line.includes(ids.superseded) || line.includes(ids.dangling)),
            )
            .map((line) => `- ${line}`),
        "these images went, and nothing else",
    );
    const freed = (used - (await usedBytes(host))) / 1e6;
    const megabytes = Number(/([0-9]+) MB become free/.exec(promised)?.[1]);
    console.log(`# ${freed.toFixed(1)} MB less are used, ${megabytes} MB were promised`);
    assert.true(
        Math.abs(freed - megabytes) < 15,
        `${freed.toFixed()} MB less are used, and ${megabytes} MB were promised`,
    );
    const report = root.getByRole("region", { name: "Report" });
    await see("the report", report.getByText(/ 0 failed, \d+ things stayed\. Free space grew by/));
    await see("nothing more to do", root.getByText(/^There is nothing to clean up/));
    await look(stage, "images-report");
    await host.exec("podman", "rm", "somebody");
});

test(
    "an image that podman cannot remove, and one that somebody uses in the last moment",
    { ...here, fresh: true, given: installProcessor },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const reference = `${REPOSITORY}:2026.08`;
        await host.exec("podman", "pull", "--quiet", reference);
        const id = await idOf(host, reference);
        await see(
            "it is kept",
            row(page, id).getByText("One of the newest that nothing uses", { exact: false }),
        );
        await row(page, id).getByRole("checkbox").check();
        await see("the command", page.getByText(`podman rmi --no-prune ${id}`, { exact: false }));

        // There is a podman at every moment.
        await host.exec("ln", "/usr/bin/podman", "/usr/bin/podman.real");
        await host.write(
            "/usr/bin/podman.faulty",
            '#!/bin/sh\ncase "$*" in rmi*) echo "storage is broken" >&2; exit 125;; esac\nexec /usr/bin/podman.real "$@"\n',
        );
        await host.exec("chmod", "755", "/usr/bin/podman.faulty");
        await host.exec("mv", "-fT", "/usr/bin/podman.faulty", "/usr/bin/podman");
        await cleanUpButton(page).click();
        await outcome(host, page, "Finished, with failed steps");
        await host.exec("mv", "-f", "/usr/bin/podman.real", "/usr/bin/podman");
        const report = page.getByRole("region", { name: "Report" });
        await see("podman's own text", report.getByText("storage is broken"));

        await row(page, id).getByRole("checkbox").check();
        await cleanUpButton(page).waitFor();
        await host.exec("podman", "create", "--name", "somebody", id, "true");
        // The page may have seen it before the press.
        await see(
            "who uses it",
            row(page, id).getByText("It stays: the container somebody was made from it."),
        );
        assert.strictEqual(await cleanUpButton(page).count(), 0, "it is not offered any more");
        await host.exec("podman", "rm", "somebody");

        await row(page, id).getByRole("checkbox").waitFor();
        await cleanUpButton(page).click();
        await outcome(host, page, "Succeeded");
        const { status } = await host.attempt(["podman", "image", "exists", id]);
        assert.strictEqual(status, 1, "it is gone");
        await see("the history", page.getByRole("region", { name: `Remove the image ${reference}` }));
    },
);

const HOLD = "/run/hold-podman";

/** Puts a podman in place that, while it is held, does not list containers. */
async function installHeldPodman(host: TestHost): Promise<void> {
    await host.write(HOLD, "");
    // There is a podman at every moment.
    await host.exec("ln", "/usr/bin/podman", "/usr/bin/podman.real");
    await host.write(
        "/usr/bin/podman.held",
        [
            "#!/bin/sh",
            `case "$*" in 'container ls --all --quiet --no-trunc') flock --shared ${HOLD} true;; esac`,
            'exec /usr/bin/podman.real "$@"',
            "",
        ].join("\n"),
    );
    await host.exec("chmod", "755", "/usr/bin/podman.held");
    await host.exec("mv", "-fT", "/usr/bin/podman.held", "/usr/bin/podman");
}

/** Presses the button, and has a container made from an image before the page, in answer, has looked at the host again. */
async function useInTheLastMoment({ host, page, see }: Stage, id: string, name: string): Promise<void> {
    const holding = ["flock", HOLD, "sleep", "infinity"];
    await host.exec("systemd-run", "--quiet", "--collect", "--unit=hold-podman", ...holding);
    await host.until("it is held", async () =>
        (await host.attempt(["flock", "--nonblock", HOLD, "true"])).status === 0 ? null : true,
    );
    await cleanUpButton(page).click();
    const card = page.getByRole("region", { name: "Clean up", exact: true });
    await see("that it looks at the host", card.getByRole("progressbar"));
    await host.exec("podman", "create", "--name", name, id, "true");
    await host.exec("systemctl", "stop", "hold-podman.service");
}

test(
    "nothing goes when the host has changed between the look and the press",
    { ...here, fresh: true, given: installProcessor },
    async (stage) => {
        const { assert, host, page, see } = stage;
        const tags = ["2026.08", "2026.10"];
        for (const tag of tags) await host.exec("podman", "pull", "--quiet", `${REPOSITORY}:${tag}`);
        const [one = "", other = ""] = await Promise.all(
            tags.map((tag) => idOf(host, `${REPOSITORY}:${tag}`)),
        );
        const exists = async (id: string) =>
            (await host.attempt(["podman", "image", "exists", id])).status === 0;
        for (const id of [one, other]) await row(page, id).getByRole("checkbox").check();
        await see("both go", page.getByText(/^2 images go, and/).first());

        const start = await host.journalEnd();
        await installHeldPodman(host);
        await useInTheLastMoment(stage, one, "somebody");
        await see("the refusal", notice(page, "The host has changed since; look at the new plan"));
        await see(
            "who uses it",
            row(page, one).getByText("It stays: the container somebody was made from it."),
        );
        await see("the new plan", page.getByText(/^1 image goes, and/).first());
        await look(stage, "images-changed");
        assert.deepEqual(await operationsSince(host, start), [], "nothing was started");
        assert.true((await exists(one)) && (await exists(other)), "and both are there");

        await useInTheLastMoment(stage, other, "somebody-else");
        await see("the refusal", notice(page, "The host has changed since: nothing was removed"));
        assert.strictEqual(await cleanUpButton(page).count(), 0, "nothing is left to press");
        assert.deepEqual(await operationsSince(host, start), [], "nothing was started");
        await look(stage, "images-changed-nothing");
        await host.exec("mv", "-f", "/usr/bin/podman.real", "/usr/bin/podman");

        await host.exec("podman", "rm", "somebody-else");
        await row(page, other).getByRole("checkbox").check();
        await cleanUpButton(page).click();
        await outcome(host, page, "Succeeded");
        assert.true((await exists(one)) && !(await exists(other)), "the one that nothing uses went");
        await host.exec("podman", "rm", "somebody");
    },
);

test("without podman's socket", here, async ({ host, page, see }) => {
    await page.getByRole("region", { name: "Images on this host" }).waitFor();
    await host.exec("systemctl", "stop", "podman.socket", "podman.service");
    await see("why nothing is shown", notice(page, "podman.socket is off"));
    await button(page, "Start podman.socket").click();
    await see("the images again", page.getByRole("region", { name: "Images on this host" }));
});

test("with limited access", { ...here, user: "guest" }, async ({ page, see }) => {
    await see("why nothing is shown", notice(page, "The images need administrative access"));
});

test("the way from the overview and from a service's image", {}, async ({ page, see }) => {
    await page.getByRole("link", { name: "Images", exact: true }).click();
    await see("the page", page.getByRole("region", { name: "Images on this host" }));
});
