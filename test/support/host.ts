/** A test host under the control of a test: `test/host/host` with types. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { Guest, type Finished } from "./guest.js";

export type { Finished };

const TOP = process.cwd();
const PROGRAM = path.join(TOP, "test/host/host");

/** Name of the host that tests use; another one lets two checkouts be tested side by side. */
export const CHECK_HOST = process.env["COCKPIT_UYUNI_TEST_HOST"] ?? "check";

/** Debian's release on it. */
export const CHECK_RELEASE = v.parse(
    v.picklist(["trixie", "forky"]),
    process.env["COCKPIT_UYUNI_TEST_RELEASE"] ?? "trixie",
);

/** The package that `make rpm` builds. */
export function builtRpm(): string {
    const { version } = v.parse(
        v.object({ version: v.string() }),
        JSON.parse(readFileSync(path.join(TOP, "package.json"), "utf8")),
    );
    const file = path.join(TOP, `build/rpm/cockpit-uyuni-${version}-1.noarch.rpm`);
    if (!existsSync(file)) throw new Error(`${file} is missing: make rpm builds it`);
    return file;
}

/** Runs a program to its end; never rejects for its exit status. */
export function run(
    argv: readonly [string, ...string[]],
    input: string | Uint8Array = "",
    seconds = 300,
): Promise<Finished> {
    return new Promise((resolve, reject) => {
        const [program, ...args] = argv;
        const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], cwd: TOP });
        let stdout = "";
        let stderr = "";
        const timer = setTimeout(() => {
            child.kill("SIGKILL");
            reject(new Error(`${argv.join(" ")} took longer than ${seconds} s\n${stdout}\n${stderr}`));
        }, seconds * 1000);
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
        child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
        child.on("error", reject);
        child.on("close", (status, signal) => {
            clearTimeout(timer);
            resolve({ status: status ?? 128 + (signal === null ? 0 : 1), stdout, stderr });
        });
        // A program that ends without reading its input is no fault of the test.
        child.stdin.on("error", () => undefined);
        child.stdin.end(input);
    });
}

/** How long `work` took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
}

const JournalLine = v.looseObject({
    MESSAGE: v.optional(v.union([v.string(), v.array(v.number()), v.null()])),
    SYSLOG_IDENTIFIER: v.optional(v.string(), ""),
    UNIT: v.optional(v.string(), ""),
    _SYSTEMD_UNIT: v.optional(v.string(), ""),
    CONTAINER_NAME: v.optional(v.string()),
});

/** Whose errors count: Cockpit's, and those of and about the units of this module. What a container writes is its own. */
const COUNTED = /^(?:cockpit|uyuni-event-processor@)/;

/** Verbs after which another system runs on the host, or none. */
const ENDS_SYSTEM = /^(?:up|down|cut|reset|remove)$/;

export class TestHost {
    #guest: Guest | null = null;

    constructor(
        readonly name: string,
        readonly release = CHECK_RELEASE,
    ) {}

    /** Runs `host VERB`; rejects when it fails. */
    async verb(verb: string, ...args: string[]): Promise<string> {
        if (ENDS_SYSTEM.test(verb)) this.#leave();
        // The first start of all builds the host.
        const { status, stdout, stderr } = await run([PROGRAM, verb, "--name", this.name, ...args], "", 1500);
        if (status !== 0) throw new Error(`host ${verb} failed (${status})\n${stdout}\n${stderr}`);
        return stdout;
    }

    /** What `host list` says of it; null when there is no such host. */
    async listed(): Promise<"running" | "off" | null> {
        const { stdout } = await run([PROGRAM, "list"]);
        const columns = stdout
            .split("\n")
            .map((line) => line.split(/\s+/))
            .find(([name]) => name === this.name);
        if (columns === undefined) return null;
        return columns[2] === "running" ? "running" : "off";
    }

    /** A fresh host without the module. */
    async reset(): Promise<void> {
        if ((await this.listed()) === null) await this.up();
        else await this.verb("reset");
    }

    /** A fresh host with the module installed from its RPM. */
    async fresh(): Promise<void> {
        const rpm = builtRpm();
        await this.reset();
        await this.verb("install-rpm", rpm);
    }

    async cutPower(): Promise<void> {
        await this.verb("cut");
    }

    async up(): Promise<void> {
        await this.verb("up", "--release", this.release);
    }

    async down(): Promise<void> {
        await this.verb("down");
    }

    /** PID 1 of the host as this machine sees it. */
    async pid(): Promise<number> {
        return Number((await this.verb("pid")).trim());
    }

