/** The steps of set-up, one after another. */
import { argv } from "./argv.js";
import { isFetchedEarly, type ImageMove } from "./image-moves.js";
import { message, type Message } from "./message.js";
import { noMgradm } from "./no-mgradm.js";
import { noRecovery } from "./no-recovery.js";
import { operationDirectory, type Step } from "./plan.js";
import { armSteps, changeSteps, commitSteps } from "./set-up-change.js";
import { checkSteps } from "./set-up-check.js";
import type { SetUpFile } from "./set-up-files.js";
import type { SetUp } from "./set-up-parts.js";
import { step } from "./step.js";

/** What would move a name that units may start from waits until there is a way back. */
export function setUpSteps(setUp: SetUp): Step[] {
    const early = isFetchedEarly(setUp);
    const fetched = flushed(setUp, [...loadSteps(setUp), ...pullSteps(setUp)]);
    const kept = setUp.moves.flatMap((move) => keepMoved(move, early ? "pull" : "change"));
    const still = fetched.length > 0 ? unchangedSteps(setUp) : [];
    return [
        ...(early ? [...fetched, ...kept, ...still, ...movingSteps(setUp)] : []),
        ...keepSteps(setUp),
        ...armSteps(setUp),
        // The first is a change: the host may be cut off in the pull, and there is something to roll back then.
        ...(early ? pointSteps(setUp) : [...kept, ...fetched, ...still]),
        ...changeSteps(setUp),
        ...checkSteps(setUp),
        ...commitSteps(setUp),
    ];
}

/** podman does not flush the layers that it unpacks: a power cut after the change would leave neither image whole. */
function flushed({ store }: SetUp, fetched: readonly Step[]): readonly Step[] {
    const flush = step(
        "pull",
        message("Flush the image to disk"),
        argv`/usr/bin/sync --file-system -- ${store}`,
    );
    return fetched.length === 0 ? [] : [...fetched, flush];
}

/** Conditions on what the plan was made from, looked at before anything is done. */
export function setUpGuards(setUp: SetUp): Step[] {
    return [noRecovery("pull"), ...unchangedSteps(setUp), ...archiveSteps(setUp), ...movingSteps(setUp)];
}

/**
 * That no mgradm runs, and that all is there still that the plan relies on: to be met when something is about to be
 * changed, too, for a pull may take an hour.
 */
function unchangedSteps({ id, files, needed }: SetUp): Step[] {
    return [
        noMgradm("pull"),
        ...files.map((file) => unchanged(id, file)),
        ...needed.map((unit) =>
            step(
                "pull",
                message("Make sure that $0 is active", unit),
                argv`/usr/bin/systemctl is-active --quiet ${unit}`,
            ),
        ),
    ];
}

function unchanged(id: string, { path, before, number }: SetUpFile): Step {
    return before === null
        ? step("pull", message("Make sure that $0 is not there", path), argv`/usr/bin/test ! -e ${path}`)
        : step(
              "pull",
              message("Make sure that $0 is unchanged", path),
              argv`/usr/bin/cmp -s ${operationDirectory(id)}/before/${String(number)} ${path}`,
          );
}

/** A roll-back gives a name back to the image that had it when the plan was made: so it has to have it still. */
function movingSteps({ moves }: SetUp): Step[] {
    return moves.map(({ name, id }) =>
        meansImage(message("Make sure that $0 means the same image as before", name), name, id),
    );
}

function meansImage(title: Message, name: string, id: string): Step {
    // An index of nothing is how a template fails on purpose.
    const isSame = `{{if ne .ID "${id.replace(/^sha256:/, "")}"}}{{index "" 0}}{{end}}`;
    return step("pull", title, argv`/usr/bin/podman image inspect --format ${isSame} ${name}`);
}

/** An archive is still the file that was looked at. */
function archiveSteps({ load }: SetUp): Step[] {
    if (load === null) return [];
    const { path, inode, bytes, changed } = load;
    // What find runs with "+" makes it fail by failing.
    const same = argv`/usr/bin/find ${path} -maxdepth 0 ! ( -type f -inum ${String(inode)} -size ${String(bytes)}c ! -newerct ${changed} ) -exec /usr/bin/false {} +`;
    return [step("pull", message("Make sure that $0 is unchanged", path), same)];
}

/** What an archive has in it is named by itself: whether it is the image of the plan is seen afterwards. */
function loadSteps(setUp: SetUp): Step[] {
    const { image, load } = setUp;
    if (load === null) return [];
    const { path, id } = load;
    return [
        ...archiveSteps(setUp),
        step(
            "pull",
            message("Load $0 from $1", image.text, path),
            argv`/usr/bin/podman load --quiet --input ${path}`,
        ),
        id === null
            ? step(
                  "pull",
                  message("Make sure that $0 is on this host", image.text),
                  argv`/usr/bin/podman image exists ${image.text}`,
              )
            : meansImage(
                  message("Make sure that $0 is the image that the archive told of", image.text),
                  image.text,
                  id,
              ),
    ];
}

/**
 * podman's command line tells no bytes but to a terminal; its REST service
 * does. So curl asks for the image first, to be watched, and podman again: its
 * verdict is the one that counts.
 */
function pullSteps({ pull, watched }: SetUp): Step[] {
    if (pull === null) return [];
    const name = encodeURIComponent(pull.name);
    const tag = encodeURIComponent(pull.digest ?? pull.tag ?? "latest");
    const socket = "/run/podman/podman.sock";
    const address = `http://localhost/v1.41/images/create?fromImage=${name}&tag=${tag}`;
    // No curlrc and no proxy: this is a local socket.
    const download = step(
        "pull",
        message("Download $0", pull.text),
        argv`/usr/bin/curl --disable --noproxy * --silent --show-error --fail-with-body --no-buffer --unix-socket ${socket} --request POST ${address}`,
    );
    const verdict = step("pull", message("Pull $0", pull.text), argv`/usr/bin/podman pull ${pull.text}`);
    return watched ? [{ ...download, progress: "image-pull" }, verdict] : [verdict];
}

function keepSteps({ keep }: SetUp): Step[] {
    if (keep === null) return [];
    return [
        step(
            "pull",
            message("Give the image the name $0, so that it is found whatever becomes of its tag", keep.name),
            argv`/usr/bin/podman tag ${keep.id} ${keep.name}`,
        ),
    ];
}

/** The image that is about to lose its name: with another one it stays, and can be gone back to. */
function keepMoved({ name, id, kept }: ImageMove, phase: "pull" | "change"): Step[] {
    return [
        step(
            phase,
            message("Keep the image that $0 means now as $1", name, kept),
            argv`/usr/bin/podman tag ${id} ${kept}`,
        ),
    ];
}

function pointSteps({ point }: SetUp): Step[] {
    if (point === null) return [];
    return [
        step(
            "change",
            message("Have $0 mean the new image", point.to),
            argv`/usr/bin/podman tag ${point.from} ${point.to}`,
            message("Give $0 back to the image that had it", point.to),
        ),
    ];
}
