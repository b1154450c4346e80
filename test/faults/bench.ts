/** The host and the page of these tests: a page that is kept, with the driver in it, and what there is on the host. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import esbuild from "esbuild";
import type { Browser } from "playwright-core";
import * as v from "valibot";
import { launch, Session } from "../support/browser.js";
import { CHECK_HOST, TestHost } from "../support/host.js";
import { installProcessor, processorDropIns, processorUnit, processorUnitFile } from "../support/uyuni.js";
import { Found, Killed, Planned, Seen } from "./answers.js";

const HERE = path.join(process.cwd(), "test/faults");
const SCRIPT = "/run/host-faults.py";

/** The driver as one script for the page. */
async function bundled(): Promise<string> {
    const { outputFiles } = await esbuild.build({
        entryPoints: [path.join(HERE, "driver.ts")],
        bundle: true,
        write: false,
        format: "iife",
        target: "es2022",
        loader: { ".service": "text", ".conf": "text" },
        alias: { cockpit: path.join(process.cwd(), "test/run-cockpit.mjs") },
        logLevel: "silent",
    });
    return outputFiles.map(({ text }) => text).join("\n");
}

export class Bench {
    readonly host = new TestHost(CHECK_HOST);
    #browser: Browser | null = null;
    #session: Session | null = null;
    #driver: string | null = null;

    /** A fresh host; the network of the one before went with it. */
    async begin(): Promise<void> {
        await this.#closeBrowser();
        await this.host.fresh();
        await this.#install();
    }

    async #install(): Promise<void> {
        await this.host.write(SCRIPT, readFileSync(path.join(HERE, "on-host.py"), "utf8"));
    }

    async end(keep: boolean): Promise<void> {
        await this.#closeBrowser();
        if (!keep) await this.host.down();
    }

    async #closeBrowser(): Promise<void> {
        await this.closePage();
        await this.#browser?.close();
        this.#browser = null;
    }

    /** The page with the driver in it; opened when there is none. */
    async page(): Promise<Session> {
        if (this.#session !== null) return this.#session;
        this.#driver ??= await bundled();
        this.#browser ??= await launch(this.host);
        const session = await Session.open(this.#browser, { hash: "/event-processor", traced: false });
        await session.page.evaluate(this.#driver);
        this.#session = session;
        return session;
    }

    /** Closes the page as a person does, in the middle of whatever goes on. */
    async closePage(): Promise<void> {
        const session = this.#session;
        this.#session = null;
        await session?.close();
    }

    async #ask(call: string): Promise<unknown> {
        const { page } = await this.page();
        return await page.evaluate(`faults.${call}`);
    }

    async plan(call: string): Promise<Planned> {
        // A busy host that has just booted may not answer in time.
        const again = () => this.#ask(call);
        return v.parse(Planned, await again().catch(again));
    }

    async start(): Promise<string> {
        return v.parse(v.string(), await this.#ask("start()"));
    }

    /** What the page says of the last operation; `unsure` is what it may still change its mind about. */
    async seen(unsure = "unknown"): Promise<Seen | null> {
        return v.parse(v.nullable(Seen), await this.#ask(`seen(${JSON.stringify(unsure)})`));
    }

    async recover(): Promise<void> {
        await this.#ask("recover()");
    }

    /** Ends everything on the host at once, and starts it again. */
    async powerCut(): Promise<void> {
        await this.closePage();
        const browser = this.#browser;
        this.#browser = null;
        await this.host.cutPower();
        // Its network went with the host.
        await browser?.close();
        await this.host.up();
        await this.#install();
    }

    /** Kills a victim some time after a step began; resolves when that is done, or `until` is. */
    async kill(
        operation: string,
        { list, step, after, victim }: { list: string; step: number; after: number; victim: string },
        until: Promise<unknown>,
    ): Promise<Killed | null> {
        const argv = ["exec", "--name", this.host.name, "--", "python3", SCRIPT, "kill"];
        const child = spawn(
            path.join(process.cwd(), "test/host/host"),
            [...argv, operation, list, String(step + 1), String(after), victim],
            { stdio: ["ignore", "pipe", "inherit"] },
        );
        let text = "";
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
        await Promise.race([ended, until]);
        child.kill("SIGKILL");
        return text === "" ? null : v.parse(Killed, JSON.parse(text));
    }

    /** Waits until nothing runs; then what there is. */
    async settle(): Promise<Found> {
        return v.parse(Found, JSON.parse(await this.host.exec("python3", SCRIPT, "settle")));
    }

    /** Sets the event processor up, or takes it away, without the module. */
    async bring(state: "A" | "B" | "none"): Promise<void> {
        if (state !== "none") {
            await installProcessor(this.host, TAGS[state]);
            return;
        }
        const { host } = this;
        await host.attempt(["systemctl", "disable", "--now", processorUnit]);
        await host.exec("rm", "-rf", processorUnitFile, processorDropIns);
        await host.exec("systemctl", "daemon-reload");
        await host.attempt(["systemctl", "reset-failed", processorUnit]);
    }
}

/** The two images between which it changes. */
export const TAGS = { A: "2026.08", B: "2026.10" } as const;