    /** Runs a program on the host as root, whatever its exit status; rejects after `seconds`. */
    async attempt(
        argv: readonly string[],
        input: string | Uint8Array = "",
        seconds = 300,
    ): Promise<Finished> {
        if (this.#guest === null || this.#guest.isOver)
            this.#guest = new Guest([PROGRAM, "exec", "--name", this.name, "--"]);
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<never>((_resolve, reject) => {
            timer = setTimeout(() => {
                reject(new Error(`${argv.join(" ")} took longer than ${seconds} s`));
            }, seconds * 1000);
        });
        try {
            return await Promise.race([this.#guest.run(argv, input), late]);
        } finally {
            clearTimeout(timer);
        }
    }

    #leave(): void {
        this.#guest?.leave();
        this.#guest = null;
    }

    /** Output of a program on the host; rejects when it fails. */
    async exec(...argv: string[]): Promise<string> {
        const { status, stdout, stderr } = await this.attempt(argv);
        if (status !== 0) throw new Error(`${argv.join(" ")} failed (${status})\n${stdout}\n${stderr}`);
        return stdout.trimEnd();
    }

    /** The file's text, or null when there is none. */
    async read(file: string): Promise<string | null> {
        const { status, stdout, stderr } = await this.attempt(["cat", "--", file]);
        if (status === 0) return stdout;
        if ((await this.attempt(["test", "-e", file])).status !== 0) return null;
        throw new Error(stderr);
    }

    /** With `mode`, the file is made anew, and its folder if it has none. */
    async write(file: string, text: string, mode?: string): Promise<void> {
        const argv =
            mode === undefined
                ? ["tee", "--", file]
                : ["install", "-D", `--mode=${mode}`, "--", "/dev/stdin", file];
        const { status, stderr } = await this.attempt(argv, text);
        if (status !== 0) throw new Error(stderr);
    }

    /** Names, kinds, modes, owners and link targets of everything below `directories`: equal lists mean that nothing came or went. */
    async listing(...directories: string[]): Promise<string[]> {
        const found = await this.exec("find", ...directories, "-printf", "%p %y %#m %u:%g %l\\n");
        return found
            .split("\n")
            .map((line) => line.trimEnd())
            .sort();
    }

    /** Waits until `look` returns something else than null; `what` is for the failure. */
    async until<T>(what: string, look: () => Promise<T | null>, seconds = 30): Promise<T> {
        const end = Date.now() + seconds * 1000;
        for (;;) {
            const seen = await look();
            if (seen !== null) return seen;
            if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
    }

    /** Waits until a property of a unit has a value. */
    async untilProperty(unit: string, name: string, value: string, seconds = 30): Promise<void> {
        await this.until(
            `${name} of ${unit} becomes ${value}`,
            async () => ((await this.property(unit, name)) === value ? true : null),
            seconds,
        );
    }

    /** Property of a unit, as systemctl prints it. */
    property(unit: string, name: string): Promise<string> {
        return this.exec("systemctl", "show", "--value", `--property=${name}`, "--", unit);
    }

    /** What an SQL query on Uyuni's database prints. */
    sql(query: string): Promise<string> {
        const psql = ["psql", "-X", "-U", "postgres", "-d", "susemanager", "-v", "ON_ERROR_STOP=1"];
        return this.exec("podman", "exec", "uyuni-db", ...psql, "-tAc", query);
    }

    /** The place in the journal after which `journalErrors()` looks. */
    async journalEnd(): Promise<string> {
        const shown = await this.exec("journalctl", "--lines=0", "--show-cursor", "--no-pager", "--quiet");
        return shown.replace(/^-- cursor: /, "");
    }

    /** Messages of priority err or worse of Cockpit and of this module's units since `cursor`. */
    async journalErrors(cursor: string): Promise<string[]> {
        const output = await this.exec(
            "journalctl",
            `--after-cursor=${cursor}`,
            "--priority=err",
            "--output=json",
            "--no-pager",
            "--quiet",
        );
        return output
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => v.parse(JournalLine, JSON.parse(line)))
            .filter(
                ({ SYSLOG_IDENTIFIER, UNIT, _SYSTEMD_UNIT, CONTAINER_NAME }) =>
                    CONTAINER_NAME === undefined &&
                    [SYSLOG_IDENTIFIER, UNIT, _SYSTEMD_UNIT].some((name) => COUNTED.test(name)),
            )
            .map(({ MESSAGE, SYSLOG_IDENTIFIER }) => {
                const text = Array.isArray(MESSAGE) ? Buffer.from(MESSAGE).toString() : (MESSAGE ?? "");
                return `${SYSLOG_IDENTIFIER}: ${text}`;
            });
    }
}
