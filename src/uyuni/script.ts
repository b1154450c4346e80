/** A plan as a shell script, for reading and for those who run things by hand. */
import { inEnglish } from "./message.js";
import { operationDirectory, type Plan, type StagedFile, type Step } from "./plan.js";
import { quoteShell, quoteShellCommand } from "./shell.js";

const PURPOSE = [
    "Made by cockpit-uyuni. It does what the page would do, if run once, as root, on",
    "the host it was made for.",
];

/** What a script is made from. */
export type ScriptedPlan = Pick<Plan, "id" | "title" | "files" | "staged" | "guards" | "steps" | "rollback">;

/**
 * A POSIX shell script that does what the plan does: the same staged files,
 * guards and steps in the same order, and the same roll-back, which runs when
 * the script ends between arming and commit for whatever reason it can catch.
 * Titles are English.
 *
 * @param purpose lines that say what it is
 */
export function planAsScript(plan: ScriptedPlan, purpose: readonly string[] = PURPOSE): string {
    const directory = operationDirectory(plan.id);
    const armedFrom = plan.steps.findIndex(({ phase }) => phase !== "pull");
    const beforeArming = plan.steps.slice(0, Math.max(armedFrom, 0));
    const arming = plan.steps.filter(({ phase }) => phase === "arm");
    // An image that others may start under its old name is pulled only then.
    const armed = plan.steps
        .slice(beforeArming.length)
        .filter(({ phase }) => phase === "pull" || phase === "change" || phase === "check");
    const commit = plan.steps.filter(({ phase }) => phase === "commit");
    const point = commit.findIndex(({ mayFail }) => mayFail);
    const upToPoint = point < 0 ? commit : commit.slice(0, point);
    const afterPoint = point < 0 ? [] : commit.slice(point);
    return [
        "#!/bin/sh",
        ...comment(inEnglish(plan.title)),
        "#",
        ...purpose.flatMap(comment),
        ...plan.files.flatMap(({ path, after }) =>
            comment(`${after === null ? "Removes" : "Writes"} ${path}`),
        ),
        "",
        "set -eu",
        "umask 022",
        "",
        "step() {",
        "    printf '%s\\n' \"==> $1\"",
        "    shift",
        '    "$@"',
        "}",
        "",
        "armed=",
        "roll_back() {",
        "    status=$?",
        "    trap - EXIT",
        '    [ -n "$armed" ] || exit "$status"',
        "    set +e",
        "    printf '%s\\n' 'Rolling back' >&2",
        ...plan.rollback.map((step) => `    ${stepLine(step, "exit 1")}`),
        '    exit "$status"',
        "}",
        "trap roll_back EXIT",
        "trap 'exit 129' HUP",
        "trap 'exit 130' INT",
        "trap 'exit 143' TERM",
        "",
        ...(plan.staged.length === 0 ? [] : ["# New and old texts"]),
        quoteShellCommand(["/usr/bin/install", "-d", "-m", "0700", ...folders(directory, plan.staged)]),
        ...plan.staged.flatMap((file) => stagedLines(directory, file, plan.id)),
        "",
        ...section(
            "What the plan was made from",
            plan.guards,
            "{ echo 'The host has changed since this was made.' >&2; exit 1; }",
        ),
        ...section("Nothing is changed yet", beforeArming),
        ...section("Prepare the roll-back", arming),
        "armed=1",
        "",
        ...section("Change, and see whether it works", [...armed, ...upToPoint]),
        "armed=",
        "",
        ...section("Tidy up", afterPoint),
    ]
        .join("\n")
        .replace(/\n+$/, "\n");
}

function section(title: string, steps: readonly Step[], orElse = ""): string[] {
    return steps.length === 0 ? [] : [`# ${title}`, ...steps.map((step) => stepLine(step, orElse)), ""];
}

function stepLine({ title, argv, mayFail, mayTimeOut }: Step, orElse = ""): string {
    const command = `step ${quoteShell(inEnglish(title))} ${quoteShellCommand(argv)}`;
    if (mayFail) return `${command} || true`;
    if (mayTimeOut) return `${command} || [ $? -eq 124 ]`;
    return orElse === "" ? command : `${command} || ${orElse}`;
}

function stagedLines(directory: string, { name, text }: StagedFile, id: string): string[] {
    const path = quoteShell(`${directory}/${name}`);
    const end = `END_${id}`;
    // A here-document takes whole lines, and none that is its own end.
    if (!text.endsWith("\n") || text.split("\n").includes(end) || text.includes("\0"))
        return [`printf '%s' ${quoteShell(text)} > ${path}`];
    return [`cat > ${path} <<'${end}'`, text.slice(0, -1), end];
}

/** The operation's directory and those in it, each after the one that holds it. */
function folders(directory: string, staged: readonly StagedFile[]): string[] {
    const inner = staged.flatMap(({ name }) =>
        name.includes("/") ? [name.slice(0, name.lastIndexOf("/"))] : [],
    );
    const parent = directory.slice(0, directory.lastIndexOf("/"));
    return [parent, directory, ...[...new Set(inner)].map((name) => `${directory}/${name}`)];
}

/** Hostile text must not end the comment. */
function comment(text: string): string[] {
    return [`# ${text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/g, "?")}`];
}
