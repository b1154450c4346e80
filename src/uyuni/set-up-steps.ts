/** The steps of set-up, one after another. */
import { argv } from "./argv.js";
import { message } from "./message.js";
import { noMgradm } from "./no-mgradm.js";
import { operationDirectory, type Step } from "./plan.js";
import { armSteps, changeSteps, commitSteps } from "./set-up-change.js";
import { checkSteps } from "./set-up-check.js";
import type { SetUpFile } from "./set-up-files.js";
import type { SetUp } from "./set-up-parts.js";
import { step } from "./step.js";

export function setUpSteps(setUp: SetUp): Step[] {
    return [
        ...loadSteps(setUp),
        ...pullSteps(setUp),
        ...keepSteps(setUp),
        ...armSteps(setUp),
        ...changeSteps(setUp),
        ...checkSteps(setUp),
        ...commitSteps(setUp),
    ];
}

/** That no mgradm runs, and that what the plan showed as the old text of the files is still what is there. */
export function setUpGuards({ id, files }: SetUp): Step[] {
    return [noMgradm("pull"), ...files.map((file) => unchanged(id, file))];
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

/** What an archive has in it is named by itself: whether it is the image of the plan is seen afterwards. */
function loadSteps({ image, load }: SetUp): Step[] {
    if (load === null) return [];
    return [
        step(
            "pull",
            message("Load $0 from $1", image.text, load),
            argv`/usr/bin/podman load --quiet --input ${load}`,
        ),
        step(
            "pull",
            message("Make sure that $0 is on this host", image.text),
            argv`/usr/bin/podman image exists ${image.text}`,
        ),
    ];
}

/**
 * podman's command line tells no bytes but to a terminal; its REST service
 * does. So curl asks for the image first, to be watched, and podman again: its
 * verdict is the one that counts.
 */
function pullSteps({ image, pull, watched }: SetUp): Step[] {
    if (!pull) return [];
    const name = encodeURIComponent(image.name);
    const tag = encodeURIComponent(image.digest ?? image.tag ?? "latest");
    const socket = "/run/podman/podman.sock";
    const address = `http://localhost/v1.41/images/create?fromImage=${name}&tag=${tag}`;
    // No curlrc and no proxy: this is a local socket.
    const download = step(
        "pull",
        message("Download $0", image.text),
        argv`/usr/bin/curl --disable --noproxy * --silent --show-error --fail-with-body --no-buffer --unix-socket ${socket} --request POST ${address}`,
    );
    const verdict = step("pull", message("Pull $0", image.text), argv`/usr/bin/podman pull ${image.text}`);
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
