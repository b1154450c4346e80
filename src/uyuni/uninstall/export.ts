/**
 * Exporting volumes before they are removed: an operation of its own, which can
 * be rolled back. All files are written into a folder with another name, which
 * gets its own when they are complete; so a folder that is there is a good one.
 * Whatever uses the volumes is stopped first, and stays so: what a service wrote
 * afterwards would be in no export.
 */
import { argv } from "../argv.js";
import { found, passed } from "../check.js";
import type { HostState } from "../host-state.js";
import { message } from "../message.js";
import { noMgradm } from "../no-mgradm.js";
import { noRecovery } from "../no-recovery.js";
import { serviceOfContainer, serviceOfUnit } from "../names.js";
import { UNINSTALL_PAGE, type Check, type Plan, type Step } from "../plan.js";
import { accessCheck, mgradmCheck, operationCheck } from "../preflight-session.js";
import { RECOVER_PATH, recoverUnit } from "../recover-unit.js";
import { unitDirectory } from "../services.js";
import { armSteps, disarmSteps, keptSteps } from "../set-up-change.js";
import { checkOperationId } from "../set-up-plan.js";
import { step, trying } from "../step.js";
import { isUp } from "../unit-words.js";
import { placeChecks, type ExportPlace } from "./export-place.js";
import type { Row, Scope } from "./row.js";
import { removalOrder, type Survey } from "./survey.js";

export interface ExportRequest {
    readonly scope: Scope;
    /** Rows of volumes. */
    readonly volumes: readonly Row[];
    readonly place: ExportPlace;
}

interface Export {
    readonly id: string;
    readonly place: ExportPlace;
    readonly volumes: readonly Row[];
    /** Where the files end up, and where they are until then. */
    readonly folder: string;
    readonly part: string;
    /** Units that are stopped, in order. */
    readonly stops: readonly string[];
    /** All that run before: a unit may take others down with it. */
    readonly starts: readonly string[];
}

/**
 * The plan that exports volumes.
 *
 * @param id twelve random hexadecimal digits
 * @throws RangeError if the id is not that
 */
export function planExport(given: Survey, state: HostState, request: ExportRequest, id: string): Plan {
    checkOperationId(id);
    const { scope, volumes, place } = request;
    const folder = `${place.path === "/" ? "" : place.path}/uyuni-volumes-${id}`;
    const up = given.units.filter(({ activeState }) => isUp(activeState)).map(({ name }) => name);
    const rank = (unit: string) =>
        removalOrder.findIndex((service) => service === serviceOfUnit(unit)?.service);
    const stopping = [...up].sort((a, b) => rank(a) - rank(b));
    const parts: Export = {
        ...{ id, place, volumes, folder, part: `${folder}.part` },
        stops: stopping.filter((unit) => [...scope].some((one) => one === serviceOfUnit(unit)?.service.id)),
        starts: [...stopping].reverse(),
    };
    return {
        id,
        kind: "export",
        service: UNINSTALL_PAGE,
        services: [...scope],
        title:
            volumes.length === 1
                ? message("Export the volume $0", volumes[0]?.name ?? "")
                : message("Export $0 volumes", String(volumes.length)),
        fingerprint: JSON.stringify([
            [...scope].sort(),
            volumes.map(({ name }) => name),
            [place.path, place.openssl],
            parts.starts,
        ]),
        checks: [
            ...[accessCheck(state), operationCheck(state), mgradmCheck(given.inventory)],
            ...placeChecks(place, volumes, given.inventory),
            usersCheck(given, parts),
        ],
        files: [],
        staged: [
            { name: "recover.service", text: recoverUnit(id, recoverySteps(parts), recoverBefore(parts)) },
        ],
        guards: [noRecovery("note"), noMgradm("note")],
        steps: [
            ...armSteps({ id, files: [] }),
            ...changeSteps(parts),
            ...exportSteps(parts),
            ...verifySteps(parts),
            ...commitSteps(parts),
        ],
        rollback: rollbackSteps(parts),
    };
}

function recoverBefore({ starts }: Export): readonly string[] {
    return starts.length > 0 ? starts : ["uyuni-server.service"];
}

/** A container that runs without its unit is not stopped with it. */
function usersCheck({ inventory }: Survey, { volumes, stops }: Export): Check {
    const named = { id: "export-users", title: message("Containers") };
    const stopped = stops.map((unit) => serviceOfUnit(unit)?.service);
    const left = inventory.containers.filter(
        (container) =>
            container.status === "running" &&
            volumes.some(({ name }) => container.volumes.includes(name)) &&
            !stopped.includes(serviceOfContainer(container.name)?.service),
    );
    return left.length === 0
        ? passed(named, message("What uses the volumes is stopped first, and stays stopped."))
        : found(
              "failed",
              named,
              message(
                  "$0 runs without its unit, and uses the volumes.",
                  left.map(({ name }) => name).join(", "),
              ),
              message("Stop it first."),
          );
}

