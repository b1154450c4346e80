/**
 * Tests on a host with a browser. A test fails, too, for each error that nobody
 * expected: on the console of a browser, uncaught in a page, in the host's
 * journal. What a failed test saw is kept in test-results/browser/.
 */
import path from "node:path";
import type { Browser, Locator } from "playwright-core";
import { mkdir, writeFile } from "node:fs/promises";
import { launch, Session, type SessionOptions } from "./browser.js";
import { CHECK_HOST, TestHost } from "./host.js";

const RESULTS = path.join(process.cwd(), "test-results", "browser");
/** Shorter than the runner's limit, so that a test that hangs still tells what it saw. */
const TEST_SECONDS = 170;
/**
 * The host has neither ssh-agent nor locales, which a login is told; and of a container that podman removes by force
 * while it ends, conmon has no place any more to write its exit status to.
 */
const OF_THE_HOST = [
    /^cockpit-session: pam_(?:ssh_add|env)\b/,
    /^conmon: .*Failed to write \d+ to container exit file/,
];

export interface TestOptions extends SessionOptions {
    /** On a host as new, instead of what the test before left. After a test that failed it always is. */
    readonly fresh?: boolean;
    /** Makes the host what the test needs. */
    readonly given?: (host: TestHost) => Promise<void>;
    /** Without a browser at first. */
    readonly closed?: boolean;
    /** Errors of the browser that the test brings about. */
    readonly consoleErrors?: readonly RegExp[];
    /** Errors in the journal that the test brings about. */
    readonly journalErrors?: readonly RegExp[];
}

export class Stage {
    readonly sessions: Session[] = [];
    readonly #closedErrors: string[] = [];

    constructor(
        readonly assert: Assert,
        readonly host: TestHost,
        /** End of the host's journal when the test began. */
        readonly journalStart: string,
        private readonly browser: () => Promise<Browser>,
    ) {}

    /** The first browser window that is open. */
    get session(): Session {
        const [session] = this.sessions;
        if (session === undefined) throw new Error("No browser is open");
        return session;
    }

    /** The module in that window. */
    get page(): Locator {
        return this.session.root;
    }

    /** Opens one more browser window, with a login of its own. */
    readonly open = async (options: SessionOptions = {}): Promise<Session> => {
        const session = await Session.open(await this.browser(), options);
        this.sessions.push(session);
        return session;
    };

    /** Closes a window as a person does, in the middle of whatever goes on. */
    readonly close = async (session: Session): Promise<void> => {
        this.sessions.splice(this.sessions.indexOf(session), 1);
        this.#closedErrors.push(...session.errors);
        await session.close();
    };

    /** Waits until `locator` is there to be seen. */
    readonly see = (what: string, locator: Locator, seconds = 20): Promise<void> =>
        this.#await(what, locator, "visible", seconds);

    /** Waits until `locator` is not to be seen any more. */
    readonly gone = (what: string, locator: Locator, seconds = 20): Promise<void> =>
        this.#await(what, locator, "hidden", seconds);

    async #await(
        what: string,
        locator: Locator,
        state: "visible" | "hidden",
        seconds: number,
    ): Promise<void> {
        try {
            await locator.waitFor({ state, timeout: seconds * 1000 });
        } catch (reason) {
            throw new Error(`${what}: ${String(reason)}`);
        }
        this.assert.true(true, what);
    }

    /** What all browsers complained about. */
    get errors(): readonly string[] {
        return [...this.#closedErrors, ...this.sessions.flatMap(({ errors }) => errors)];
    }
}

export type HostTest = (title: string, options: TestOptions, body: (stage: Stage) => Promise<void>) => void;

/**
 * Tests of this file: on a fresh host for the first of them, and for each that
 * says so. The host is taken down after the last one, unless one failed.
 */
export function onHost(module: string): HostTest {
    const host = new TestHost(CHECK_HOST);
    let isFresh = true;
    let wasSpoilt = false;
    let browser: Browser | null = null;
    let browserOf = 0;
    let failed = 0;
    // Not in a test, since building the host for the first time takes longer than one may.
    QUnit.begin(() => host.fresh());
    QUnit.log(({ result }) => {
        if (!result) failed++;
    });
    QUnit.testDone(({ name, runtime }) => console.log(`# ${(runtime / 1000).toFixed(1)} s: ${name}`));

    /** Chromium with a way to the host's network, which is another after each boot. */
    const inNetwork = async (): Promise<Browser> => {
        const pid = await host.pid();
        if (browser !== null && (browserOf !== pid || !browser.isConnected())) {
            await browser.close();
            browser = null;
        }
        browser ??= await launch(host);
        browserOf = pid;
        return browser;
    };

    QUnit.module(module, {
        after: async () => {
            await browser?.close();
            // Nobody needs it again as it is.
            if (failed === 0) await host.cutPower();
        },
    });

    return (title, options, body) => {
        QUnit.test(title, async (assert) => {
            if ((options.fresh === true || wasSpoilt) && !isFresh) await host.fresh();
            isFresh = false;
            await options.given?.(host);
            const failedBefore = failed;
            wasSpoilt = true;
            const cursor = await host.journalEnd();
            const stage = new Stage(assert, host, cursor, inNetwork);
            try {
                await limited(async () => {
                    if (options.closed !== true) await stage.open(options);
                    await body(stage);
                });
            } catch (reason) {
                assert.true(
                    false,
                    reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
                );
            }
            assert.deepEqual(unexpected(stage.errors, options.consoleErrors), [], "errors in the browser");
            const journal = await host.journalErrors(cursor);
            assert.deepEqual(
                unexpected(journal, [...OF_THE_HOST, ...(options.journalErrors ?? [])]),
                [],
                "errors in the journal",
            );
            wasSpoilt = failed > failedBefore;
            if (wasSpoilt) await keep(`${module}-${title}`, stage, host);
            for (const session of stage.sessions) await session.close();
        });
    };
}

function unexpected(lines: readonly string[], expected: readonly RegExp[] = []): string[] {
    return lines.filter((line) => !expected.some((pattern) => pattern.test(line)));
}

async function limited(body: () => Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`Not done after ${TEST_SECONDS} s`)), TEST_SECONDS * 1000);
    });
    try {
        await Promise.race([body(), late]);
    } finally {
        clearTimeout(timer);
    }
}

async function keep(title: string, { sessions }: Stage, host: TestHost): Promise<void> {
    const base = path.join(RESULTS, title.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 100));
    await mkdir(RESULTS, { recursive: true });
    for (const [index, session] of sessions.entries())
        await session.keep(index === 0 ? base : `${base}.${index + 1}`);
    const { stdout } = await host.attempt([
        "journalctl",
        "--no-pager",
        "--lines=3000",
        "-o",
        "short-precise",
    ]);
    await writeFile(`${base}.journal.txt`, stdout);
}
