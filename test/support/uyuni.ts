/** What the tests name of the module: its files on the host, and the parts of its pages. */
import type { Locator } from "playwright-core";
import {
    processorConf,
    processorContainer,
    processorDropIns,
    processorFiles,
    processorUnit,
    processorUnitFile,
} from "../../src/uyuni/event-processor.js";
import { parseReference } from "../../src/uyuni/reference.js";
import type { TestHost } from "./host.js";
import type { Stage } from "./stage.js";

export { processorConf, processorContainer, processorDropIns, processorUnit, processorUnitFile };

export const REPOSITORY = "registry.opensuse.org/uyuni/server-salt-event-processor";

/** Sets up the event processor as the module does, without it; unless it is set up that way already. */
export async function installProcessor(
    host: TestHost,
    tag = "latest",
    repository = REPOSITORY,
): Promise<void> {
    const image = parseReference(`${repository}:${tag}`);
    if ("error" in image) throw new Error(`${tag} is not a tag`);
    if (
        (await host.property(processorUnit, "ActiveState")) === "active" &&
        (await runningImage(host)) === image.ok.text
    )
        return;
    for (const { path, mode, text } of processorFiles({
        image: image.ok,
        databaseHost: "db",
        databasePort: "5432",
        databaseName: "susemanager",
    }))
        await host.write(path, text, mode);
    await host.exec("podman", "pull", "--quiet", image.ok.text);
    // It has systemd read the unit files, too.
    await host.exec("systemctl", "enable", processorUnit);
    // Should podman fail on a busy machine, systemd starts the unit again by itself.
    if ((await host.attempt(["systemctl", "restart", processorUnit])).status !== 0) {
        console.log(await host.exec("journalctl", "--no-pager", "--lines=30", `--unit=${processorUnit}`));
        await host.untilProperty(processorUnit, "ActiveState", "active");
    }
    await host.exec("podman", "wait", "--condition=healthy", processorContainer);
}

/** Reference that the event processor's container was made from. */
export function runningImage(host: TestHost): Promise<string> {
    return host.exec("podman", "inspect", "--format={{.ImageName}}", processorContainer);
}

/** Files that a set-up may touch. */
export function unitListing(host: TestHost): Promise<string[]> {
    return host.listing("/etc/systemd/system");
}

/** What `systemd-analyze verify` has to say; but for the modes, which are mgradm's. */
export async function verifyUnit(host: TestHost, unit: string): Promise<string[]> {
    const { stdout, stderr } = await host.attempt(["systemd-analyze", "verify", unit]);
    return `${stdout}${stderr}`
        .split("\n")
        .filter((line) => line !== "" && !line.includes(" is marked executable. "));
}

/** Ids of the operations that have begun since `cursor`. */
export async function operationsSince(host: TestHost, cursor: string): Promise<string[]> {
    const output = await host.exec(
        "journalctl",
        `--after-cursor=${cursor}`,
        "--output=json",
        "--no-pager",
        "--quiet",
        "UNIT=cockpit-uyuni-operation.service",
    );
    const ids = output
        .split("\n")
        .flatMap((line) => /"COCKPIT_UYUNI_OPERATION":"([0-9a-f]{12})"/.exec(line)?.[1] ?? []);
    return [...new Set(ids)];
}

/** Lets the registry send this many megabytes a second, and everything else as fast as it is. */
export async function slowRegistry(host: TestHost, megabytes: number): Promise<void> {
    const nft = (...args: string[]) => host.exec("nft", ...args);
    await nft("add", "table", "inet", "slow");
    await nft("add", "chain", "inet", "slow", "out", "{ type filter hook output priority 0; }");
    const above = ["limit", "rate", "over", `${megabytes}`, "mbytes/second", "burst", "2", "mbytes"];
    await nft("add", "rule", "inet", "slow", "out", "tcp", "sport", "5000", ...above, "drop");
}

export async function fastRegistry(host: TestHost): Promise<void> {
    await host.exec("nft", "destroy", "table", "inet", "slow");
}

