/**
 * What is known of a run of mgradm that did not come to a good end: how far it
 * got, and what it may have left. By the commands of its steps: nothing else of
 * it is kept.
 */
import type { Known, Operation, StepTitle } from "../host-state.js";
import { message, type Message } from "../message.js";
import type { UnitAction } from "../order.js";
import type { Argv } from "../plan.js";
import { DATABASE_VOLUMES } from "../uninstall/belongings.js";
import { MGRADM, subcommands, tasks, type OldData, type Task } from "./tool.js";

/** "within": in the command that does the task; before and after it are the steps around it. */
export type Reached = "before" | "within" | "after";

export interface Aftermath {
    readonly task: Task;
    readonly reached: Reached;
    /** What may be there now that was not there before. */
    readonly left: Message | null;
    /** What to do before anything else; null where nothing has to be. */
    readonly first: Message | null;
    /** Folder in which an upgrade has left the database's data from before; null: there is none, or that is not known. */
    readonly aside: string | null;
    /** Starting the services now does no harm. */
    readonly mayStart: boolean;
}

/** A step that runs mgradm has its command in the title. */
export function runsMgradm({ title }: StepTitle): boolean {
    return title.args[0]?.startsWith(`${MGRADM} `) === true;
}

function taskOf({ title }: StepTitle): Task | null {
    const words = title.args[0]?.split(" ") ?? [];
    if (words[0] !== MGRADM) return null;
    return tasks.find((task) => subcommands[task].every((word, index) => words[index + 1] === word)) ?? null;
}

/** Those before the folder, which may have anything in its name. */
function flagsOf({ title }: StepTitle): readonly string[] {
    const words = title.args[0]?.split(" ").slice(3) ?? [];
    const end = words.findIndex((word) => !word.startsWith("--"));
    return words.slice(0, end < 0 ? words.length : end);
}

/**
 * null: none of its steps runs one of the tasks.
 *
 * @param oldData as they are now; none were there before an upgrade, which is not begun otherwise
 */
export function aftermath(
    { steps, title, phase }: Pick<Operation, "steps" | "title" | "phase">,
    oldData: Known<OldData | null> = { state: "loading" },
): Aftermath | null {
    const at = steps.findIndex((step) => taskOf(step) !== null);
    const step = steps[at];
    const task = step === undefined ? null : taskOf(step);
    if (task === null) return null;
    const last = steps.findLastIndex(({ status }) => status !== "waiting" && status !== "skipped");
    const reached = last < at ? "before" : last > at ? "after" : "within";
    const dry = step !== undefined && flagsOf(step).includes("--dryrun");
    const folder = title.args[0] ?? "";
    const within = reached === "within" && !dry;
    // It fails, too, when it did what matters and could not do the rest; then it says so.
    const ended = phase === "incomplete";
    const aside = within && task === "upgrade" ? asideIn(oldData) : null;
    return {
        ...{ task, reached },
        left: within ? leftBy(task, folder, ended) : null,
        first: within ? firstAfter(task, folder, ended, oldData) : null,
        aside,
        mayStart: aside === null && !(within && task === "restore" && !ended),
    };
}

function leftBy(task: Task, folder: string, ended: boolean): Message {
    switch (task) {
        case "upgrade":
            return message(
                "The new images may have been pulled, units may name them already, and the data may be half migrated.",
            );
        case "backup":
            return ended
                ? message(
                      "Unless its output says that important data were backed up, what is in $0 is a part of a backup, and cannot be relied upon.",
                      folder,
                  )
                : message("What is in $0 may be a part of a backup: it cannot be relied upon.", folder);
        case "restore":
            return message("Volumes, secrets and units may be half restored.");
        case "support":
            return message(
                "What had been collected may be left in $0, in /tmp, and in /var/log of the server's container. Nothing else was changed.",
                folder,
            );
    }
}

function asideIn(oldData: Known<OldData | null>): string | null {
    return oldData.state === "known" && oldData.value?.isThere === true ? oldData.value.folder : null;
}

/**
 * Puts data that mgradm moved aside back where they were. The commands are for a
 * person, who has read in mgradm's output that they are to be put back.
 *
 * @param all of `restartAll()`
 */
export function bringBack(folder: string, all: readonly UnitAction[]): readonly Argv[] {
    const data = `${folder.slice(0, folder.lastIndexOf("/"))}/_data`;
    const command = (verb: UnitAction["verb"]): readonly Argv[] => {
        const units = all.filter((action) => action.verb === verb).map(({ unit }) => unit);
        return units.length === 0 ? [] : [["/usr/bin/systemctl", verb, ...units]];
    };
    return [
        ...command("stop"),
        // Never into a folder that is there already.
        ["/usr/bin/mv", "-T", "--", data, `${data}_failed`],
        ["/usr/bin/mv", "-T", "--", folder, data],
        ...command("start"),
    ];
}

/** mgradm 5.2.16 moves the old data aside when it goes to another version of PostgreSQL, and would move them again. */
function firstAfter(
    task: Task,
    folder: string,
    ended: boolean,
    oldData: Known<OldData | null>,
): Message | null {
    const [database = ""] = DATABASE_VOLUMES;
    switch (task) {
        case "upgrade":
            if (oldData.state === "known") return null;
            return message(
                "If its output says that a PostgreSQL upgrade was initiated, the old data are in the folder _data_old beside _data of the volume $0: bring them back, or restore a backup, before anything is started.",
                database,
            );
        case "backup":
            return ended ? null : message("Remove $0, and back up into a new folder.", folder);
        case "restore":
            return ended
                ? message(
                      "Unless its output says that important data were restored, restore again before anything is started.",
                  )
                : message("Restore again before anything is started.");
        case "support":
            return null;
    }
}
