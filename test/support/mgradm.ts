/** The stand-in for mgradm on the test host, and the page that runs it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Locator } from "playwright-core";
import type { TestHost } from "./host.js";
import { button, operationCard } from "./uyuni.js";

const SOURCE = path.join(process.cwd(), "test/support");
const PLACES = [
    ["mgradm-flags.json", "/usr/share/mgradm-standin/flags.json"],
    ["mgradm-standin.py", "/usr/bin/mgradm"],
] as const;
const CONTROL = "/run/mgradm-standin";

/** Puts the stand-in where mgradm's package puts mgradm; it neither waits nor fails. */
export async function installMgradm(host: TestHost): Promise<void> {
    await host.exec("rm", "-rf", CONTROL);
    await host.exec("mkdir", "-p", CONTROL, "/usr/share/mgradm-standin");
    for (const [name, place] of PLACES)
        await host.write(place, await readFile(path.join(SOURCE, name), "utf8"));
    await host.exec("chmod", "755", "/usr/bin/mgradm");
}

/** Stops the work of the next ones after their first line, or when they have stopped the services. */
export async function holdMgradm(host: TestHost, where: "" | "-stopped" = ""): Promise<void> {
    await host.exec("mkfifo", `${CONTROL}/hold${where}`);
}

/** Lets the one that waits go on, and the next ones do not wait any more. */
export async function letMgradmGoOn(host: TestHost): Promise<void> {
    await host.write(`${CONTROL}/hold`, "go on\n");
    await host.exec("rm", `${CONTROL}/hold`);
}

/** The next ones do not wait any more; of one that waits there is nothing left. */
export async function unholdMgradm(host: TestHost): Promise<void> {
    await host.exec("rm", "-f", `${CONTROL}/hold`, `${CONTROL}/hold-stopped`);
}

export async function failMgradm(host: TestHost, status: number): Promise<void> {
    await host.write(`${CONTROL}/exit`, String(status));
}

/** The page's form of one task. */
export class MgradmForm {
    constructor(readonly root: Locator) {}

    get folder(): Locator {
        return this.root.getByLabel("Folder on the server");
    }

    flag(name: string): Locator {
        return this.root.locator(`#mgradm-${name}`);
    }

    /** What is going to be run. */
    get review(): Locator {
        return this.root.getByRole("region", { name: "What is going to be run" });
    }

    action(name: string): Locator {
        return button(this.review, name);
    }

    /** Waits until the commands are exactly these. */
    async commands(...expected: readonly string[]): Promise<void> {
        const codes = this.review.locator(".uyuni-command code");
        for (const [index, text] of expected.entries())
            await codes.nth(index).filter({ hasText: text }).waitFor({ timeout: 20_000 });
    }

    /** Presses the button, and agrees to what it means; waits until the page shows the operation running. */
    async run(name: string, ask = true): Promise<void> {
        await this.action(name).and(this.root.locator(':not([aria-disabled="true"])')).click();
        if (ask) {
            const dialog = this.root.getByRole("dialog");
            await button(dialog, name).click();
        }
        await operationCard(this.root).waitFor();
    }
}
