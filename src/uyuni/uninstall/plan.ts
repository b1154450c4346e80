/** From what goes to a plan: ordered commands, each of which may be run again. */
import { argv } from "../argv.js";
import type { HostState, Phase } from "../host-state.js";
import { message, type Message } from "../message.js";
import { dropInDirectory, serviceById } from "../names.js";
import { noMgradm } from "../no-mgradm.js";
import { noRecovery } from "../no-recovery.js";
import { operationDirectory, UNINSTALL_PAGE, type Check, type Plan, type Step } from "../plan.js";
import { accessCheck, mgradmCheck, operationCheck } from "../preflight-session.js";
import { checkOperationId } from "../set-up-plan.js";
import type { Service } from "../services.js";
import { step } from "../step.js";
import { goes, type Choices } from "./choice.js";
import { exportCheck, exportGuards } from "./exported.js";
import type { Removal, Row, RowKind, Scope } from "./row.js";
import type { FoundImage } from "./inventory.js";
import { stays } from "./report.js";
import { rowsOf } from "./rows.js";
import { removalOrder, type Survey } from "./survey.js";

export interface UninstallPlan {
    readonly plan: Plan;
    /** All of the scope's rows, those that stay, too. */
    readonly rows: readonly Row[];
    readonly going: readonly Row[];
}

/**
 * The plan for a scope and what a person chose in it.
 *
 * @param id twelve random hexadecimal digits
 * @param exported no volume goes that was not exported
 * @throws RangeError if the id is not that
 */
export function planUninstall(
    found: Survey,
    state: HostState,
    scope: Scope,
    choices: Choices,
    id: string,
    exported = false,
): UninstallPlan {
    checkOperationId(id);
    const rows = rowsOf(found, scope);
    const going = rows.filter((row) => goes(row, choices));
    const volumes = exported ? going.filter(({ kind }) => kind === "volume") : [];
    const kept = rows.filter((row) => !going.includes(row));
    return {
        rows,
        going,
        plan: {
            id,
            kind: "uninstall",
            service: UNINSTALL_PAGE,
            services: [...scope],
            title: title(found, scope),
            fingerprint: JSON.stringify([
                [...scope].sort(),
                going.map(({ removal }) => removal),
                kept.map(keyOf),
                exported,
            ]),
            checks: [
                ...uninstallChecks(found, state),
                ...(volumes.length > 0 ? [exportCheck(found, state, volumes)] : []),
            ],
            files: [],
            staged: [{ name: "stays", text: stays(kept) }],
            guards: [noRecovery("note"), noMgradm("note"), ...exportGuards(state, volumes)],
            steps: [
                ...noteSteps(found, id),
                ...serviceSteps(found, scope, going),
                ...stepsOf(going, "volume"),
                ...stepsOf(inOrder(going), "image"),
                ...stepsOf(going, "network"),
                ...stepsOf(going, "secret"),
                ...measureSteps(found),
            ],
            rollback: endSteps(going),
        },
    };
}

function keyOf({ key }: Row): string {
    return key;
}

export function uninstallChecks({ inventory }: Survey, state: HostState): readonly Check[] {
    return [accessCheck(state), operationCheck(state), mgradmCheck(inventory)];
}

function title({ present }: Survey, scope: Scope): Message {
    const chosen = present.filter(({ id }) => scope.has(id));
    const [only] = chosen;
    if (only !== undefined && chosen.length === 1) return message("Uninstall $0", only.unitFile);
    return present.length === chosen.length
        ? message("Uninstall every service of Uyuni")
        : message("Uninstall $0 services of Uyuni", String(chosen.length));
}

/** Free space in bytes: what was really freed is the difference of the two. */
function freeSpace(storage: string): Step["argv"] {
    return argv`/usr/bin/df --block-size=1 --output=avail -- ${storage}`;
}

export function noteSteps({ inventory: { storage } }: Survey, id: string): Step[] {
    return [
        step("note", message("Write down what stays"), argv`/usr/bin/cat -- ${operationDirectory(id)}/stays`),
        step("note", message("Measure the free space"), freeSpace(storage)),
    ];
}

export function measureSteps({ inventory: { storage } }: Survey): Step[] {
    return [
        step("measure", message("Flush the changes to disk"), argv`/usr/bin/sync --file-system ${storage}`),
        step("measure", message("Measure the free space"), freeSpace(storage)),
    ];
}

/** Of each service its units first, then its containers, then its files, then the folder if nothing is left in it. */
function serviceSteps(found: Survey, scope: Scope, going: readonly Row[]): Step[] {
    const others = going.filter(({ kind, service }) => kind === "file" && service === null);
    return [
        ...removalOrder
            .filter(({ id }) => scope.has(id))
            .flatMap((service) => {
                const own = going.filter((row) => row.service === service.id);
                return [
                    ...stepsOf(own, "unit"),
                    ...stepsOf(own, "container"),
                    ...stepsOf(own, "file"),
                    ...folderSteps(found, service, own),
                ];
            }),
        ...stepsOf(others, "file"),
    ];
}

