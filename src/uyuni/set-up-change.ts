/**
 * The steps of set-up that change the host: arming, changing, committing.
 *
 * What they have to keep: a kill or a power cut between any two of them, or in
 * the middle of one, leaves each file entirely old or entirely new, and either
 * nothing has been changed, or the recovery unit is on disk, or everything is
 * new.
 */
import { argv } from "./argv.js";
import { message } from "./message.js";
import { operationDirectory, type Step } from "./plan.js";
import {
    RECOVER_PATH,
    recoverLink,
    recoverLinkDirectory,
    recoverLinkTarget,
    unlinkArgv,
} from "./recover-unit.js";
import { unitDirectory } from "./services.js";
import { besideName } from "./set-up-files.js";
import {
    changedFiles,
    enablingDirectories,
    touchedNote,
    wantsDirectories,
    type SetUp,
} from "./set-up-parts.js";
import { step, trying, waiting } from "./step.js";

/** Longest that the journal is waited for. */
const JOURNAL_SECONDS = "20";

/**
 * Puts the recovery unit in place. Until its last rename nothing counts: a link
 * to a unit that is not there is nothing to systemd. What it needs for putting
 * things back is on disk, flushed, before it appears.
 */
export function armSteps({ id, files }: Pick<SetUp, "id" | "files">): Step[] {
    const directory = operationDirectory(id);
    const beside = besideName(RECOVER_PATH, id);
    const kept = files
        .filter(({ before }) => before !== null)
        .map(({ number }) => `${directory}/before/${number}`);
    const folders = kept.length > 0 ? [`${directory}/before`, directory] : [directory];
    return [
        step(
            "arm",
            message("Make sure that $0 is there", recoverLinkDirectory),
            argv`/usr/bin/mkdir -p -m 0755 ${recoverLinkDirectory}`,
        ),
        step(
            "arm",
            message("Prepare the roll-back"),
            argv`/usr/bin/install -m 0644 -T ${directory}/recover.service ${beside}`,
        ),
        step(
            "arm",
            message("Have the next boot run the roll-back, once it is armed"),
            argv`/usr/bin/ln -sfnT ${recoverLinkTarget} ${recoverLink}`,
        ),
        step(
            "arm",
            message("Flush the roll-back to disk"),
            argv`/usr/bin/sync ${beside} ${kept} ${folders} /var/lib/cockpit-uyuni ${recoverLinkDirectory}`,
        ),
        journalWritten("arm"),
        step("arm", message("Arm the roll-back"), argv`/usr/bin/mv -fT ${beside} ${RECOVER_PATH}`),
        step("arm", message("Flush that it is armed to disk"), argv`/usr/bin/sync ${unitDirectory}`),
    ];
}

/**
 * Takes away what an operation leaves that ended before it was armed; of an armed
 * one nothing, since its link leads somewhere. Run whenever an operation ends.
 */
export function unarmedSteps(id: string): Step[] {
    const sentence = message("Tidy up");
    return [
        step("arm", sentence, argv`/usr/bin/rm -f ${besideName(RECOVER_PATH, id)}`),
        step("arm", sentence, unlinkArgv),
    ].map(trying);
}

export function changeSteps(setUp: SetUp): Step[] {
    return [
        // From here on the new files, or the new image, may be what runs.
        step(
            "change",
            message("Note that the service is going to be changed"),
            argv`/usr/bin/touch ${touchedNote(setUp.id)}`,
        ),
        ...writeSteps(setUp),
        ...enableSteps(setUp),
        ...surplusSteps(setUp),
        ...startSteps(setUp),
    ];
}

