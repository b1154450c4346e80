// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Runs the tests, and ends with the line "N passed, N failed".
 *
 *   test/run [SUITE [FILE [TEXT]]]
 *
 * SUITE: static, unit, structure, build, package, host, browser, faults; all of them if none is named.
 * FILE: only files whose path has this text in it; TEXT: only tests (QUnit's --filter).
 * SEED, COUNT and ROUND in the environment choose what "faults" kills: see test/faults/faults.test.ts.
 * Each file runs in a process of its own; its whole output is kept in test-results/SUITE/.
 *
 * Files of tests on a host run two at a time, each on a host of its own (HOSTS=1 runs them one by one): they wait
 * most of the time. When all suites run, these suites run together, after a host that was built beside the others;
 * and a file of theirs that failed runs a second time, once and by itself: other programs' timing is in them. Both
 * runs' output and what the failed tests saw are kept, and the end names what failed at first.
 */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import esbuild from "esbuild";

/**
 * @typedef {{ name: string, argv: readonly string[], minutes: number }} Command a test by itself
 * @typedef {{ commands?: readonly Command[], files?: readonly string[], seconds?: number, minutes?: number,
 *     onHost?: boolean }} Suite
 *     files: test files, or directories of them; seconds: limit of one test; minutes: limit of one file;
 *     onHost: its tests are on a host, and may have a second try
 * @typedef {{ passed: number, failed: string[] }} Outcome
 * @typedef {{ suite: string, file: string }} HostFile
 */

const top = path.resolve(import.meta.dirname, "..");
const results = path.join(top, "test-results");
const testFile = /\.test\.(tsx?|mjs)$/;
const bundles = path.join(top, "build", "test");
/** How many files of tests on a host run at the same time. */
const atOnce = Math.max(1, Number.parseInt(process.env["HOSTS"] ?? "2", 10) || 1);
/** Name of the first host; the others have a number behind it. */
const hostName = process.env["COCKPIT_UYUNI_TEST_HOST"] ?? "check";

/** @type {(name: string, ...argv: string[]) => Command} */
const command = (name, ...argv) => ({ name, argv, minutes: 10 });

/** @type {Readonly<Record<string, Suite>>} */
const suites = {
    static: {
        commands: [
            command("format", "npx", "--no-install", "prettier", "--check", "."),
            command("types", "npx", "--no-install", "tsc", "--noEmit"),
            command("types of the tools", "npx", "--no-install", "tsc", "-p", "packaging/tsconfig.json"),
            command("lint", "npx", "--no-install", "eslint", "--max-warnings=0", "."),
        ],
    },
    unit: { files: ["test/unit"], seconds: 60, minutes: 10 },
    structure: { files: ["test/structure.test.ts"], seconds: 60, minutes: 2 },
    build: {
        commands: [command("build", "node", "esbuild.config.mjs")],
        files: ["test/size.test.ts", "test/packaging-bundle.test.mjs"],
        seconds: 120,
        minutes: 5,
    },
    package: {
        commands: [command("RPM", "make", "rpm")],
        files: ["test/packaging.test.ts"],
        seconds: 120,
        minutes: 5,
    },
    host: { files: ["test/host-tests"], seconds: 180, minutes: 30, onHost: true },
    browser: { files: ["test/browser"], seconds: 180, minutes: 30, onHost: true },
    // As many rounds as somebody asks for.
    faults: {
        files: ["test/faults"],
        seconds: 240,
        minutes: ["COUNT", "EVERY", "CASE"].some((name) => process.env[name]) ? 600 : 20,
        onHost: true,
    },
};

/** Files that take longer than others of their size: each of their tests boots the host again. */
const longForTheirSize = /(?:faults|uninstall-cuts)\.test\.ts$/;

/** Ends what runs. */
const running = /** @type {Set<() => void>} */ (new Set());
// A group of its own does not hear of Ctrl+C.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => {
        for (const end of running) end();
        process.exit(130);
    });

/**
 * Runs `argv` with its output in `log`; `onLine` gets every line of it.
 * @param {readonly string[]} argv
 * @param {{ log: string, minutes: number, environment?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} options
 * @returns {Promise<string>} how it ended badly, or "" if it did not
 */
