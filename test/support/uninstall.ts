/** Uninstalling in tests: everything that a host has of containers and units, and the page's parts. */
import type { Locator } from "playwright-core";
import type { TestHost } from "./host.js";
import { button, operationCard, operationEnded } from "./uyuni.js";

/** Every unit file, drop-in, link, container, image, volume, secret and network of the host, a line each. */
export async function belongings(host: TestHost): Promise<string[]> {
    const podman = async (kind: string, format: string, ...options: string[]) =>
        (await host.exec("podman", kind, "ls", ...options, "--format", `${kind} ${format}`))
            .split("\n")
            .filter((line) => line !== "");
    const lists = await Promise.all([
        podman("container", "{{.Names}}", "--all"),
        podman("image", "{{.ID}} {{.Repository}}:{{.Tag}}", "--all", "--no-trunc"),
        podman("volume", "{{.Name}}"),
        podman("secret", "{{.Name}}"),
        podman("network", "{{.Name}}"),
    ]);
    const files = await host.exec("find", "/etc/systemd/system", "-path", "*uyuni*", "-printf", "file %p\\n");
    const running = await host.exec(
        ...["find", "/run", "-maxdepth", "1", "-name", "*uyuni*", "-not", "-name", "cockpit*"],
        ...["-printf", "file %p\\n"],
    );
    const loaded = await host.exec("systemctl", "list-units", "--all", "--plain", "--no-legend", "uyuni-*");
    return [
        ...lists.flat(),
        ...`${files}\n${running}`.split("\n").filter((line) => line !== ""),
        ...loaded
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => `unit ${line.split(/\s+/)[0] ?? ""}`),
    ].sort();
}

/** The choice that has all of them in it. */
export const everything = "Every service of Uyuni";

/** Neither a volume nor anything that is not Uyuni's. */
export function kept(lines: readonly string[]): string[] {
    return lines.filter((line) =>
        /^volume |^network podman$|^container somebody|^file .*cockpit-uyuni/.test(line),
    );
}

/** The uninstall page's form. */
export class UninstallForm {
    constructor(readonly root: Locator) {}

    get uninstall(): Locator {
        return button(this.root, "Uninstall");
    }

    /** Chooses a service by its title, or "Every service of Uyuni". */
    async choose(...services: string[]): Promise<void> {
        for (const service of services)
            await this.root.getByRole("checkbox", { name: service, exact: true }).check();
    }

    row(name: string): Locator {
        return this.root.locator(".uyuni-uninstall-table tr").filter({
            has: this.root.page().getByRole("rowheader", { name, exact: true }),
        });
    }

    box(name: string): Locator {
        return this.root.getByRole("checkbox", { name: `Remove ${name}`, exact: true });
    }

    async confirm(name: string): Promise<void> {
        await this.root.getByLabel(`Type ${name} to confirm`).fill(name);
    }

    /** Types the name, presses the button, and waits until the page shows the operation. */
    async start(name: string): Promise<void> {
        // An earlier one may be shown until then.
        const running = operationCard(this.root).getByText("Running", { exact: true }).first();
        const changed = this.root.getByText("The host has changed since; look at the new plan");
        await this.confirm(name);
        await this.uninstall.click();
        await running.or(changed).first().waitFor();
        // Units that an uninstall before this one removed may leave systemd's list only now.
        if (await changed.isVisible()) {
            await this.confirm(name);
            await this.uninstall.click();
        }
        await running.waitFor();
    }

    /** The same to the end: until the page says how it ended. */
    async run(host: TestHost, name: string, expected: string): Promise<void> {
        await this.start(name);
        await operationEnded(host, 120);
        const label = operationCard(this.root).locator(".pf-v6-c-label").first();
        try {
            await label.filter({ hasText: new RegExp(`^${expected}$`) }).waitFor({ timeout: 30_000 });
        } catch {
            throw new Error(`It ended as "${await label.innerText()}", not as "${expected}"`);
        }
    }
}

/** What the layers of all images and containers take up, in bytes. df of a host tells that of all hosts: they share a disk. */
export async function usedBytes(host: TestHost): Promise<number> {
    return Number.parseInt(
        await host.exec(
            "du",
            "--summarize",
            // Running containers' file systems are mounted there.
            "--one-file-system",
            "--block-size=1",
            "/var/lib/containers/storage/overlay",
        ),
        10,
    );
}
