/**
 * The way back from set-up. Each step may be run again, and goes on when one
 * before it failed, or was killed; only what is looked at in the end decides
 * whether everything is as it was, and only then is the recovery unit taken away.
 */
import { argv } from "./argv.js";
import { message } from "./message.js";
import { operationDirectory, type Step } from "./plan.js";
import { RECOVER_PATH } from "./recover-unit.js";
import { unitDirectory } from "./services.js";
import { disarmSteps } from "./set-up-change.js";
import { besideName, type SetUpFile } from "./set-up-files.js";
import {
    changedFiles,
    enablingLinks,
    touchedNote,
    wantsDirectories,
    type SetUp,
    type SetUpInstance,
} from "./set-up-parts.js";
import { step, trying } from "./step.js";

export function rollbackSteps(setUp: SetUp): Step[] {
    const starts = [...setUp.instances, ...setUp.surplus]
        .filter(({ wasUp }) => wasUp)
        .map(({ unit }) =>
            step(
                "change",
                message("Start $0 as it was before", unit),
                argv`/usr/bin/systemctl start ${unit}`,
            ),
        );
    return [
        ...setUp.instances.flatMap(logSteps).map(onceTouched(setUp)).map(trying),
        ...restoring(setUp, onceTouched(setUp)).map(trying),
        ...(starts.length > 0 ? reloaded(setUp) : []),
        ...givenBack(setUp),
        ...starts.map(trying),
        ...runningAgain(setUp),
        ...ending(setUp),
        // Not at boot: a unit that is reloaded without its file while it runs loses its further steps.
        trying(step("commit", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`)),
    ];
}

/**
 * That the old containers run again, once more by starting them: it does nothing
 * to a unit that runs, and one that fails over and over is not told from one that
 * works. A container of the new image would run on if stopping its unit had failed.
 */
function runningAgain({ instances, surplus, replacesImage, image }: SetUp): Step[] {
    // An index of nothing is how a template fails on purpose. One that is between two starts has no container.
    const isOther = `{{.Image}}{{if eq .Image "${image.text}"}}{{index "" 0}}{{end}}`;
    return [...instances, ...surplus]
        .filter(({ wasUp }) => wasUp)
        .flatMap(({ unit, container }) => [
            step(
                "check",
                message("Make sure that $0 is started", unit),
                argv`/usr/bin/systemctl start ${unit}`,
            ),
            ...(replacesImage && instances.some((one) => one.unit === unit)
                ? [
                      step(
                          "check",
                          message("Make sure that the container $0 is not of the new image", container),
                          argv`/usr/bin/podman ps --all --filter ${`name=^${container}$`} --format ${isOther}`,
                      ),
                  ]
                : []),
        ]);
}

/**
 * Keeps the container's last words. podman has them as long as there is a
 * container; of one that ended, and was removed with its unit, only the journal
 * has what it wrote and what became of the unit.
 */
function logSteps({ unit, container }: SetUpInstance): Step[] {
    return [
        step(
            "change",
            message("Show the log of the failed container"),
            argv`/usr/bin/podman logs --tail 200 ${container}`,
        ),
        step(
            "change",
            message("Show what the journal has about it"),
            argv`/usr/bin/journalctl --no-pager --boot --lines=50 --output=cat
                 CONTAINER_NAME=${container} + UNIT=${unit}`,
        ),
    ];
}

/**
 * The same at boot. The service waits for the recovery unit, so waiting for the
 * service would be a deadlock; and stopping it has cancelled a start that the
 * boot had queued, so it is queued again.
 */
export function recoverySteps(setUp: SetUp): Step[] {
    const starts = [...setUp.instances, ...setUp.surplus]
        .filter(({ wasUp, wasEnabled }) => wasUp || wasEnabled)
        .map(({ unit }) =>
            step(
                "change",
                message("Start $0 as it was before", unit),
                argv`/usr/bin/systemctl --no-block start ${unit}`,
            ),
        );
    return [
        // Whatever a boot has started may be of the new files.
        ...restoring(setUp, (one) => one).map(trying),
        ...reloaded(setUp),
        ...givenBack(setUp),
        ...starts.map(trying),
        ...ending(setUp),
    ];
}

/**
 * The same step, run only once the service has been touched: one that fails before, as a pull does that the roll-back
 * has to be armed for, leaves alone what runs. find(1) runs it if there is such a file.
 */
function onceTouched({ id }: SetUp): (one: Step) => Step {
    const [folder, name] = [operationDirectory(id), touchedNote(id).slice(operationDirectory(id).length + 1)];
    return (one) => ({
        ...one,
        argv: argv`/usr/bin/find ${folder} -maxdepth 1 -name ${name} -exec ${one.argv} ;`,
    });
}

/**
 * That the image's name means the old image, by giving it back once more: the old unit would start the new image
 * under it. So nothing is started before this has been done.
 */
function givenBack(setUp: SetUp): Step[] {
    return setUp.moves
        .slice(0, 1)
        .map(({ id, name }) =>
            step(
                "check",
                message("Make sure that $0 means the image that it meant", name),
                argv`/usr/bin/podman tag ${id} ${name}`,
            ),
        );
}

/**
 * That systemd has the old files loaded, by loading them once more: what starts
 * with the new ones looks the same if only its settings differ. So nothing is
 * started before this has been done.
 */
function reloaded(setUp: SetUp): Step[] {
    if (changedFiles(setUp).length === 0) return [];
    return [
        step(
            "check",
            message("Make sure that systemd has the old files loaded"),
            argv`/usr/bin/systemctl daemon-reload`,
        ),
    ];
}

/** @param touching makes the step that is run out of one that stops what runs */
function restoring(setUp: SetUp, touching: (one: Step) => Step): Step[] {
    const { id, enable, instances, surplus, dropIns } = setUp;
    const changed = changedFiles(setUp);
    const disabled = enable ? instances.filter(({ wasEnabled }) => !wasEnabled) : [];
    const removeFolder = step(
        "change",
        message("Remove $0 if it is empty", dropIns),
        argv`/usr/bin/rmdir --ignore-fail-on-non-empty ${dropIns}`,
    );
    const isNewFolder = changed.some(({ path, before }) => path.startsWith(`${dropIns}/`) && before === null);
    return [
        ...disabled.map(({ unit }) =>
            step(
                "change",
                message("Do not start $0 at boot", unit),
                argv`/usr/bin/rm -f ${enablingLinks(unit)}`,
            ),
        ),
        ...instances.map(({ unit }) =>
            touching(step("change", message("Stop $0", unit), argv`/usr/bin/systemctl stop ${unit}`)),
        ),
        // A unit that is stopped removes its container by the id that podman wrote down; one that was stopped
        // before it did so, or was cut off with its host, does not.
        ...instances.map(({ container }) =>
            touching(
                step(
                    "change",
                    message("Remove the container $0", container),
                    argv`/usr/bin/podman rm --force --ignore -t 10 ${container}`,
                ),
            ),
        ),
        ...changed.flatMap((file) => restoringFile(id, file)),
        step("change", message("Remove what was prepared"), argv`/usr/bin/rm -f ${besideNames(setUp)}`),
        ...(isNewFolder ? [removeFolder] : []),
        ...surplus.filter(({ wasEnabled }) => wasEnabled).flatMap(enablingAgain),
        step("change", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`),
        ...instances.map(({ unit }) =>
            step(
                "change",
                message("Forget the failure of $0", unit),
                argv`/usr/bin/systemctl reset-failed ${unit}`,
            ),
        ),
        ...givingBack(setUp),
    ];
}

function besideNames(setUp: SetUp): readonly string[] {
    const paths = [RECOVER_PATH, ...changedFiles(setUp).map(({ path }) => path)];
    return paths.map((path) => besideName(path, setUp.id));
}

/** The links as `systemctl enable` makes them, without asking systemd: at boot it would be too early. */
function enablingAgain({ unit, unitFile }: SetUpInstance): Step[] {
    const title = message("Start $0 at boot", unit);
    return [
        // `systemctl disable` takes an empty folder away with the last link.
        step("change", title, argv`/usr/bin/mkdir -p -m 0755 ${wantsDirectories}`),
        ...enablingLinks(unit).map((link) =>
            step("change", title, argv`/usr/bin/ln -sfnT ${unitFile} ${link}`),
        ),
    ];
}

function restoringFile(id: string, { path, mode, before, beforeMode, number }: SetUpFile): Step[] {
    if (before === null) return [step("change", message("Remove $0", path), argv`/usr/bin/rm -f ${path}`)];
    const beside = besideName(path, id);
    return [
        step(
            "change",
            message("Prepare $0", path),
            argv`/usr/bin/install -m ${beforeMode ?? mode} -T ${operationDirectory(id)}/before/${String(number)} ${beside}`,
        ),
        step("change", message("Flush $0 to disk", path), argv`/usr/bin/sync ${beside}`),
        step("change", message("Put the old $0 back", path), argv`/usr/bin/mv -fT ${beside} ${path}`),
    ];
}

/** Names that a pull or a load has moved, or may have. */
function givingBack({ moves }: SetUp): Step[] {
    return moves.map(({ id, name }) =>
        step(
            "change",
            message("Give $0 back to the image that had it", name),
            argv`/usr/bin/podman tag ${id} ${name}`,
        ),
    );
}

function ending(setUp: SetUp): Step[] {
    const directory = operationDirectory(setUp.id);
    const changed = changedFiles(setUp);
    return [
        step(
            "check",
            message("Make sure that nothing prepared is left"),
            argv`/usr/bin/rm -f ${besideNames(setUp)}`,
        ),
        ...changed.map(({ path, before, number }) =>
            before === null
                ? step("check", message("Make sure that $0 is gone", path), argv`/usr/bin/test ! -e ${path}`)
                : step(
                      "check",
                      message("Make sure that $0 is as it was", path),
                      argv`/usr/bin/cmp -s ${directory}/before/${String(number)} ${path}`,
                  ),
        ),
        ...(setUp.enable ? setUp.instances : [])
            .filter(({ wasEnabled }) => !wasEnabled)
            .flatMap(({ unit }) => enablingLinks(unit))
            .map((link) =>
                step("check", message("Make sure that $0 is gone", link), argv`/usr/bin/test ! -L ${link}`),
            ),
        trying(step("commit", message("Flush the changes to disk"), argv`/usr/bin/sync ${unitDirectory}`)),
        ...disarmSteps(),
    ];
}
