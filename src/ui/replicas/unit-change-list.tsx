import type { UnitChange } from "../../uyuni/replicas.js";
import { quoteShellCommand } from "../../uyuni/shell.js";
import { errorText } from "../components/error-alert.js";
import { StateText } from "../components/tone-icon.js";
import { jobWording } from "../overview/all-words.js";
import { _, format } from "../translate.js";
import { visible, visibleLine } from "../visible-text.js";
import type { ChangeReport } from "./use-unit-changes.js";

function title({ action, unit }: UnitChange): string {
    return action === "enable-and-start"
        ? format(_("Enable and start $0"), visibleLine(unit))
        : format(_("Stop and disable $0"), visibleLine(unit));
}

/** What is going to be done with which unit, and the command that would do the same. */
export function UnitChangeList({ changes }: { changes: readonly UnitChange[] }) {
    return (
        <ol className="uyuni-changes">
            {changes.map((change) => (
                <li key={change.unit}>
                    <div>{title(change)}</div>
                    <code dir="ltr" className="uyuni-quiet">
                        {visible(quoteShellCommand(change.argv))}
                    </code>
                </li>
            ))}
        </ol>
    );
}

/** What came of it. */
export function ChangeReportList({ reports }: { reports: readonly ChangeReport[] }) {
    return (
        <ol className="uyuni-changes">
            {reports.map((report) => (
                <li key={report.unit}>
                    <div>{title(report)}</div>
                    <StateText {...jobWording(report.state)} />
                    {report.error !== null && <p className="uyuni-machine-text">{errorText(report.error)}</p>}
                </li>
            ))}
        </ol>
    );
}