function changeSteps({ place: { path }, part, stops }: Export): Step[] {
    return [
        ...stops.map((unit) =>
            step(
                "change",
                message("Stop $0", unit),
                argv`/usr/bin/systemctl stop ${unit}`,
                message("Start $0 as it was before", unit),
            ),
        ),
        step("change", message("Create $0", path), argv`/usr/bin/mkdir --parents --mode=0700 -- ${path}`),
        step(
            "change",
            message("Create $0", part),
            argv`/usr/bin/mkdir --mode=0700 -- ${part}`,
            message("Remove $0", part),
        ),
    ];
}

function fileName(volume: string): string {
    return `${volume}.tar`;
}

const CHECKSUMS = "SHA256SUMS";

/** Size and all: whoever looks on, in whatever browser, shows the bytes by it. */
function exportSteps({ part, volumes }: Export): Step[] {
    return volumes.map(({ name, size }) =>
        step(
            "export",
            message("Export the volume $0", name, size === null ? "" : String(size)),
            argv`/usr/bin/podman volume export --output ${part}/${fileName(name)} ${name}`,
        ),
    );
}

function verifySteps({ part, volumes, place: { openssl } }: Export): Step[] {
    const names = volumes.map(({ name }) => fileName(name));
    const files = names.map((name) => `${part}/${name}`);
    const sums = `${part}/${CHECKSUMS}`;
    const compute = message("Compute the checksums");
    const written = [
        step(
            "check",
            compute,
            argv`/usr/bin/env --chdir=${part} /usr/bin/openssl dgst -sha256 -r -out ${CHECKSUMS} ${names}`,
        ),
        step(
            "check",
            message("Compare the files with their checksums"),
            argv`/usr/bin/env --chdir=${part} /usr/bin/sha256sum --check --strict --quiet ${CHECKSUMS}`,
        ),
        step("check", message("Show the checksums"), argv`/usr/bin/cat -- ${sums}`),
    ];
    const shown = [step("check", compute, argv`/usr/bin/env --chdir=${part} /usr/bin/sha256sum -- ${names}`)];
    const all = openssl ? [...files, sums] : files;
    return [
        step("check", message("Flush the files to disk"), argv`/usr/bin/sync -- ${files}`),
        ...(openssl ? written : shown),
        step("check", message("Let only root read the files"), argv`/usr/bin/chmod 0600 -- ${all}`),
        step("check", message("Flush the files to disk"), argv`/usr/bin/sync -- ${all} ${part}`),
    ];
}

/** The removal of the recovery unit is the point of no return; until then a roll-back removes the folder. */
function commitSteps({ folder, part, place: { path } }: Export): Step[] {
    return [
        step("commit", message("Name the folder $0", folder), argv`/usr/bin/mv -fT -- ${part} ${folder}`),
        step("commit", message("Flush the changes to disk"), argv`/usr/bin/sync -- ${path}`),
        step("commit", message("Keep the changes"), argv`/usr/bin/rm -f ${RECOVER_PATH}`),
        ...keptSteps(),
    ];
}

function rollbackSteps(parts: Export): Step[] {
    return [
        trying(removeStep(parts)),
        ...parts.starts.map((unit) =>
            trying(
                step(
                    "change",
                    message("Start $0 as it was before", unit),
                    argv`/usr/bin/systemctl start ${unit}`,
                ),
            ),
        ),
        ...endSteps(parts),
        trying(step("commit", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`)),
    ];
}

/** At boot: a service that waits for this one must not be waited for. */
function recoverySteps(parts: Export): Step[] {
    return [
        trying(removeStep(parts)),
        ...parts.starts.map((unit) =>
            trying(
                step(
                    "change",
                    message("Start $0 as it was before", unit),
                    argv`/usr/bin/systemctl --no-block start ${unit}`,
                ),
            ),
        ),
        ...endSteps(parts),
    ];
}

/** Nothing but what this operation wrote: its id is in the names. */
function removeStep({ folder, part }: Export): Step {
    return step("change", message("Remove what was exported"), argv`/usr/bin/rm -rf -- ${part} ${folder}`);
}

function endSteps({ part }: Export): Step[] {
    return [
        step("check", message("Make sure that $0 is gone", part), argv`/usr/bin/test ! -e ${part}`),
        trying(step("commit", message("Flush the changes to disk"), argv`/usr/bin/sync ${unitDirectory}`)),
        ...disarmSteps(),
    ];
}
