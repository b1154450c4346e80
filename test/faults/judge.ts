/** What may be on a host on which an operation was interfered with, and what may not. */
import { createHash } from "node:crypto";
import { processorContainer, processorUnit } from "../../src/uyuni/event-processor.js";
import type { Found, Planned, Seen } from "./answers.js";

type Tree = Readonly<Record<string, string>>;

const SYSTEM = "/etc/systemd/system";
const WANTS = ["multi-user.target.wants", "default.target.wants"].map((name) => `${SYSTEM}/${name}`);
const TEMPLATE = `${SYSTEM}/uyuni-event-processor@.service`;
const DROP_INS = `${TEMPLATE}.d`;
export const RECOVERY = `${SYSTEM}/cockpit-uyuni-recover.service`;
const RECOVERY_LINK = `${SYSTEM}/multi-user.target.wants/cockpit-uyuni-recover.service`;
/** What an operation's own folder may have in it. */
const OWN =
    /^\/var\/lib\/cockpit-uyuni\/[0-9a-f]{12}(?:\/(?:new|before)(?:\/[0-9]+)?|\/recover\.service|\/stays|\/touched|\/container-id(?:\.[0-9]+)?)?$/;
/** The last ten and its own; and what is left of some whose page was cut off before it took the oldest away. */
const KEPT = 15;

/** The tree as the plan makes it. */
export function afterwards(before: Tree, { files }: Planned): Tree {
    const changed = files.map(({ path, mode, after }): [string, string] => [
        path,
        `file ${mode} ${createHash("sha256")
            .update(after ?? "")
            .digest("hex")}`,
    ]);
    const links = WANTS.map((folder): [string, string] => [`${folder}/${processorUnit}`, `link ${TEMPLATE}`]);
    return { ...before, [DROP_INS]: "folder 0755", ...Object.fromEntries([...changed, ...links]) };
}

/** Entries in which two trees differ. */
export function difference(wanted: Tree, found: Tree): string[] {
    return [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
        .filter((path) => wanted[path] !== found[path])
        .map((path) => `${path}: ${found[path] ?? "not there"} instead of ${wanted[path] ?? "nothing"}`);
}

/**
 * Without what a power cut leaves of an operation that was not armed yet: a
 * hidden file and a link to nothing, which are nothing to systemd. The next
 * operation takes them away, unless it ends before it gets there.
 */
export function withoutUnarmed(found: Found, mayBe: (path: string) => boolean = () => true): Found {
    if (RECOVERY in found.tree) return found;
    const isUnarmed = (path: string) =>
        mayBe(path) &&
        (/\/\.cockpit-uyuni-recover\.service\.[0-9a-f]{12}$/.test(path) || path === RECOVERY_LINK);
    return {
        ...found,
        tree: Object.fromEntries(Object.entries(found.tree).filter(([path]) => !isUnarmed(path))),
    };
}

function same(a: Tree, b: Tree): boolean {
    return difference(a, b).length === 0;
}

/** What is never left by anything that has ended, however it did. */
export function leftovers(found: Found): string[] {
    const wrong: string[] = [];
    if (found.busy !== null) wrong.push(`it does not come to rest: ${found.busy}`);
    for (const path of Object.keys(found.tree))
        if (path.split("/").some((name) => name.startsWith("."))) wrong.push(`left behind: ${path}`);
    for (const path of Object.keys(found.state))
        if (!OWN.test(path)) wrong.push(`unexpected in the module's own folder: ${path}`);
    const operations = Object.keys(found.state).filter((path) => path.split("/").length === 5);
    if (operations.length > KEPT) wrong.push(`${operations.length} operations' folders are kept`);
    for (const path of found.run)
        if (path.includes("/.") || path.includes("cockpit-uyuni")) wrong.push(`left behind: ${path}`);
    for (const { name, state } of found.containers)
        if (state !== "running") wrong.push(`the container ${name} is ${state}`);
    const own = found.containers.filter(({ name }) => name === processorContainer).length;
    if (found.containers.length !== own + 2)
        wrong.push(`containers: ${found.containers.map(({ name }) => name).join(", ")}`);
    if (found.processes !== own || found.conmons !== own)
        wrong.push(`${own} containers, ${found.processes} processes of it and ${found.conmons} conmon`);
    return wrong;
}

/** What the service is like, beside its files. */
function running(found: Found, image: string | null): string[] {
    const wrong: string[] = [];
    const { ActiveState: active = "", UnitFileState: enabled = "", NeedDaemonReload: reload } = found.unit;
    if (active !== (image === null ? "inactive" : "active")) wrong.push(`its unit is ${active}`);
    if (enabled !== (image === null ? "" : "enabled")) wrong.push(`its unit file is “${enabled}”`);
    if (reload !== "no") wrong.push("systemd has other files loaded than there are");
    const runs = found.containers.find(({ name }) => name === processorContainer)?.image ?? null;
    if (runs !== image) wrong.push(`it runs ${runs ?? "nothing"} instead of ${image ?? "nothing"}`);
    return wrong;
}

/** Phases that are not the last word on an operation. */
const GOING = new Set(["running", "rolling-back"]);

/** Complaints about a page that said how an operation ended, and then said otherwise. */
export function changesOfMind({ id, said }: Seen): string[] {
    const phases = said.filter((one) => one.id === id).map(({ phase }) => phase);
    const first = phases.findIndex((phase) => !GOING.has(phase));
    return first >= 0 && first < phases.length - 1 ? [`the page changed its mind: ${phases.join(", ")}`] : [];
}

export interface Case {
    readonly before: Found;
    readonly found: Found;
    readonly planned: Planned;
    /** Images that run before, and in the new state. */
    readonly oldImage: string | null;
    readonly newImage: string | null;
    readonly seen: Seen | null;
}

/** Complaints about what a set-up left: all of it is old, or all of it new, and the page says which. */
export function judgeSetUp({ before, found, planned, oldImage, newImage, seen }: Case): string[] {
    const wanted = afterwards(before.tree, planned);
    const isNew = same(wanted, found.tree);
    const isOld = same(before.tree, found.tree);
    const wrong = leftovers(found);
    if (!isNew && !isOld)
        return [
            ...wrong,
            ...difference(before.tree, found.tree).map((line) => `neither old nor new: ${line}`),
        ];
    wrong.push(...running(found, isNew ? newImage : oldImage));
    if (JSON.stringify(found.secrets) !== JSON.stringify(before.secrets)) wrong.push("secrets came or went");
    const phases = isNew ? ["succeeded"] : ["rolled-back", "failed"];
    // One that the page was closed before is none.
    if (seen?.id === planned.id && !phases.includes(seen.phase))
        wrong.push(`it is ${isNew ? "new" : "as before"}, and the page says “${seen.phase}”`);
    if (seen?.id !== planned.id && isNew) wrong.push("the page does not know of it");
    return wrong;
}
