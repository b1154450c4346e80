/**
 * Running mgradm as an operation: it outlives the browser, its output is kept,
 * and nothing else is changed meanwhile. What mgradm has done is never rolled
 * back: only mgradm knows what that would mean.
 */
import { argv } from "../argv.js";
import { noMgradm } from "../no-mgradm.js";
import { noRecovery } from "../no-recovery.js";
import { message, type Message } from "../message.js";
import { MGRADM_PAGE, type Plan, type Step } from "../plan.js";
import { checkOperationId, runningImages } from "../set-up-plan.js";
import { step } from "../step.js";
import { run, stepsAfter, stepsAtEnd, stepsBefore } from "./around.js";
import { mgradmChecks, VOLUMES } from "./checks.js";
import { isDryRun, mgradmArgv } from "./command.js";
import type { Given } from "./given.js";
import { MGRADM, oldDataFolder } from "./tool.js";

/**
 * The plan; null where this mgradm has no such command, or the folder is not known.
 *
 * @param id twelve random hexadecimal digits
 * @throws RangeError if the id is not that, or for values that `fieldProblems` complains about
 */
export function planMgradm(given: Given, id: string): Plan | null {
    checkOperationId(id);
    const { task, tool, values, place } = given;
    const flags = tool.commands[task];
    const folder = folderOf(given);
    if (flags === null || (task !== "upgrade" && place === null)) return null;
    const command = mgradmArgv(task, flags, values, folder);
    const steps = [...stepsBefore(given), run(command), ...stepsAfter(given)];
    return {
        id,
        kind: "mgradm",
        service: MGRADM_PAGE,
        services: task === "support" ? ["server"] : ["server", "db"],
        title: title(given, folder ?? ""),
        ...(task === "upgrade" && {
            replaced: given.survey.installed.flatMap((service) => runningImages(service, given.state)),
        }),
        fingerprint: JSON.stringify([tool.version, steps.map((one) => one.argv)]),
        checks: mgradmChecks(given),
        files: [],
        staged: [],
        guards: [noRecovery("note"), noMgradm("note"), ...guards(given, folder)],
        steps,
        rollback: stepsAtEnd(given),
    };
}

/** Without symbolic links. */
function folderOf({ task, place }: Given): string | null {
    if (task === "upgrade" || place === null) return null;
    const { path } = place;
    return task === "restore" && path.endsWith(VOLUMES) ? path.slice(0, -VOLUMES.length) || "/" : path;
}

function title({ task, values }: Given, folder: string): Message {
    const dry = isDryRun(values);
    switch (task) {
        case "upgrade": {
            const tag = values["tag"] ?? "";
            return tag === ""
                ? message("Upgrade the server with mgradm")
                : message("Upgrade the server to $0 with mgradm", tag);
        }
        case "backup":
            return dry
                ? message("Try out a backup with mgradm into $0", folder)
                : message("Back up the server with mgradm into $0", folder);
        case "restore":
            return dry
                ? message("Try out a restore with mgradm from $0", folder)
                : message("Restore the server with mgradm from $0", folder);
        case "support":
            return message("Collect support data with mgradm into $0", folder);
    }
}

/** Tested again at the last moment. */
function guards({ task, oldData }: Given, folder: string | null): readonly Step[] {
    const installed = step("note", message("Make sure that mgradm is there"), [
        "/usr/bin/test",
        "-x",
        MGRADM,
    ]);
    const old = oldDataFolder(oldData);
    if (task === "upgrade" && old !== null)
        return [
            installed,
            step("note", message("Make sure that there is no $0", old), argv`/usr/bin/test ! -e ${old}`),
        ];
    if (folder === null || task === "upgrade" || task === "support") return [installed];
    return [
        installed,
        task === "backup"
            ? step("note", message("Make sure that $0 is new", folder), argv`/usr/bin/test ! -e ${folder}`)
            : step(
                  "note",
                  message("Make sure that $0 is there", folder),
                  argv`/usr/bin/test -d ${folder}${VOLUMES}`,
              ),
    ];
}