async function run([program = "", ...args], { log, minutes, environment, onLine }) {
    await mkdir(path.dirname(log), { recursive: true });
    const output = createWriteStream(log);
    // A group of its own, so that nothing a test started outlives its time limit.
    const child = spawn(program, args, {
        cwd: top,
        detached: true,
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let late = false;
    const endGroup = () => {
        try {
            if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
        } catch {
            // Nothing of it was left.
        }
    };
    running.add(endGroup);
    const timer = setTimeout(() => {
        late = true;
        endGroup();
    }, minutes * 60_000);
    for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on("line", (line) => {
            output.write(`${line}\n`);
            onLine?.(line);
        });

    return await new Promise((resolve) => {
        child.on("error", (error) => {
            clearTimeout(timer);
            output.end();
            resolve(error.message);
        });
        child.on("exit", () => {
            endGroup();
            // A daemon that left the group may still hold the other end.
            setTimeout(() => {
                child.stdout.destroy();
                child.stderr.destroy();
            }, 2000).unref();
        });
        child.on("close", (code, signal) => {
            running.delete(endGroup);
            clearTimeout(timer);
            output.end();
            if (late) resolve(`not done after ${minutes} minutes`);
            else if (signal !== null) resolve(`ended by ${signal}`);
            else resolve(code === 0 ? "" : `exit status ${code}`);
        });
    });
}

/**
 * @param {string} place a test file, or a directory of them
 * @returns {Promise<string[]>} relative to the top
 */
async function testFiles(place) {
    if (testFile.test(place)) return [place];
    const names = await readdir(path.join(top, place), { recursive: true }).catch(
        () => /** @type {string[]} */ ([]),
    );
    return names
        .filter((name) => testFile.test(name))
        .map((name) => path.join(place, name))
        .sort();
}

/**
 * What the product bundles is bundled here too; the tools (devDependencies) are not.
 * @param {string} file
 * @returns {Promise<string>} the script to run
 */
async function bundle(file) {
    const manifest = JSON.parse(await readFile(path.join(top, "package.json"), "utf8"));
    const outfile = path.join(bundles, file.replace(/\.\w+$/, ".mjs"));
    await esbuild.build({
        absWorkingDir: top,
        entryPoints: [file],
        outfile,
        bundle: true,
        platform: "node",
        format: "esm",
        target: "node20",
        jsx: "automatic",
        sourcemap: "inline",
        loader: { ".service": "text", ".conf": "text", ".css": "empty" },
        external: Object.keys(manifest.devDependencies),
        alias: { cockpit: path.join(import.meta.dirname, "run-cockpit.mjs") },
        logLevel: "silent",
    });
    return outfile;
}

/** @param {readonly string[]} lines */
function show(lines) {
    for (const line of lines) console.log(line);
}

/**
 * @param {string} suite
 * @param {Command} test
 * @returns {Promise<Outcome>}
 */
async function runCommand(suite, { name, argv, minutes }) {
    /** @type {string[]} */
    const lines = [];
    const log = path.join(results, suite, `${name.replaceAll(" ", "-")}.log`);
    const end = await run(argv, { log, minutes, onLine: (line) => lines.push(line) });
    const title = `${suite}: ${name}`;
    if (end === "") {
        console.log(`ok ${title}`);
        return { passed: 1, failed: [] };
    }
    show([`not ok ${title} (${end})`, ...lines.slice(-40).map((line) => `    ${line}`)]);
    return { passed: 0, failed: [`${title} (${end})`] };
}

/**
 * @param {string} suite
 * @param {string} file
 * @param {{ filter?: string | undefined, log?: string, host?: string, say?: (line: string) => void }} [options]
 *     log: name of the file of its output; host: name of the host it has; say: shows a line
 * @returns {Promise<Outcome>}
 */
async function runFile(suite, file, { filter, log, host = hostName, say = console.log } = {}) {
    const { seconds = 60, minutes = 10 } = suites[suite] ?? {};
    const name = path.relative("test", file).replace(testFile, "");
    const logName = log ?? path.basename(file).replace(testFile, "");
    let passed = 0;
    /** @type {string[]} */
    const failed = [];
    let detail = false;

    /** TAP: the result of a test, then a YAML block of what went wrong. */
    const onLine = (/** @type {string} */ line) => {
        const test = /^(not )?ok \d+ (.*)$/.exec(line);
        if (test !== null) {
            const [, not, title = ""] = test;
            // What TAP calls a directive: the test was skipped, or is not expected to pass yet. It has not passed.
            const bad = not !== undefined || / # [A-Z]{4}\b/.test(title);
            detail = bad;
            if (bad) failed.push(`${name}: ${title}`);
            else passed++;
            say(`${bad ? "not ok" : "ok"} ${name}: ${title}`);
        } else if (detail && line.startsWith("  ")) {
            say(`    ${line}`);
        }
    };

    let end;
    try {
        const script = await bundle(file);
        const qunit = [
            "node",
            "--enable-source-maps",
            "node_modules/qunit/bin/qunit.js",
            "--reporter",
            "tap",
        ];
        end = await run([...qunit, ...(filter === undefined ? [] : ["--filter", filter]), script], {
            log: path.join(results, suite, `${logName}.log`),
            minutes,
            environment: {
                qunit_config_testtimeout: String(seconds * 1000),
                COCKPIT_UYUNI_TEST_HOST: host,
            },
            onLine,
        });
    } catch (error) {
        end = error instanceof Error ? error.message : String(error);
    }
    // Failed tests explain an exit status; anything else is a failure more.
    if (passed + failed.length === 0 || (end !== "" && !(failed.length > 0 && end === "exit status 1"))) {
        const reason = end === "" ? "no tests" : end;
        failed.push(`${name} (${reason})`);
        say(`not ok ${name} (${reason})`);
    }
    return { passed, failed };
}

/** What failed at first, and not when its file ran again. @type {string[]} */
const secondTries = [];

/**
 * Runs files of tests on hosts, some at the same time; a file's lines are shown together, when it is done.
 * @param {readonly HostFile[]} files
 * @param {string | undefined} filter
 * @returns {Promise<Map<HostFile, Outcome>>}
 */
async function runOnHosts(files, filter) {
    // The largest first, so that none of them runs alone at the end.
    const sized = await Promise.all(
        files.map(async (one) => {
            const { size } = await stat(path.join(top, one.file));
            return { one, size: longForTheirSize.test(one.file) ? Infinity : size };
        }),
    );
    const waiting = sized
        .sort((one, other) => (other.size > one.size ? 1 : other.size < one.size ? -1 : 0))
        .map(({ one }) => one);
    /** @type {Map<HostFile, Outcome>} */
    const outcomes = new Map();
    const alone = Math.min(atOnce, waiting.length) === 1;
    const worker = async (/** @type {string} */ host) => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
            const { suite, file } = next;
            /** @type {string[]} */
            const lines = [];
            const say = alone ? console.log : (/** @type {string} */ line) => void lines.push(line);
            const begin = performance.now();
            outcomes.set(next, await runFile(suite, file, { filter, host, say }));
            show([...lines, `# ${file}: ${Math.round((performance.now() - begin) / 1000)} s`]);
        }
    };
    const hosts = Array.from({ length: atOnce }, (_, index) =>
        index === 0 ? hostName : `${hostName}-${index + 1}`,
    );
    await Promise.all(hosts.map(worker));
    return outcomes;
}