/** Waits until neither an operation nor its roll-back runs. */
export async function operationEnded(host: TestHost, seconds = 30): Promise<void> {
    const units = ["cockpit-uyuni-operation.service", "cockpit-uyuni-rollback.service"];
    await host.until(
        "the operation has ended",
        async () => {
            const states = await host.exec(
                ...["systemctl", "show", "--value", "--property=ActiveState", "--", ...units],
            );
            const ended = states.split("\n").filter((state) => /^(?:inactive|failed)$/.test(state));
            return ended.length === units.length ? true : null;
        },
        seconds,
    );
}

const operationGroup = "/sys/fs/cgroup/system.slice/cockpit-uyuni-operation.service";

/**
 * Freezes the running operation where it is, until it is let go on. By its group, not by a signal: between two steps
 * there is no program that could get one.
 */
export async function holdOperation(host: TestHost): Promise<void> {
    await host.write(`${operationGroup}/cgroup.freeze`, "1");
    await host.until("the operation is frozen", async () =>
        /^frozen 1$/m.test((await host.read(`${operationGroup}/cgroup.events`)) ?? "") ? true : null,
    );
}

export async function letOperationGoOn(host: TestHost): Promise<void> {
    await host.write(`${operationGroup}/cgroup.freeze`, "0");
}

/** Waits until the event processor is up, with a container of the image with this tag. */
export async function untilProcessorRuns(host: TestHost, tag: string): Promise<void> {
    const argv = ["podman", "ps", "--filter=name=^uyuni-salt-event-processor-0$", "--format={{.Image}}"];
    await host.until(`the event processor of the image ${tag}`, async () =>
        (await host.exec(...argv)).endsWith(`:${tag}`) ? true : null,
    );
    await host.untilProperty(processorUnit, "ActiveState", "active");
}

/** Takes every unit of Uyuni's from the host. */
export async function removeUyuni(host: TestHost): Promise<void> {
    // Whether or not it is there.
    await host.attempt(["systemctl", "stop", processorUnit]);
    await host.exec("systemctl", "stop", "uyuni-server.service", "uyuni-db.service");
    const ours = ["-name", "uyuni-*", "-o", "-path", "*/uyuni-*.service.d/*"];
    await host.exec("find", "/etc/systemd/system", "-depth", "(", ...ours, ")", "-delete");
    await host.exec("systemctl", "daemon-reload");
}

/** What is in `after` and not in `before`, and the other way round. */
export function difference(before: readonly string[], after: readonly string[]): string[] {
    const old = new Set(before);
    const now = new Set(after);
    return [
        ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
        ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ];
}

/** How many events were processed, and how many of them before an older one of the same queue. */
export async function processedEvents(host: TestHost): Promise<{ total: number; wrong: number }> {
    const [total, wrong] = (
        await host.sql(
            `SELECT count(*), count(*) FILTER (WHERE event_id < newest) FROM (
                SELECT event_id, max(event_id) OVER (PARTITION BY queue ORDER BY seq
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest
                FROM standin_processed) AS processed`,
        )
    ).split("|");
    return { total: Number(total), wrong: Number(wrong) };
}

export function button(root: Locator, name: string): Locator {
    return root.getByRole("button", { name, exact: true });
}

export function heading(root: Locator, name: string | RegExp): Locator {
    return root.getByRole("heading", { name, exact: true });
}

/** An alert by (a part of) its title. */
export function notice(root: Locator, title: string | RegExp): Locator {
    return root
        .locator(".pf-v6-c-alert")
        .filter({ has: root.page().locator(".pf-v6-c-alert__title").filter({ hasText: title }) });
}

/** The overview's row of a service. */
export function overviewRow(root: Locator, service: string): Locator {
    return root.locator("tr").filter({ has: root.page().getByRole("link", { name: service, exact: true }) });
}

