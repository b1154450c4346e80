/** An uninstall or a clean-up as a shell script, for reading and for those who run things by hand. */
import { inEnglish } from "../message.js";
import type { Plan, Step } from "../plan.js";
import { quoteShell, quoteShellCommand } from "../shell.js";

/**
 * A POSIX shell script that does what the plan does, in the same order, past
 * commands that fail, and ends with status 1 if any did; nothing where a guard
 * says no. Titles are English.
 */
export function uninstallAsScript({
    title,
    guards,
    steps,
    rollback,
}: Pick<Plan, "title" | "guards" | "steps" | "rollback">): string {
    const own = steps.filter(({ phase }) => phase !== "note" && phase !== "measure");
    const line = ({ title, argv }: Step) => `step ${quoteShell(inEnglish(title))} ${quoteShellCommand(argv)}`;
    return [
        "#!/bin/sh",
        `# ${inEnglish(title).replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/g, "?")}`,
        "#",
        "# Made by cockpit-uyuni. It does what the page would do, as root, on the host it",
        "# was made for. It may be run again: what is gone by then is reported as failed.",
        "",
        "set -u",
        "failed=0",
        "",
        "step() {",
        "    printf '%s\\n' \"==> $1\"",
        "    shift",
        '    "$@" || failed=1',
        "}",
        "",
        ...(guards.length === 0
            ? []
            : [
                  "# What the plan was made from",
                  ...guards.map(line),
                  "[ \"$failed\" -eq 0 ] || { echo 'The host has changed since this was made.' >&2; exit 1; }",
                  "",
              ]),
        ...own.map(line),
        ...(rollback.length === 0 ? [] : ["", "# Whatever happened before", ...rollback.map(line)]),
        "",
        'exit "$failed"',
        "",
    ].join("\n");
}
