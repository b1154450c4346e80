/**
 * A plan: everything that is going to happen, as data, before anything happens.
 *
 * The dialog shows it, "Copy as script" prints it, and the operation runs it:
 * the very same value. It is made by pure functions from an intent and what the
 * host looks like, and carries the fingerprint of what it was made from, so
 * that a plan whose host has changed is made anew instead of run.
 */
import type { Phase } from "./host-state.js";
import type { Message } from "./message.js";
import type { RanImage } from "./ran-image.js";

export type Argv = readonly [string, ...string[]];

export interface Step {
    readonly title: Message;
    readonly phase: Phase;
    /** Absolute program and its arguments; never a shell line. */
    readonly argv: Argv;
    /** What the roll-back does about this step; null where there is nothing to undo. */
    readonly undo: Message | null;
    /** The step's output is the JSON progress stream of podman's image API. */
    readonly progress?: "image-pull";
    /**
     * The operation goes on when the step fails (systemd's "-" prefix). Not for steps before the
     * commit: a unit that is stopped in the middle of such a step still runs the next one.
     */
    readonly mayFail?: true;
    /** Running out of time, timeout(1)'s exit status 124, is no failure: a later step decides. */
    readonly mayTimeOut?: true;
}

export interface FileChange {
    readonly path: string;
    /** Octal, as chmod takes it: "0644". */
    readonly mode: string;
    /** null: the file is not there before. */
    readonly before: string | null;
    /** null: the file is removed. */
    readonly after: string | null;
}

/** A file that has to be in the operation's own directory before it starts. */
export interface StagedFile {
    /** Relative to the operation's directory. */
    readonly name: string;
    readonly text: string;
}

export type CheckResult = "passed" | "warning" | "failed" | "unknown";

/** One named thing that was looked at before the plan may run. */
export interface Check {
    readonly id: string;
    readonly title: Message;
    readonly result: CheckResult;
    /** What was found. */
    readonly finding: Message;
    /** What to do about it; null when it passed. */
    readonly remedy: Message | null;
}

export interface Plan {
    /** Random, twelve hexadecimal digits: names the operation and its directory. */
    readonly id: string;
    readonly kind: OperationKind;
    /** The page that shows it. */
    readonly service: string;
    /** Services that it is about, where that is not the page's own one. */
    readonly services?: readonly string[];
    readonly title: Message;
    /** Images that the service runs from until then, for going back to them. */
    readonly replaced?: readonly RanImage[];
    readonly fingerprint: string;
    readonly checks: readonly Check[];
    readonly files: readonly FileChange[];
    /** Written by the page into `operationDirectory(id)` before the operation starts. */
    readonly staged: readonly StagedFile[];
    /** Conditions tested again at the last moment, in the operation itself: the first that fails ends it with nothing changed. */
    readonly guards: readonly Step[];
    readonly steps: readonly Step[];
    /**
     * Run in this order when a step after arming fails; each is safe to run again. Of a plan that
     * goes forward only: run when its steps have ended, in whatever way.
     */
    readonly rollback: readonly Step[];
}

/** "uninstall", "clean-up", "mgradm" and "put-away" go forward only, and never back. */
export type OperationKind = "set-up" | "export" | "uninstall" | "clean-up" | "mgradm" | "put-away";

/** The kind of operation that gives up the roll-back of another one. */
export const PUT_AWAY = "put-away";

/** Whether an operation of this kind is never rolled back. */
export function isForward(kind: string): boolean {
    return goesOnPastFailures(kind) || kind === "mgradm" || kind === PUT_AWAY;
}

/** Whether an operation of this kind goes on past steps that fail. */
export function goesOnPastFailures(kind: string): boolean {
    return kind === "uninstall" || kind === "clean-up";
}

/** Root-only directory of one operation: staged files, and what they replace. */
export function operationDirectory(id: string): string {
    return `/var/lib/cockpit-uyuni/${id}`;
}

/** The page on which services are uninstalled; stands as the service of those operations. */
export const UNINSTALL_PAGE = "uninstall";

/** The page on which images are cleaned up; stands as the service of those operations. */
export const IMAGES_PAGE = "images";

/** The page from which mgradm is run; stands as the service of those operations. */
export const MGRADM_PAGE = "mgradm";
