/** States of the machine in words, with the tone that colours and icons follow. */
import type { Health, Operation, Phase, StepStatus, UnitState, Unknown } from "../uyuni/host-state.js";
import { goesOnPastFailures, type CheckResult } from "../uyuni/plan.js";
import { _, format } from "./translate.js";
import { visible } from "./visible-text.js";

/** What a state means to the person who looks: colour and icon follow it, never the other way round. */
export type Tone = "good" | "busy" | "warning" | "bad" | "off" | "unknown";

export interface Wording {
    readonly word: string;
    readonly tone: Tone;
}

/** systemd's state of a unit, org.freedesktop.systemd1(5). */
export function unitWording(unit: UnitState): Wording {
    if (unit.loadState === "masked") return { word: _("Masked"), tone: "warning" };
    if (unit.loadState === "not-found") return { word: _("No unit file"), tone: "bad" };
    if (unit.loadState === "error" || unit.loadState === "bad-setting") {
        return { word: _("Unit file not valid"), tone: "bad" };
    }
    switch (unit.activeState) {
        case "active":
            return { word: _("Running"), tone: "good" };
        case "activating":
            return unit.subState === "auto-restart"
                ? { word: _("Restarting after a failure"), tone: "warning" }
                : { word: _("Starting"), tone: "busy" };
        case "deactivating":
            return { word: _("Stopping"), tone: "busy" };
        case "reloading":
        case "refreshing":
            return { word: _("Reloading"), tone: "busy" };
        case "maintenance":
            return { word: _("In maintenance"), tone: "warning" };
        case "failed":
            return { word: _("Failed"), tone: "bad" };
        case "inactive":
            return { word: _("Stopped"), tone: "off" };
        default:
            return { word: visible(unit.activeState), tone: "unknown" };
    }
}

/** Why a unit failed, systemd.exec(5) `$SERVICE_RESULT`; null where the state says it all. */
export function failureWording(unit: UnitState): string | null {
    if (unit.activeState !== "failed" && unit.subState !== "auto-restart") return null;
    switch (unit.result) {
        case "success":
            return null;
        case "exit-code":
            return _("A program of the service ended with an error");
        case "signal":
        case "core-dump":
            return _("A program of the service was killed");
        case "timeout":
            return _("It did not start or stop within its time limit");
        case "start-limit-hit":
            return _("It failed too often in a short time, and systemd does not try again");
        case "oom-kill":
            return _("The host ran out of memory");
        case "resources":
            return _("systemd could not set up what the service needs");
        case "watchdog":
            return _("It did not answer systemd's watchdog in time");
        case "protocol":
            return _("It did not tell systemd its process as agreed");
        default:
            return format(_("systemd says: $0"), visible(unit.result));
    }
}

export function healthWording(health: Health): Wording {
    switch (health) {
        case "healthy":
            return { word: _("Healthy"), tone: "good" };
        case "unhealthy":
            return { word: _("Unhealthy"), tone: "bad" };
        case "starting":
            return { word: _("Waiting for the first check"), tone: "busy" };
        case "none":
            return { word: _("The image has no check"), tone: "off" };
    }
}

/** Why something is not known, short enough for a table cell. */
export function unknownWording(why: Unknown): string {
    switch (why.reason) {
        case "no-access":
            return _("needs administrative access");
        case "not-installed":
            return _("podman is not installed");
        case "not-running":
            return _("podman.socket is off");
        case "disconnected":
            return _("connection lost");
        case "error":
            return why.detail === undefined ? _("could not be read") : visible(why.detail);
    }
}

/** The same as a sentence of its own. */
export function notKnownWording(why: Unknown): string {
    switch (why.reason) {
        case "no-access":
            return _("Not known: needs administrative access");
        case "not-installed":
            return _("Not known: podman is not installed");
        case "not-running":
            return _("Not known: podman.socket is off");
        case "disconnected":
            return _("Not known: the connection is lost");
        case "error":
            return why.detail === undefined
                ? _("Not known: it could not be read")
                : format(_("Not known: $0"), visible(why.detail));
    }
}

/** systemd's word for whether a unit starts at boot. */
export function bootWording(unitFileState: string): string {
    switch (unitFileState) {
        case "enabled":
        case "enabled-runtime":
            return _("Starts when the host boots");
        case "disabled":
            return _("Does not start when the host boots");
        case "masked":
        case "masked-runtime":
            return _("Masked: cannot be started at all");
        case "static":
        case "indirect":
            return _("Started by other units only");
        case "":
            return _("There is no unit file");
        default:
            return visible(unitFileState);
    }
}

