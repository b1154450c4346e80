/**
 * What is done around a run of mgradm, which stops and starts the services that
 * it knows, and no others.
 *
 * One that it leaves running is in the way, the Salt event processor above all:
 * a restore cannot put back the network while a container is in it; and one that
 * fails for want of the database is started again by systemd, and with it
 * (Wants=) the database that mgradm is just backing up, migrating or
 * overwriting. So they are stopped first, and started again after mgradm has
 * done its work, if that leaves the others running, too.
 *
 * An upgrade with mgradm 5.2.16 stops the server and its database alone. It
 * starts all others that are enabled at its end, whether they ran or not.
 */
import { argv } from "../argv.js";
import type { HostState } from "../host-state.js";
import { message } from "../message.js";
import { unitName } from "../names.js";
import type { Argv, Step } from "../plan.js";
import { replicas } from "../replicas.js";
import { quoteShellCommand } from "../shell.js";
import { step, trying } from "../step.js";
import { removalOrder } from "../uninstall/survey.js";
import { isUp } from "../unit-words.js";
import type { Given } from "./given.js";
import { isDryRun } from "./command.js";
import { isOn } from "./fields.js";
import { MGRADM, oldDataFolder } from "./tool.js";

export function run(command: Argv): Step {
    return step("mgradm", message("Run $0", quoteShellCommand(command)), command);
}

interface Neighbour {
    readonly unit: string;
    /** `mgradm stop` and `mgradm start` know of it. */
    readonly isKnown: boolean;
    /** It is started at boot. */
    readonly isEnabled: boolean;
}

/** Units of optional services that run. */
function neighbours(state: HostState): readonly Neighbour[] {
    return removalOrder.flatMap((service) => {
        const view = replicas(service, state);
        if (view.state !== "known" || service.replicas.kind === "mandatory") return [];
        const { instances, uncounted, runningDisabled } = view.value;
        return instances
            .filter(({ up }) => up)
            .map(({ unit, enabled }) => ({
                unit,
                isEnabled: enabled,
                isKnown:
                    service.writtenBy === "mgradm" &&
                    !uncounted.includes(unit) &&
                    !runningDisabled.includes(unit),
            }));
    });
}

/** Units that run, and that `mgradm stop` does not stop. */
export function leftRunning(state: HostState): readonly string[] {
    return unknownToMgradm(state).map(({ unit }) => unit);
}

function unknownToMgradm(state: HostState): readonly Neighbour[] {
    return neighbours(state).filter(({ isKnown }) => !isKnown);
}

export function stepsBefore(given: Given): readonly Step[] {
    const { task, values, survey } = given;
    const stops = stoppedBefore(given).map(({ unit }) =>
        step("mgradm", message("Stop $0", unit), argv`/usr/bin/systemctl stop ${unit}`),
    );
    // It unpacks over the volumes, whoever uses them at that moment.
    const restores = task === "restore" && !isDryRun(values);
    const isAnyUp = survey.units.some(({ activeState }) => isUp(activeState));
    return [...folderSteps(given), ...stops, ...(restores && isAnyUp ? [run([MGRADM, "stop"])] : [])];
}

/**
 * A restore's --restart is a step of its own: with the flag mgradm forgets the
 * errors that it had before, and starts everything even where it was to do nothing.
 */
export function stepsAfter(given: Given): readonly Step[] {
    const { task, values } = given;
    const starts = [...inTheWay(given)]
        .reverse()
        .map(({ unit }) => step("mgradm", message("Start $0", unit), argv`/usr/bin/systemctl start ${unit}`));
    switch (task) {
        case "upgrade":
            return starts;
        case "backup":
            return isOn(values, "norestart") ? [] : starts;
        case "restore":
            return isDryRun(values) || !isOn(values, "restart") ? [] : [run([MGRADM, "start"]), ...starts];
        case "support":
            return [];
    }
}

/**
 * Whatever became of it, what was stopped for it is started again: where mgradm
 * fails before it has stopped anything itself, above all. Only beside a server
 * and a database that run, since they would bring up those that do not (Wants=),
 * and none that mgradm has disabled, as an upgrade to fewer replicas does.
 */
export function stepsAtEnd(given: Given): readonly Step[] {
    const { task, values, survey, oldData } = given;
    const staysStopped =
        (task === "backup" && isOn(values, "norestart")) || (task === "restore" && !isOn(values, "restart"));
    // mgradm starts the database over an empty folder when it could not migrate the data.
    const old = task === "upgrade" ? oldDataFolder(oldData) : null;
    // systemd-run splits the text of a condition at spaces.
    if (staysStopped || (old !== null && !/^[\w/.-]+$/.test(old))) return [];
    const needed = survey.installed
        .filter(({ replicas: { kind } }) => kind === "mandatory")
        .map((service) => unitName(service));
    const always = [
        ...needed.map((unit) => `/usr/bin/systemctl is-active --quiet ${unit}`),
        ...(old === null ? [] : [`/usr/bin/test ! -e ${old}`]),
    ];
    return [...stoppedBefore(given)].reverse().map(({ unit, isEnabled }) => {
        const conditions = [
            ...always,
            ...(isEnabled ? [`/usr/bin/systemctl is-enabled --quiet ${unit}`] : []),
        ].map((command) => `--property=ExecCondition=${command}`);
        const title = message("Start $0 again, if these run: $1", unit, needed.join(", "));
        const command = argv`/usr/bin/systemd-run --quiet --collect --property=Type=oneshot ${conditions} /usr/bin/systemctl start ${unit}`;
        return trying(step("mgradm", title, command));
    });
}

/** All that run beside the server, before an upgrade; otherwise what mgradm does not stop itself. */
function stoppedBefore(given: Given): readonly Neighbour[] {
    return given.task === "upgrade" ? neighbours(given.state) : inTheWay(given);
}

/** What has to be stopped, where mgradm stops the database, too. */
function inTheWay({ task, values, state }: Given): readonly Neighbour[] {
    const stopsNothing =
        task === "support" || isDryRun(values) || (task === "backup" && isOn(values, "skipdatabase"));
    return stopsNothing ? [] : unknownToMgradm(state);
}

function folderSteps({ task, values, place }: Given): readonly Step[] {
    if (place === null || isDryRun(values) || (task !== "backup" && task !== "support")) return [];
    const { path, folders } = place;
    // mgradm makes the last folder of a backup itself, and none above it.
    const needed = task === "backup" ? path.slice(0, path.lastIndexOf("/")) || "/" : path;
    if (folders.some((one) => one.path === needed)) return [];
    return [
        step("mgradm", message("Create $0", needed), argv`/usr/bin/mkdir --parents --mode=0700 -- ${needed}`),
    ];
}
