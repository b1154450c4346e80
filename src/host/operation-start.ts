/**
 * Starts a plan as the operation: a transient oneshot unit whose ExecStart
 * entries are the plan's steps, so that it goes on without the browser, the
 * login and the network.
 *
 * The fixed unit name is the lock: PID 1 refuses a second unit of that name. For
 * that to hold, the unit must not stay in memory when it ended well (no
 * RemainAfterExit), and what a failed one leaves is cleared with
 * ResetFailedUnit, which does nothing to a unit that runs. Guards are
 * ExecCondition entries: when one fails, the unit is skipped, not failed, and so
 * no roll-back starts.
 *
 * The roll-back is a second transient unit of the same call. OnFailure= starts
 * it, and so does a person who cancels: it conflicts with the operation, so that
 * starting it ends the operation first. It does nothing unless the recovery unit
 * is on disk, which is the first thing that an operation changes and the last
 * that it takes away.
 */
import cockpit, { type DBusClient, type Variant } from "cockpit";
import {
    OPERATION_UNIT,
    operationFields,
    ROLLBACK_UNIT,
    type JournalFields,
} from "../uyuni/operation-record.js";
import { RECOVER_PATH, unlinkArgv } from "../uyuni/recover-unit.js";
import { inEnglish } from "../uyuni/message.js";
import { goesOnPastFailures, isForward, operationDirectory, type Plan, type Step } from "../uyuni/plan.js";
import type { RunOutcome } from "./host.js";
import { besidePattern } from "../uyuni/set-up-files.js";
import { unarmedSteps } from "../uyuni/set-up-change.js";
import { unitDirectory } from "../uyuni/services.js";
import { recordArgv } from "../uyuni/step-commands.js";
import { exitsArgv, markArgv, type StepList } from "../uyuni/step-marks.js";
import { callManager } from "./bus.js";
import { withManager } from "./jobs.js";
import { asHostError, within } from "./problem.js";
import { runAsRoot } from "./root.js";

const KEPT = 10;
/**
 * timeout(1)'s own exit status is no failure: what a wait that ran out means is
 * for the next step to say. (Ignoring the failure of a step instead would let
 * the next one run when the operation is stopped in the middle of it.)
 */
const TIMED_OUT = 124;
const EVERY_FAILURE = Array.from({ length: 255 }, (_none, index) => index + 1);
const SIGKILL = 9;
const OPERATIONS = "/var/lib/cockpit-uyuni";

