/** How to finish a step that failed, by what its program wrote: podman, coreutils and systemctl. */
import { message, type Message } from "../message.js";

/** The first that fits is said; in the programs' own words, which they write in English. */
const REMEDIES: readonly (readonly [RegExp, Message])[] = [
    [
        /image is in use|image used by|in use by a? ?container|has dependent child/i,
        message(
            "A container or another image has been made from it meanwhile. Remove that first (“podman ps --all --external” shows it), or leave the image.",
        ),
    ],
    [
        /volume .*being used|volume is in use/i,
        message("A container uses it meanwhile. Remove that container first, or leave the volume."),
    ],
    [
        /network is being used|associated containers/i,
        message("A container is in it meanwhile. Remove that container first, or leave the network."),
    ],
    [
        /no such (?:image|volume|network|secret|container)|image not known|unable to find/i,
        message("It is gone already: nothing is left to be done for it."),
    ],
    [
        /no space left on device|disk quota exceeded/i,
        message("The disk is full. Free some space on it, and uninstall again."),
    ],
    [
        /read-only file system/i,
        message(
            "The file system is mounted read-only. Find out why (the kernel's log tells), mend it, and uninstall again.",
        ),
    ],
    [
        /device or resource busy|target is busy|text file busy/i,
        message(
            "Something has it open or mounted. End that (“fuser --mount” shows it), and uninstall again.",
        ),
    ],
    [
        /permission denied|operation not permitted/i,
        message(
            "Even root may not: the file may be immutable (“lsattr” tells), or a security module forbids it (the journal tells).",
        ),
    ],
    [
        /input\/output error|structure needs cleaning|bad message/i,
        message(
            "The disk or its file system has faults. Mend these first; until then nothing on it can be relied upon.",
        ),
    ],
    [
        /^job for .* (?:failed|canceled|timed out)|failed to stop|start-limit/im,
        message(
            "The unit did not stop. Its log tells why; what runs in its container may have to be ended first.",
        ),
    ],
    [
        /connection refused|failed to connect to bus|cannot connect to podman/i,
        message("The program that it asked did not answer. When it runs again, uninstall again."),
    ],
];

/** @param step what it wrote, and whether it was killed */
export function remedyOf(step: {
    readonly signalled: boolean;
    readonly output: readonly string[];
}): Message | null {
    const text = step.output.join("\n");
    const found = REMEDIES.find(([pattern]) => pattern.test(text));
    if (found !== undefined) return found[1];
    return step.signalled
        ? message(
              "It was ended from outside before it was done. Uninstall again: what it did is not done twice.",
          )
        : null;
}
