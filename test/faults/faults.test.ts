// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Kills at random: operations are started and something is killed in the middle of
 * them. Afterwards everything is as before or as it was to be, nothing else is
 * left, and the page says which.
 *
 *   SEED     of the random numbers; printed
 *   COUNT    how many rounds
 *   ROUND    only this one: what is said of a round that failed repeats it
 *   CASE     only "KIND,VICTIM,LIST,STEP,MS;…": no chance, but what and where is said
 *   EVERY    only "KIND,VICTIM[,LIST];…": no chance, but at each step of the list, one after the other
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { processorContainer, REPOSITORY, operationCard, runningImage } from "../support/uyuni.js";
import { type Found, type Killed, type Planned, type Seen } from "./answers.js";
import { Bench, TAGS } from "./bench.js";
import { changesOfMind, judgeSetUp, leftovers, RECOVERY, withoutUnarmed } from "./judge.js";
import { roundFrom, roundOf, type Round } from "./random.js";

/** Minutes that all steps of one list may take together. */
const SERIES_MINUTES = 60;

const RESULTS = path.join(process.cwd(), "test-results/faults");
/** Of its first rounds one is a power cut, and every victim is killed in another. */
const SHORT = { seed: 456, count: 10 };
/** A variable of the environment; one that is empty is not there. */
const given = (name: string) => (process.env[name] === "" ? undefined : process.env[name]);
const SEED = Number(given("SEED") ?? SHORT.seed);
const COUNT = Number(given("COUNT") ?? SHORT.count);
const ONLY = given("ROUND");
const CASE = given("CASE");
const numbers =
    ONLY === undefined ? Array.from({ length: COUNT }, (_none, index) => index + 1) : [Number(ONLY)];
const EVERY = given("EVERY");
const rounds =
    CASE?.split(";").map((one, index) => roundFrom(one, index + 1)) ??
    (EVERY === undefined ? numbers.map((number) => roundOf(SEED, number)) : []);

const image = (tag: string) => `${REPOSITORY}:${tag}`;
const IMAGES = { A: image(TAGS.A), B: image(TAGS.B) };

/** What the label of the operation's card may say, by what the module knows. */
const LABELS: Readonly<Record<string, string>> = {
    succeeded: "Succeeded",
    failed: "(Failed|Refused|Cancelled), nothing was changed",
    "rolled-back": "(Failed|Cancelled) and rolled back",
    "rollback-failed": "Roll-back failed",
    "given-up": "Roll-back given up",
    incomplete: "Finished, with failed steps",
    "cut-off": "Cut off",
    interrupted: "Interrupted",
};

const bench = new Bench();
let wasSpoilt = false;
let failures = 0;
QUnit.begin(() => bench.begin());
QUnit.log(({ result }) => {
    if (!result) failures++;
});
console.log(`# SEED=${SEED}`);

QUnit.module("Faults", {
    after: () => bench.end(failures > 0),
});

/** What came of a round. */
interface Result {
    readonly steps: number;
    readonly summary: string;
    readonly wrong: readonly string[];
    readonly found: Found;
    readonly seen: Seen | null;
}

interface Done {
    /** How many steps there are in the list of the round. */
    readonly steps: number;
    readonly killed: Killed | null;
    readonly where: string;
    readonly found: Found;
}

/** Starts what was planned, and kills the victim in the middle. */
async function interfere(round: Round, planned: Planned): Promise<Done> {
    const { list, part, after, victim } = round;
    const titles = list === "undo" ? planned.undo : planned.steps;
    const step = (round.step ?? Math.min(titles.length, 1 + Math.floor(part * titles.length))) - 1;
    const where = `${list} ${step + 1} of ${titles.length} (${titles[step] ?? "none"}) + ${after} ms`;
    const ofPage = victim === "page" || victim === "power";
    let over: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (over = resolve));
    const killing = bench.kill(
        planned.id,
        { list, step, after, victim: victim === "page" ? "none" : victim },
        // Where the step is never reached, nothing is killed.
        ended,
    );
    // The page may be gone before it is told.
    const started = bench.start().catch((reason: unknown) => String(reason));
    const watching = started.then(async (outcome) => {
        if (outcome !== "started" && !ofPage) console.log(`# not started: ${outcome}`);
        // A host whose power is cut does not answer.
        const found = await bench.settle().catch(() => null);
        over();
        return found;
    });
    const killed = await killing;
    if (victim === "power") await bench.powerCut();
    if (victim === "page") await bench.closePage();
    const settled = await watching;
    if (victim === "bridge") await bench.closePage();
    const found = victim === "power" || settled === null ? await bench.settle() : settled;
    return { steps: titles.length, killed, where, found };
}