export function operationWording(operation: Operation): Wording {
    switch (operation.phase) {
        case "running":
            return operation.cancelled
                ? { word: _("Cancelling"), tone: "busy" }
                : { word: _("Running"), tone: "busy" };
        case "rolling-back":
            return { word: _("Rolling back"), tone: "warning" };
        case "succeeded":
            return { word: _("Succeeded"), tone: "good" };
        case "failed":
            if (operation.refused) return { word: _("Refused, nothing was changed"), tone: "warning" };
            return operation.cancelled
                ? { word: _("Cancelled, nothing was changed"), tone: "off" }
                : { word: _("Failed, nothing was changed"), tone: "bad" };
        case "rolled-back":
            return operation.cancelled
                ? { word: _("Cancelled and rolled back"), tone: "warning" }
                : { word: _("Failed and rolled back"), tone: "bad" };
        case "rollback-failed":
            return { word: _("Roll-back failed"), tone: "bad" };
        case "given-up":
            return { word: _("Roll-back given up"), tone: "warning" };
        case "interrupted":
            return { word: _("Interrupted"), tone: "bad" };
        case "incomplete":
            return goesOnPastFailures(operation.kind)
                ? { word: _("Finished, with failed steps"), tone: "warning" }
                : { word: _("Failed"), tone: "bad" };
        case "cut-off":
            return { word: _("Cut off"), tone: "bad" };
        case "unknown":
            return { word: _("Ended, outcome not known"), tone: "warning" };
    }
}

/** What it means that a step was not seen to run: its turn is to come, or never comes, or this session sees no steps. */
export type Unseen = "ahead" | "never" | "unknown";

export function unseenIn(phase: Operation["phase"]): Unseen {
    if (phase === "running") return "ahead";
    return phase === "unknown" ? "unknown" : "never";
}

function unseenWording(unseen: Unseen): Wording {
    switch (unseen) {
        case "ahead":
            return { word: _("Waiting"), tone: "off" };
        case "never":
            return { word: _("Not run"), tone: "off" };
        case "unknown":
            return { word: _("Not known"), tone: "unknown" };
    }
}

export function stepWording(status: StepStatus, unseen: Unseen): Wording {
    switch (status) {
        case "waiting":
            return unseenWording(unseen);
        case "running":
            // Between two steps none runs, and there it may have ended.
            return unseen === "ahead"
                ? { word: _("Running"), tone: "busy" }
                : { word: _("Cut off"), tone: "off" };
        case "done":
            return { word: _("Done"), tone: "good" };
        case "failed":
            return { word: _("Failed"), tone: "bad" };
        case "skipped":
            return { word: _("Skipped"), tone: "off" };
        case "ran":
            return { word: _("Run, outcome not known"), tone: "unknown" };
    }
}

/** What the steps of a phase are for. */
export function phaseWording(phase: Phase): string {
    switch (phase) {
        case "pull":
            return _("Before anything is changed");
        case "arm":
            return _("Prepare the roll-back");
        case "change":
            return _("Change the host");
        case "check":
            return _("See whether it works");
        case "commit":
            return _("Keep the changes");
        case "note":
            return _("Before anything is removed");
        case "export":
            return _("Export volumes");
        case "services":
            return _("Services");
        case "volumes":
            return _("Volumes");
        case "images":
            return _("Images");
        case "network":
            return _("Network");
        case "secrets":
            return _("Secrets");
        case "measure":
            return _("See what came of it");
        case "mgradm":
            return "mgradm";
    }
}

export function checkWording(result: CheckResult): Wording {
    switch (result) {
        case "passed":
            return { word: _("Passed"), tone: "good" };
        case "warning":
            return { word: _("Warning"), tone: "warning" };
        case "failed":
            return { word: _("Failed"), tone: "bad" };
        case "unknown":
            return { word: _("Not known"), tone: "unknown" };
    }
}

/** syslog(3) priorities; null for the everyday ones. */
export function priorityWording(priority: number): Wording | null {
    if (priority <= 2) return { word: _("critical"), tone: "bad" };
    if (priority === 3) return { word: _("error"), tone: "bad" };
    if (priority === 4) return { word: _("warning"), tone: "warning" };
    return null;
}
