/** A browser to which a test host's Cockpit is 127.0.0.1:9090, logged in to Cockpit, that forgives no error. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from "playwright-core";
import type { TestHost } from "./host.js";

const ORIGIN = "http://127.0.0.1:9090";
/** Cockpit's frame for this module in its shell. */
const FRAME = 'iframe[name="cockpit1:localhost/uyuni"]';

export const PASSWORDS = { admin: "uyuni-admin", guest: "uyuni-guest" } as const;
export type User = keyof typeof PASSWORDS;

/** Starts Chromium, to which the host's Cockpit is 127.0.0.1:9090 until the host goes down. */
export async function launch(host: TestHost): Promise<Browser> {
    return chromium.launch({
        executablePath: path.join(process.cwd(), "test/support/chromium-in"),
        env: { ...process.env, HOST_PID: String(await host.pid()) },
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}

export interface SessionOptions {
    readonly user?: User;
    /** Administrative access from the start. */
    readonly administrative?: boolean;
    /** The page alone, or inside Cockpit's shell. */
    readonly shell?: boolean;
    /** Log in as people do, by the form that loads the shell, where the page is not shown in the shell itself. */
    readonly byForm?: boolean;
    readonly dark?: boolean;
    readonly width?: number;
    readonly height?: number;
    /** Cockpit's language, as its cookie says: "ar" writes from right to left. */
    readonly language?: string;
    /** Part of the address after "#". */
    readonly hash?: string;
    /** A trace is what `keep()` keeps; it costs the page some time. */
    readonly traced?: boolean;
}

/** Messages of the browser that are not about this module: Cockpit's login, its own pages and their fonts. */
const FOREIGN = [
    /Failed to load resource: the server responded with a status of 401/,
    /\/favicon/,
    /Failed to load resource: .* \(\S+\/cockpit\/@localhost\/(?!uyuni\/)\S+\.woff2\)$/,
];

/** One logged-in browser window with the module open. */
export class Session {
    /** What the browser complained about: errors on its console, exceptions and rejections that nobody caught. */
    readonly errors: string[] = [];
    readonly #console: string[] = [];

    private constructor(
        readonly context: BrowserContext,
        readonly page: Page,
        readonly options: SessionOptions,
    ) {}

    static async open(browser: Browser, options: SessionOptions = {}): Promise<Session> {
        const context = await browser.newContext({
            viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
            colorScheme: options.dark === true ? "dark" : "light",
            reducedMotion: "reduce",
        });
        context.setDefaultTimeout(20_000);
        if (options.traced !== false) await context.tracing.start({ snapshots: true });
        const user = options.user ?? "admin";
        const administrative = options.administrative ?? user === "admin";
        await context.addInitScript(
            ([who, superuser]) => {
                if (window.location.protocol !== "http:") return;
                const key = `superuser:${who}`;
                // The shell remembers later choices there.
                if (window.localStorage.getItem(key) === null) window.localStorage.setItem(key, superuser);
            },
            [user, administrative ? "any" : "none"] as const,
        );
        await context.addInitScript(() => {
            // Cockpit's other pages, which the shell opens beside this one, answer for themselves.
            const name = /^\/cockpit\/@localhost\/([^/]+)\//.exec(window.location.pathname)?.[1] ?? "shell";
            if (name === "uyuni" || name === "shell") return;
            window.addEventListener("unhandledrejection", (event) => {
                event.preventDefault();
            });
        });
        if (options.language !== undefined)
            await context.addCookies([{ name: "CockpitLang", value: options.language, url: ORIGIN }]);
        const session = new Session(context, await context.newPage(), options);
        session.#watch();
        await session.#logIn(user);
        return session;
    }

    async #logIn(user: User): Promise<void> {
        if (this.options.shell === true || this.options.byForm === true) await this.#logInByForm(user);
        else await this.#logInAtOnce(user);
        await this.go(this.options.hash ?? "/");
    }

    async #logInByForm(user: User): Promise<void> {
        const { page } = this;
        await page.goto(`${ORIGIN}/uyuni`);
        await page.fill("#login-user-input", user);
        await page.fill("#login-password-input", PASSWORDS[user]);
        await page.click("#login-button");
        await page.waitForSelector("#host-apps, #nav-system", { state: "attached" });
    }

    /** What the form sends. The shell is not loaded after it, which takes longer than most of what is tested. */
    async #logInAtOnce(user: User): Promise<void> {
        const { page } = this;
        // Any address that Cockpit answers to everyone.
        await page.goto(`${ORIGIN}/ping`);
        const status = await page.evaluate(
            async ([who, password]) => {
                const superuser = window.localStorage.getItem(`superuser:${who}`) ?? "none";
                const headers = {
                    Authorization: `Basic ${btoa(`${who}:${password}`)}`,
                    "X-Superuser": superuser,
                };
                return (await fetch("/cockpit/login", { headers })).status;
            },
            [user, PASSWORDS[user]] as const,
        );
        if (status !== 200) throw new Error(`${user} was not logged in: ${status}`);
    }

    /** Opens a view of the module anew: `hash` is what stands after "#". */
    async go(hash: string): Promise<void> {
        const path = this.options.shell === true ? "/uyuni" : "/cockpit/@localhost/uyuni/index.html";
        // A change of the hash alone would load nothing.
        if (this.page.url().includes("#")) await this.page.goto("about:blank");
        await this.page.goto(`${ORIGIN}${path}#${hash}`);
    }

    #watch(): void {
        this.page.on("console", (message) => {
            const line = `${message.type()}: ${message.text()} (${message.location().url})`;
            this.#console.push(line);
            if (message.type() === "error" && !FOREIGN.some((known) => known.test(line)))
                this.errors.push(line);
        });
        this.page.on("pageerror", (error) => {
            const line = `uncaught: ${error.stack ?? error.message}`;
            this.#console.push(line);
            this.errors.push(line);
        });
    }

    /** The module's own document: the page, or its frame in the shell. */
    get root(): Locator {
        return this.options.shell === true
            ? this.page.frameLocator(FRAME).locator("body")
            : this.page.locator("body");
    }

    /** Keeps picture, console and trace in files that begin with `base`. */
    async keep(base: string): Promise<void> {
        await mkdir(path.dirname(base), { recursive: true });
        await this.page.screenshot({ path: `${base}.png` }).catch(() => undefined);
        await writeFile(`${base}.console.txt`, `${this.page.url()}\n${this.#console.join("\n")}\n`);
        await this.context.tracing.stop({ path: `${base}.trace.zip` }).catch(() => undefined);
    }

    async close(): Promise<void> {
        await this.context.close().catch(() => undefined);
    }
}
