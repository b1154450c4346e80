import type { Operation } from "../../uyuni/host-state.js";
import type { Report } from "../../uyuni/uninstall/report.js";
import { absoluteTime, bytes } from "../time.js";
import { _, format, translate } from "../translate.js";
import { visible, visibleLine } from "../visible-text.js";
import { operationWording } from "../wording.js";

/** The report as plain text, for a mail or a ticket. */
export function reportText(operation: Operation, report: Report): string {
    const part = (title: string, lines: readonly string[]) =>
        lines.length === 0 ? [] : ["", title, ...lines.map((line) => `- ${line}`)];
    return [
        translate(operation.title),
        format(_("$0, started by $1"), absoluteTime(operation.startedAt), visibleLine(operation.user)),
        operationWording(operation).word,
        ...(report.freed === null
            ? []
            : [format(_("Free space grew by $0."), bytes(Math.max(0, report.freed)))]),
        ...part(
            _("Failed"),
            report.failed.map(({ title, output, remedy }) =>
                [
                    translate(title),
                    ...output.map(visible),
                    ...(remedy === null ? [] : [translate(remedy)]),
                ].join("\n    "),
            ),
        ),
        ...part(_("Not done any more"), report.left.map(translate)),
        ...part(_("Done, or not: not known"), report.unsure.map(translate)),
        ...part(_("Went"), report.went.map(translate)),
        ...part(_("Stayed"), report.stayed.map(visibleLine)),
        "",
    ].join("\n");
}