/** What the page says of the operation, and that its card says so as well. */
async function told(
    wrong: string[],
    planned: Planned,
    { hash = "/event-processor", unsure }: { hash?: string; unsure?: string | undefined } = {},
): Promise<Seen | null> {
    const seen = await bench.seen(unsure);
    if (seen?.id !== planned.id) return seen;
    wrong.push(...changesOfMind(seen));
    const { root } = await bench.page();
    await root.evaluate((_body, view) => (window.location.hash = view), hash);
    const label = operationCard(root).locator(".pf-v6-c-label").first();
    const wanted = LABELS[seen.phase] ?? seen.phase;
    try {
        await label.filter({ hasText: new RegExp(`^${wanted}$`) }).waitFor({ timeout: 10_000 });
    } catch {
        const shown = (await label.count()) > 0 ? await label.innerText() : "nothing";
        wrong.push(`the page's card says “${shown}”, not “${wanted}”`);
    }
    return seen;
}

/** What the page says, and how far it got. */
function outcome(seen: Seen | null, planned: Planned): string {
    if (seen?.id !== planned.id) return "nothing";
    const last = seen.steps.findLastIndex((status) => status !== "waiting");
    return `${seen.phase} (${seen.steps[last] ?? ""} at ${last + 1} ${planned.steps[last] ?? ""})`;
}

async function kept(
    name: string,
    title: string,
    wrong: readonly string[],
    facts: { readonly found: Found | null; readonly seen: Seen | null },
): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    const journal = await bench.host.attempt([
        "journalctl",
        "--no-pager",
        "--lines=600",
        "-o",
        "short-precise",
    ]);
    const text = [title, ...wrong, JSON.stringify(facts, null, 2)].join("\n");
    writeFileSync(path.join(RESULTS, `${name}.txt`), `${text}\n`);
    writeFileSync(path.join(RESULTS, `${name}.journal.txt`), journal.stdout);
}

/** The recovery that a killed roll-back leaves is what the page offers then. */
async function recovered(found: Found, seen: Seen | null, wrong: string[]): Promise<Found> {
    if (!(RECOVERY in found.tree)) return found;
    if (seen === null || !["rollback-failed", "interrupted"].includes(seen.phase))
        wrong.push(`the recovery is left, and the page says “${seen?.phase ?? "nothing"}”`);
    await bench.recover();
    return await bench.settle();
}

async function setUpRound(round: Round): Promise<Result> {
    const wrong: string[] = [];
    let from: "A" | "B" | "none" = "none";
    if (round.kind === "set-up") await bench.bring("none");
    else {
        const runs = await runningImage(bench.host).catch(() => "");
        from = runs === IMAGES.B ? "B" : "A";
        await bench.bring(from);
    }
    const before = await bench.settle();
    const tag = round.kind === "failing change" ? "exits" : from === "A" ? TAGS.B : TAGS.A;
    const planned = await bench.plan(
        `setUp(${JSON.stringify(image(tag))}, ${round.pull ? '"Always"' : '"IfNotPresent"'})`,
    );
    const { steps, killed, where, found: left } = await interfere(round, planned);
    let found = left;
    let seen = await told(wrong, planned);
    const first = outcome(seen, planned);
    const after = await recovered(found, seen, wrong);
    if (after !== found) {
        found = after;
        seen = await told(wrong, planned, { unsure: seen?.phase });
    }
    const earlier = before.tree;
    found = withoutUnarmed(found, (path) => round.victim === "power" || path in earlier);
    wrong.push(
        ...judgeSetUp({
            ...{ before: withoutUnarmed(before), found, planned, seen },
            oldImage: from === "none" ? null : IMAGES[from],
            newImage: image(tag),
        }),
    );
    const summary = `${where}; ${killed?.killed.join(", ") ?? "not reached"}; ${first}`;
    return { steps, summary, wrong, found, seen };
}