function writeSteps(setUp: SetUp): Step[] {
    const { id, dropIns } = setUp;
    const changed = changedFiles(setUp);
    if (changed.length === 0) return [];
    const beside = changed.map(({ path }) => besideName(path, id));
    return [
        step("change", message("Create $0", dropIns), argv`/usr/bin/mkdir -p -m 0755 ${dropIns}`),
        ...changed.map(({ path, mode, number }) =>
            step(
                "change",
                message("Prepare $0", path),
                argv`/usr/bin/install -m ${mode} -T ${operationDirectory(id)}/new/${String(number)} ${besideName(path, id)}`,
            ),
        ),
        // Before the renames: else a power cut could leave a new name with an empty file.
        step("change", message("Flush the new files to disk"), argv`/usr/bin/sync ${beside}`),
        ...changed.map(({ path, before }) =>
            step(
                "change",
                message("Write $0", path),
                argv`/usr/bin/mv -fT ${besideName(path, id)} ${path}`,
                before === null ? message("Remove $0", path) : message("Put the old $0 back", path),
            ),
        ),
        step("change", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`),
    ];
}

function enableSteps({ enable, instances }: SetUp): Step[] {
    if (!enable) return [];
    return instances.map(({ unit, wasEnabled }) =>
        step(
            "change",
            message("Start $0 at boot", unit),
            argv`/usr/bin/systemctl enable ${unit}`,
            wasEnabled ? null : message("Do not start $0 at boot", unit),
        ),
    );
}

function surplusSteps({ surplus }: SetUp): Step[] {
    if (surplus.length === 0) return [];
    return [
        ...surplus.map(({ unit, wasUp, wasEnabled }) =>
            step(
                "change",
                message("Stop $0, and do not start it at boot", unit),
                argv`/usr/bin/systemctl disable --now ${unit}`,
                wasUp
                    ? message("Start $0 as it was before", unit)
                    : wasEnabled
                      ? message("Start $0 at boot", unit)
                      : null,
            ),
        ),
        // `systemctl disable` takes an empty folder away with the last link, and what is gone cannot be flushed.
        step(
            "change",
            message("Keep the folders of what starts at boot"),
            argv`/usr/bin/mkdir -p -m 0755 ${wantsDirectories}`,
        ),
    ];
}

function startSteps({ instances }: SetUp): Step[] {
    return instances.flatMap(({ unit, wasUp }) => [
        // Else one that failed often in the last seconds is not started. A pattern, since a name that is not loaded is an error.
        step(
            "change",
            message("Forget the failures of $0", unit),
            argv`/usr/bin/systemctl reset-failed ${`${unit}*`}`,
        ),
        step(
            "change",
            wasUp ? message("Restart $0", unit) : message("Start $0", unit),
            argv`/usr/bin/systemctl restart ${unit}`,
            wasUp ? message("Start $0 as it was before", unit) : message("Stop $0", unit),
        ),
    ]);
}

/**
 * Ends the possibility of rolling back. The removal of the recovery unit is the
 * one point at which the new state becomes the state: before it, a cut leads
 * back to the old one; after it, only a link is left that points to nothing,
 * which systemd passes over and the next operation replaces. The other order
 * would leave, between the two, an armed recovery that no boot starts.
 */
export function commitSteps(setUp: SetUp): Step[] {
    return [
        step(
            "commit",
            message("Flush the changes to disk"),
            argv`/usr/bin/sync ${unitDirectory} ${setUp.dropIns} ${enablingDirectories(setUp)}`,
        ),
        step("commit", message("Keep the changes"), argv`/usr/bin/rm -f ${RECOVER_PATH}`),
        ...keptSteps(),
    ];
}

/** What follows the commit, and may be cut off: a recovery unit that comes back with the power would undo everything. */
export function keptSteps(): Step[] {
    return [
        step("commit", message("Flush that they are kept to disk"), argv`/usr/bin/sync ${unitDirectory}`),
        journalWritten("commit"),
        step("commit", message("Tidy up"), argv`/usr/bin/rm -f ${recoverLink}`),
        step("commit", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`),
    ].map(trying);
}

/** The end of a roll-back. The file first, as in a commit: without its link it would be armed, but never run. */
export function disarmSteps(): Step[] {
    return [
        step("commit", message("Disarm the roll-back"), argv`/usr/bin/rm -f ${RECOVER_PATH}`),
        trying(
            step(
                "commit",
                message("Flush that it is disarmed to disk"),
                argv`/usr/bin/sync ${unitDirectory}`,
            ),
        ),
        trying(step("commit", message("Tidy up"), argv`/usr/bin/rm -f ${recoverLink}`)),
    ];
}

/** So that what the operation is, and how far it came, is known after a power cut. Running out of time stops nothing. */
function journalWritten(phase: Step["phase"]): Step {
    return waiting(
        step(
            phase,
            message("Have the journal written to disk"),
            argv`/usr/bin/timeout ${JOURNAL_SECONDS} /usr/bin/journalctl --sync`,
        ),
    );
}