function utf8(text: string): string {
    return window.btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function variant(type: string, value: unknown): Variant {
    return cockpit.variant(type, value);
}

/** Without the flag systemd would expand $NAME and make one $ of $$. */
function commands(steps: readonly Pick<Step, "argv" | "mayFail">[]): Variant {
    return variant(
        "a(sasas)",
        steps.map((step) => [
            step.argv[0],
            step.argv,
            step.mayFail === true ? ["no-env-expand", "ignore-failure"] : ["no-env-expand"],
        ]),
    );
}

/** The steps, each after the mark that says that it begins. */
function withMarks(id: string, list: StepList, steps: readonly Step[]): Step[] {
    return steps.flatMap((step, index) => [{ ...step, argv: markArgv(id, list, index, step) }, step]);
}

function marked(id: string, list: StepList, steps: readonly Step[]): Variant {
    return commands(withMarks(id, list, steps));
}

function common(fields: JournalFields, description: string): [string, Variant][] {
    return [
        ["Description", variant("s", description)],
        ["Type", variant("s", "oneshot")],
        ["SyslogIdentifier", variant("s", "cockpit-uyuni")],
        ["Environment", variant("as", ["LC_ALL=C.UTF-8"])],
        ["UMask", variant("u", 0o022)],
        [
            "LogExtraFields",
            variant(
                "aay",
                Object.entries(fields).map(([name, value]) => utf8(`${name}=${value}`)),
            ),
        ],
    ];
}

/** Puts the plan's files into the operation's own directory. The directory is root's alone, so the files need no modes. */
async function stage(plan: Plan): Promise<void> {
    const directory = operationDirectory(plan.id);
    const folders = new Set(
        plan.staged.map(({ name }) => `${directory}/${name.slice(0, Math.max(0, name.lastIndexOf("/")))}`),
    );
    await runAsRoot(["install", "-d", "-m", "0700", OPERATIONS, directory, ...folders]);
    for (const { name, text } of plan.staged) {
        const file = cockpit.file(`${directory}/${name}`, { superuser: "require" });
        try {
            await within(30, file.replace(text, "-"));
        } finally {
            file.close();
        }
    }
}

async function unstage(plan: Plan): Promise<void> {
    await runAsRoot(["rm", "-rf", "--", operationDirectory(plan.id)]);
}

/**
 * Removes the directories of all but the last operations, and what others than
 * `id` were about to put in place when they were cut off with their host.
 */
async function forgetOld(id: string): Promise<void> {
    await runAsRoot([
        ...["find", unitDirectory, "-xdev", "-maxdepth", "2", "-type", "f"],
        ...["-regextype", "posix-extended", "-regex", besidePattern, "!", "-name", `*.${id}`, "-delete"],
    ]);
    const names = (await runAsRoot(["ls", "-1t", "--", OPERATIONS]))
        .split("\n")
        .filter((name) => /^[0-9a-f]{12}$/.test(name));
    const old = names.slice(KEPT).map(operationDirectory);
    if (old.length > 0) await runAsRoot(["rm", "-rf", "--", ...old]);
}

type Properties = readonly (readonly [string, Variant])[];

/** Of a plan with a way back. */
function withRollback(plan: Plan, fields: JournalFields): { operation: Properties; rollback: Properties } {
    const codes = plan.steps.some((step) => step.mayTimeOut) ? [TIMED_OUT] : [];
    return {
        operation: [
            ["SuccessExitStatus", variant("(aiai)", [codes, []])],
            ["OnFailure", variant("as", [ROLLBACK_UNIT])],
            ["ExecStopPostEx", commands(unarmedSteps(plan.id))],
        ],
        rollback: [
            ...common(fields, `Cockpit: roll back: ${inEnglish(plan.title)}`),
            ["Conditions", variant("a(sbbs)", [["ConditionPathExists", false, false, RECOVER_PATH]])],
            ["Conflicts", variant("as", [OPERATION_UNIT])],
            ["After", variant("as", [OPERATION_UNIT])],
            ["ExecStartEx", marked(plan.id, "undo", plan.rollback)],
            ["ExecStopPostEx", commands([{ argv: unlinkArgv, mayFail: true }])],
        ],
    };
}

/**
 * Of a plan that goes forward only. Every exit status counts as success, so the
 * unit goes on past a step that failed. Ignoring failures ("-") would do that as
 * well, but then a unit that is stopped runs all its further steps; and so does
 * this one if the step that it is stopped in catches the signal and exits, as
 * podman does. A signal that nothing can catch is no exit: with it the unit ends
 * there. What has to be done at the end is ExecStopPost=, which is run in every
 * case; first of all PID 1 tells how each step ended, which it forgets when it
 * reloads.
 *
 * mgradm is another matter: the first step that fails is the last, and to stop it
 * is to ask it to end. It reads the configuration file in its user's home, too.
 */
function forwardOnly(plan: Plan): Properties {
    const ending = plan.rollback.map((step): Step => ({ ...step, mayFail: true }));
    const exits = { argv: exitsArgv(OPERATION_UNIT), mayFail: true } as const;
    return [
        ...(goesOnPastFailures(plan.kind)
            ? ([
                  ["SuccessExitStatus", variant("(aiai)", [EVERY_FAILURE, []])],
                  ["KillSignal", variant("i", SIGKILL)],
              ] as const)
            : ([["Environment", variant("as", ["HOME=/root"])]] as const)),
        ["ExecStopPostEx", commands([exits, ...withMarks(plan.id, "undo", ending)])],
    ];
}

async function startUnits(client: DBusClient, plan: Plan, user: string): Promise<void> {
    const fields = operationFields(plan, user);
    const { operation, rollback } = isForward(plan.kind)
        ? { operation: forwardOnly(plan), rollback: null }
        : withRollback(plan, fields);
    const properties = [
        ...common(fields, `Cockpit: ${inEnglish(plan.title)}`),
        // Before everything else, so that the commands are known even of an operation that a guard refuses.
        ["ExecConditionEx", commands([{ argv: recordArgv(plan), mayFail: true }, ...plan.guards])],
        ["ExecStartEx", marked(plan.id, "step", plan.steps)],
        ...operation,
    ];
    for (const unit of [OPERATION_UNIT, ROLLBACK_UNIT]) {
        await callManager(client, "ResetFailedUnit", "s", [unit]).catch((reason: unknown) => {
            if (!asHostError(reason).problem.endsWith("NoSuchUnit")) throw reason;
        });
    }
    await callManager(client, "StartTransientUnit", "ssa(sv)a(sa(sv))", [
        OPERATION_UNIT,
        "fail",
        properties,
        rollback === null ? [] : [[ROLLBACK_UNIT, rollback]],
    ]);
}

/** Runs `plan` as the operation, for `user`. Rejects with HostError, with nothing changed. */
export async function startOperation(plan: Plan, user: string): Promise<RunOutcome> {
    await stage(plan);
    try {
        await withManager((client) => startUnits(client, plan, user));
    } catch (reason) {
        await unstage(plan);
        if (
            /UnitExists|already loaded|TransactionIsDestructive/.test(
                `${asHostError(reason).problem} ${asHostError(reason).message}`,
            )
        )
            return { outcome: "busy" };
        throw reason;
    }
    try {
        await forgetOld(plan.id);
    } catch (reason) {
        // The operation runs, and the next one tidies up again.
        console.warn(`What earlier operations left could not be removed: ${asHostError(reason).message}`);
    }
    return { outcome: "started" };
}

/** Ends the operation by starting its roll-back. Rejects with HostError. */
export function cancelOperation(): Promise<void> {
    return withManager(async (client) => {
        await callManager(client, "StartUnit", "ss", [ROLLBACK_UNIT, "replace"]);
    });
}

/** Runs the recovery unit that an interrupted operation left on disk. Rejects with HostError. */
export function startRecovery(unit: string): Promise<void> {
    return withManager(async (client) => {
        await callManager(client, "Reload", "", []);
        await callManager(client, "StartUnit", "ss", [unit, "fail"]);
    });
}