/**
 * Once more if it failed: not when somebody looks for a fault, and not where every test fails.
 * @param {HostFile} file
 * @param {Outcome} first
 * @returns {Promise<Outcome>}
 */
async function secondTry({ suite, file }, first) {
    if (first.failed.length === 0 || first.failed.length > 3) return first;
    console.log(`# again: ${file}`);
    const second = await runFile(suite, file, {
        log: `${path.basename(file).replace(testFile, "")}.second`,
    });
    secondTries.push(...first.failed.filter((title) => !second.failed.includes(title)));
    return second;
}

/**
 * Starts the first host, which takes minutes where none was ever built. How that ended is not looked at: a test
 * that needs a host starts it again, and says why it cannot be.
 * @returns {Promise<string>}
 */
function buildHost() {
    const release = process.env["COCKPIT_UYUNI_TEST_RELEASE"] ?? "trixie";
    const argv = ["test/host/host", "up", "--name", hostName, "--release", release];
    return run(argv, { log: path.join(results, "host-up.log"), minutes: 25 });
}

/** @type {(total: Outcome, more: Outcome) => void} */
function add(total, { passed, failed }) {
    total.passed += passed;
    total.failed.push(...failed);
}

const [wanted, fileFilter, testFilter] = process.argv.slice(2);
if (wanted !== undefined && !Object.hasOwn(suites, wanted)) {
    console.error(`No such suite: ${wanted}. There are: ${Object.keys(suites).join(", ")}.`);
    process.exit(2);
}

/** @type {Outcome} */
const total = { passed: 0, failed: [] };
/** @type {HostFile[]} */
const onHosts = [];
const building = wanted === undefined ? buildHost() : Promise.resolve("");
for (const [suite, { commands = [], files: places = [], onHost = false }] of Object.entries(suites)) {
    if (wanted !== undefined && wanted !== suite) continue;
    const fits = (/** @type {string} */ name) => fileFilter === undefined || name.includes(fileFilter);
    const files = (await Promise.all(places.map(testFiles))).flat().filter(fits);
    await rm(path.join(results, suite), { recursive: true, force: true });
    if (files.length === 0 && (places.length > 0 || commands.length === 0) && fileFilter === undefined)
        add(total, { passed: 0, failed: [`${suite} (no test files)`] });
    if (onHost) {
        onHosts.push(...files.map((file) => ({ suite, file })));
        continue;
    }

    console.log(`\n# ${suite}`);
    const failedBefore = total.failed.length;
    for (const test of commands.filter(({ name }) => fits(name))) add(total, await runCommand(suite, test));
    // What could not be built is not tested: an older build may still be there.
    const built = total.failed.length === failedBefore;
    for (const file of files)
        add(
            total,
            built
                ? await runFile(suite, file, { filter: testFilter })
                : { passed: 0, failed: [`${path.relative("test", file)} (not run)`] },
        );
}
if (onHosts.length > 0) {
    console.log(`\n# ${[...new Set(onHosts.map(({ suite }) => suite))].join(", ")}`);
    await building;
    for (const [file, outcome] of await runOnHosts(onHosts, testFilter))
        add(total, wanted === undefined ? await secondTry(file, outcome) : outcome);
}

if (total.passed + total.failed.length === 0) total.failed.push(`nothing fits ${fileFilter}`);
if (secondTries.length > 0)
    show(["\n# failed at first, not the second time", ...secondTries.map((title) => `# ${title}`)]);
if (total.failed.length > 0) show(["\n# failed", ...total.failed.map((title) => `not ok ${title}`)]);
console.log(`\n${total.passed} passed, ${total.failed.length} failed`);
process.exitCode = total.failed.length === 0 ? 0 : 1;
