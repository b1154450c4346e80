/** What is the matter with a unit beyond its state: for its row in the overview, and its page. */
import { environmentFromAssignments } from "../../uyuni/environment.js";
import type { HostState } from "../../uyuni/host-state.js";
import { isSameReference } from "../../uyuni/local-image.js";
import { inDebugMode } from "../../uyuni/present-settings.js";
import { isUp } from "../../uyuni/unit-words.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { _ } from "../translate.js";
import type { Wording } from "../wording.js";

export type RemarkId =
    | "masked"
    | "failed"
    | "no-unit-file"
    | "no-container"
    | "slow-start"
    | "debug"
    | "changed-files"
    | "other-image"
    | "legacy-conf"
    | "stopped";

/** Longer than this no service takes to start, except for the first start of a new server. */
export const slowStartMs = 2 * 60 * 1000;

/**
 * The weightiest first.
 *
 * @param now milliseconds since the epoch
 */
export function remarksOf(row: OverviewRow, state: HostState, now: number): readonly RemarkId[] {
    const { unitState: unit, service } = row;
    if (unit === null) return [];
    const found: RemarkId[] = [];
    const active = unit.activeState === "active";
    if (row.status === "failed") found.push("failed");
    if (unit.loadState === "masked") found.push("masked");
    else if (isUp(unit.activeState) && state.unitFiles.state === "known") {
        if (!state.unitFiles.value.has(service.unitFile)) found.push("no-unit-file");
    }
    if (active && !unit.job && state.podman.state === "known" && row.containerState === null)
        found.push("no-container");
    if (row.status === "starting" && row.since > 0 && now - row.since > slowStartMs) found.push("slow-start");
    const environment = environmentFromAssignments(unit.environment);
    if (row.containerState?.jdwp === true || inDebugMode(service, environment)) found.push("debug");
    if (unit.needDaemonReload && !found.includes("no-unit-file")) found.push("changed-files");
    if (active && row.runningImage !== "" && row.configuredImage !== "")
        if (!isSameReference(row.runningImage, row.configuredImage)) found.push("other-image");
    if (unit.dropInPaths.some((path) => path.endsWith("/Service.conf"))) found.push("legacy-conf");
    if (row.status === "stopped" && row.enabled && !unit.job) found.push("stopped");
    return found;
}

/** A few words for the overview; null where the state says it. */
export function remarkWording(remark: RemarkId): Wording | null {
    switch (remark) {
        case "masked":
        case "failed":
            return null;
        case "no-unit-file":
            return { word: _("Its unit file was deleted"), tone: "bad" };
        case "no-container":
            return { word: _("Its container was removed"), tone: "bad" };
        case "slow-start":
            return { word: _("Has been starting for minutes"), tone: "warning" };
        case "debug":
            return { word: _("Debug port is open"), tone: "warning" };
        case "changed-files":
            return { word: _("Files changed since they were loaded"), tone: "warning" };
        case "other-image":
            return { word: _("Not the configured image"), tone: "warning" };
        case "legacy-conf":
            return { word: _("Has a legacy Service.conf"), tone: "off" };
        case "stopped":
            return { word: _("Starts at boot, and is stopped now"), tone: "off" };
    }
}
