/** Starting, stopping and restarting everything, in words. */
import type { JobReport } from "../../host/host.js";
import { count } from "../time.js";
import { _, format, ngettext } from "../translate.js";
import type { Wording } from "../wording.js";
import type { AllJobs, AllVerb } from "./all-jobs.js";

export function runningTitle(verb: AllVerb): string {
    switch (verb) {
        case "start":
            return _("Starting all services");
        case "stop":
            return _("Stopping all services");
        case "restart":
            return _("Restarting all services");
    }
}

function doneTitle(verb: AllVerb): string {
    switch (verb) {
        case "start":
            return _("All services were started");
        case "stop":
            return _("All services were stopped");
        case "restart":
            return _("All services were restarted");
    }
}

export function failuresOf({ reports }: AllJobs): number {
    return reports.filter(({ state }) => state === "failed").length;
}

/** What came of it, or what is going on. */
export function allTitle(jobs: AllJobs): string {
    if (jobs.running) return runningTitle(jobs.verb);
    const failed = failuresOf(jobs);
    if (failed > 0) return format(ngettext("$0 service failed", "$0 services failed", failed), count(failed));
    return jobs.reports.some(({ state }) => state === "cancelled")
        ? _("Cancelled: not every service was reached")
        : doneTitle(jobs.verb);
}

/** How far it is: "3 of 5 done". */
export function allPosition({ reports }: AllJobs): string {
    const ended = reports.filter(({ state }) => state !== "waiting" && state !== "running").length;
    return format(_("$0 of $1 done"), count(ended), count(reports.length));
}

/** What is done with one unit. */
export function jobTitle(verb: JobReport["verb"], service: string): string {
    switch (verb) {
        case "start":
            return format(_("Start $0"), service);
        case "stop":
            return format(_("Stop $0"), service);
        case "restart":
            return format(_("Restart $0"), service);
    }
}

export function jobWording(state: JobReport["state"]): Wording {
    switch (state) {
        case "waiting":
            return { word: _("Waiting"), tone: "off" };
        case "running":
            return { word: _("Running"), tone: "busy" };
        case "done":
            return { word: _("Done"), tone: "good" };
        case "failed":
            return { word: _("Failed"), tone: "bad" };
        case "cancelled":
            return { word: _("Not begun"), tone: "off" };
    }
}