/** What goes forward only: run again, it finishes. */
async function forwardRound(round: Round): Promise<Result> {
    await bench.bring((await runningImage(bench.host).catch(() => "")) === IMAGES.B ? "B" : "A");
    const wrong: string[] = [];
    const call = round.kind === "uninstall" ? 'uninstall(["event-processor"])' : "cleanUp()";
    if (round.kind === "clean-up")
        for (const tag of ["2026.09", TAGS.A, TAGS.B])
            await bench.host.exec("podman", "pull", "--quiet", image(tag));
    const before = await bench.settle();
    const planned = await bench.plan(call);
    const { steps, killed, where, found: left } = await interfere(round, planned);
    let found = left;
    const hash = round.kind === "uninstall" ? "/uninstall" : "/images";
    const seen = await told(wrong, planned, { hash });
    const first = outcome(seen, planned);
    if (!/^(?:succeeded|incomplete|cut-off|nothing)/.test(first)) wrong.push(`the page says “${first}”`);
    wrong.push(...leftovers(round.victim === "power" ? withoutCutOff(found) : found));
    const again = await bench.plan(call);
    if ((await bench.start()) !== "started") wrong.push("it cannot be started again");
    found = await bench.settle();
    const end = await told(wrong, again, { hash });
    if (end?.phase !== "succeeded") wrong.push(`run again, it is “${end?.phase ?? "nothing"}”`);
    wrong.push(...leftovers(found), ...finished(round, before, found));
    const summary = `${where}; ${killed?.killed.join(", ") ?? "not reached"}; ${first}`;
    return { steps, summary, wrong, found, seen: end };
}

/** Without the container that ran when the power was cut: whoever goes on with it takes it away. */
function withoutCutOff(found: Found): Found {
    const isCutOff = ({ name, state }: Found["containers"][number]) =>
        name === processorContainer && state === "exited";
    return { ...found, containers: found.containers.filter((one) => !isCutOff(one)) };
}

function finished({ kind }: Round, before: Found, found: Found): string[] {
    const left = (all: readonly string[]) => all.filter((one) => one.includes("event-processor"));
    const images = left(found.images);
    if (kind === "clean-up")
        return images.length === 1 ? [] : [`images after the clean-up: ${images.join(", ")}`];
    return [
        ...left([...Object.keys(found.tree), ...found.units, ...found.run, ...found.images]).map(
            (one) => `left: ${one}`,
        ),
        ...Object.keys(before.tree)
            .filter((one) => !one.includes("event-processor") && found.tree[one] !== before.tree[one])
            .map((one) => `gone: ${one}`),
    ];
}

/** Plays one round; how many steps there are in its list, 0 if that could not be told. */
async function play(assert: Assert, round: Round, name: string, how: string): Promise<number> {
    if (wasSpoilt) await bench.begin();
    wasSpoilt = true;
    const begin = performance.now();
    let result: Partial<Result> = {};
    let wrong: readonly string[] = [];
    try {
        const isForward = round.kind === "uninstall" || round.kind === "clean-up";
        result = await (isForward ? forwardRound : setUpRound)(round);
        wrong = result.wrong ?? [];
    } catch (reason) {
        wrong = [reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)];
    }
    const { steps = 0, summary = "", found = null, seen = null } = result;
    const title = `${how}: ${round.kind}, ${round.victim} at ${summary}`;
    console.log(`# ${((performance.now() - begin) / 1000).toFixed(1)} s: ${title}`);
    assert.deepEqual(wrong, [], title);
    wasSpoilt = wrong.length > 0;
    if (wasSpoilt) {
        await kept(name, title, wrong, { found, seen });
        await bench.closePage();
    }
    return steps;
}

for (const round of rounds) {
    const { number } = round;
    QUnit.test(`round ${number}: ${round.kind}, ${round.victim} killed`, async (assert) => {
        if (CASE === undefined)
            await play(assert, round, `seed-${SEED}-round-${number}`, `SEED=${SEED} ROUND=${number}`);
        else await play(assert, round, `case-${number}`, `CASE ${number}`);
    });
}

for (const one of EVERY?.split(";") ?? []) {
    const [kind = "", victim = "", list = "step"] = one.split(",");
    QUnit.test(`${kind}, ${victim} killed at each ${list}`, async (assert) => {
        assert.timeout(SERIES_MINUTES * 60_000);
        // How many there are is known when the first of them was played.
        for (let step = 1, steps = 1; step <= steps; step++) {
            const text = [kind, victim, list, step, 5].join(",");
            steps = Math.max(
                steps,
                await play(assert, roundFrom(text, step), text.replaceAll(/\W+/g, "-"), `CASE="${text}"`),
            );
        }
    });
}