/** The value of a fact on a card. */
export function fact(root: Locator, card: string, name: string): Locator {
    return root
        .getByRole("region", { name: card, exact: true })
        .locator(".pf-v6-c-description-list__group")
        .filter({ has: root.page().getByText(name, { exact: true }) })
        .locator("dd");
}

/** The operation's card on the service's page. */
export function operationCard(root: Locator): Locator {
    return root.locator(".uyuni-operation");
}

/** Waits until the operation has ended on the host, and then for the page to say how: "Succeeded". */
export async function outcome(host: TestHost, root: Locator, expected: string): Promise<void> {
    await operationEnded(host, 90);
    const label = operationCard(root).locator(".pf-v6-c-label").first();
    try {
        // A roll-back may be about to begin.
        await label.filter({ hasText: new RegExp(`^${expected}$`) }).waitFor({ timeout: 40_000 });
    } catch {
        throw new Error(`The operation ended as "${await label.innerText()}", not as "${expected}"`);
    }
}

/** Waits until nothing in the page of `element` is blocked any more only because access is not known yet. */
export async function accessKnown(element: Locator): Promise<void> {
    await element
        .locator("xpath=ancestor::html")
        .getByText("Administrative access is being checked", { exact: true })
        .first()
        .waitFor({ state: "detached" });
}

/** Whether an action can be pressed, once that is known; those that cannot tell why. */
export async function blockedReason(action: Locator): Promise<string | null> {
    await accessKnown(action);
    if ((await action.getAttribute("aria-disabled")) !== "true") return null;
    const id = await action.getAttribute("aria-describedby");
    if (id === null) return "";
    return action.evaluate((_element, target) => document.getElementById(target)?.textContent ?? "", id);
}

/** The set-up dialog, once it is open. */
export class SetUpDialog {
    readonly dialog: Locator;
    readonly next: Locator;
    readonly review: Locator;
    readonly confirm: Locator;
    readonly cancel: Locator;

    constructor(readonly root: Locator) {
        this.dialog = root.getByRole("dialog", { name: "Set up the Salt event processor" });
        this.next = button(this.dialog, "Next");
        this.review = button(this.dialog, "Review");
        this.confirm = button(this.dialog, "Set up");
        this.cancel = button(this.dialog, "Cancel");
    }

    /** Opens it with the button of the service's page. */
    static async open(root: Locator): Promise<SetUpDialog> {
        await root.getByRole("button", { name: /^Set up( again)?$/ }).click();
        const dialog = new SetUpDialog(root);
        await dialog.dialog.getByRole("radiogroup", { name: "Where the image comes from" }).waitFor();
        return dialog;
    }

    field(label: "Registry and name" | "Tag" | "Host" | "Port" | "Name of the database"): Locator {
        return this.dialog.getByLabel(label, { exact: true });
    }

    /** Goes on to the review. */
    async toReview(): Promise<void> {
        await this.next.click();
        await this.review.click();
        await this.dialog.getByRole("heading", { name: "Files" }).waitFor();
    }

    /** Confirms, and waits until the page shows the operation running. */
    async start(): Promise<void> {
        await this.confirm.click();
        await this.dialog.waitFor({ state: "hidden" });
        await operationCard(this.root).getByText("Running", { exact: true }).first().waitFor();
    }

    /** Has the event processor's image changed; the operation may have ended before the page has shown it running. */
    static async change({ page, session }: Stage, image: string, tag: string): Promise<void> {
        await session.go(`/event-processor?setup=1&image=${encodeURIComponent(image)}&tag=${tag}`);
        const dialog = new SetUpDialog(page);
        await dialog.toReview();
        await dialog.confirm.click();
        await dialog.dialog.waitFor({ state: "hidden" });
    }

    /** From the button on the service's page to the running operation. */
    static async run(root: Locator, { tag }: { tag?: string } = {}): Promise<void> {
        const dialog = await SetUpDialog.open(root);
        if (tag !== undefined) await dialog.field("Tag").fill(tag);
        await dialog.toReview();
        await dialog.start();
    }
}