function folderSteps({ files }: Survey, service: Service, going: readonly Row[]): Step[] {
    const folder = dropInDirectory(service);
    const isThere = files.some(({ file, role }) => role === "folder" && file.path === folder);
    const left = files.filter(
        ({ file: { path } }) =>
            path.startsWith(`${folder}/`) &&
            !going.some(({ removal }) => removal.how === "file" && removal.path === path),
    );
    if (!isThere || left.length > 0) return [];
    return [
        step(
            "services",
            message("Remove the folder $0", folder),
            argv`/usr/bin/rmdir --ignore-fail-on-non-empty -- ${folder}`,
        ),
    ];
}

function stepsOf(rows: readonly Row[], kind: RowKind): Step[] {
    return rows.filter((row) => row.kind === kind).flatMap(({ removal }) => removalSteps(removal));
}

/** An image before those that it was built on. */
function inOrder(rows: readonly Row[]): readonly Row[] {
    const depth = ({ removal }: Row) => (removal.how === "image" ? removal.depth : 0);
    return [...rows].sort((a, b) => depth(b) - depth(a));
}

const CONTAINER_SECONDS = "60";

function removalSteps(removal: Removal): Step[] {
    const one = (phase: Phase, sentence: Message, command: Step["argv"]) => [step(phase, sentence, command)];
    switch (removal.how) {
        case "unit": {
            const { unit, links, stop } = removal;
            return [
                // As `systemctl disable` does, which needs a unit file that may be gone by now.
                ...(links.length > 0
                    ? one(
                          "services",
                          message("Do not start $0 at boot", unit),
                          argv`/usr/bin/rm -f -- ${links}`,
                      )
                    : []),
                ...(stop
                    ? one("services", message("Stop $0", unit), argv`/usr/bin/systemctl stop ${unit}`)
                    : []),
            ];
        }
        case "container":
            // A stopped unit has removed it already.
            return one(
                "services",
                message("Remove the container $0", removal.container),
                argv`/usr/bin/podman rm --force --ignore --time ${CONTAINER_SECONDS} ${removal.container}`,
            );
        case "file":
            return one(
                "services",
                message("Remove $0", removal.path),
                argv`/usr/bin/rm -f -- ${removal.path}`,
            );
        case "volume":
            return one(
                "volumes",
                message("Remove the volume $0", removal.volume),
                argv`/usr/bin/podman volume rm ${removal.volume}`,
            );
        case "contents":
            return one(
                "volumes",
                message("Empty the volume $0, which stays with its mount", removal.volume),
                argv`/usr/bin/find ${removal.mountpoint} -xdev -mindepth 1 -delete`,
            );
        case "image":
            return imageSteps(removal);
        case "network":
            return one(
                "network",
                message("Remove the network $0", removal.network),
                argv`/usr/bin/podman network rm ${removal.network}`,
            );
        case "secret":
            return one(
                "secrets",
                message("Remove the secret $0", removal.secret),
                argv`/usr/bin/podman secret rm ${removal.secret}`,
            );
    }
}

/**
 * By its id: a name may have moved to another image meanwhile. podman removes no
 * image by its id that has several names; and never the images below it, which
 * are nobody's business here.
 */
export function imageSteps({ id, names }: Pick<FoundImage, "id" | "names">): Step[] {
    const [name = id.slice(0, 12), ...others] = names;
    return [
        ...others.map((other) =>
            step(
                "images",
                message("Take the name $0 from the image", other),
                argv`/usr/bin/podman untag ${id} ${other}`,
            ),
        ),
        step("images", message("Remove the image $0", name), argv`/usr/bin/podman rmi --no-prune ${id}`),
    ];
}

/** Of our units only; a pattern, since a name that systemd does not know any more is an error. */
function endSteps(going: readonly Row[]): Step[] {
    const units = going.flatMap(({ removal }) => (removal.how === "unit" ? [`${removal.unit}*`] : []));
    return [
        step("services", message("Reload systemd"), argv`/usr/bin/systemctl daemon-reload`),
        ...(units.length > 0
            ? [
                  step(
                      "services",
                      message("Forget the failures of the units"),
                      argv`/usr/bin/systemctl reset-failed ${units}`,
                  ),
              ]
            : []),
    ];
}

/** What a person types to confirm: the service, or the module's own name. */
export function confirmationName(scope: Scope): string {
    const [only, ...others] = [...scope];
    return only === undefined || others.length > 0 ? "uyuni" : serviceById(only).id;
}
