import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { useState } from "react";
import { readOutput } from "../../host/operation-output.js";
import type { Operation } from "../../uyuni/host-state.js";
import { reportOf, type FailedStep, type Report } from "../../uyuni/uninstall/report.js";
import { CopyButton } from "../components/copyable.js";
import { ErrorAlert } from "../components/error-alert.js";
import { useReading } from "../operation/use-reading.js";
import { bytes, count } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";
import { visible, visibleLine } from "../visible-text.js";
import { reportText } from "./report-text.js";

interface ReportCardProps {
    operation: Operation;
    /** What to do when steps failed; nothing where others have run since. */
    again?: string;
}

/** What went, what stayed and what failed, as the journal has it. */
export function ReportCard({ operation, again }: ReportCardProps) {
    const output = useReading(readOutput, operation.id);
    // What became of the steps is known without their output.
    const report = reportOf(operation, output.state === "known" ? output.value : []);
    return (
        <section className="uyuni-card" aria-label={_("Report")}>
            <div className="uyuni-card-header">
                <h2 className="uyuni-card-title">{_("Report")}</h2>
                {output.state === "known" && (
                    <div className="uyuni-card-actions">
                        <CopyButton text={reportText(operation, report)} what={_("report")} />
                    </div>
                )}
            </div>
            <div className="uyuni-stack">
                {output.state === "reading" && <p role="status">{_("Reading the journal …")}</p>}
                {output.state === "failed" && (
                    <ErrorAlert title={_("The journal cannot be read")} error={output.error} />
                )}
                {output.state === "known" && <p>{summary(report)}</p>}
                {report.failed.length > 0 && (
                    <section>
                        <h3 className="uyuni-subtitle">{_("Failed")}</h3>
                        <ul className="uyuni-report-list">
                            {report.failed.map((step, index) => (
                                <li key={index}>
                                    <Failure step={step} />
                                </li>
                            ))}
                        </ul>
                        {again !== undefined && <p>{again}</p>}
                    </section>
                )}
                <Names title={_("Not done any more")} names={report.left.map(translate)} open />
                <Names title={_("Done, or not: not known")} names={report.unsure.map(translate)} open />
                <Names title={_("Went")} names={report.went.map(translate)} />
                <Names title={_("Stayed")} names={report.stayed.map(visibleLine)} />
            </div>
        </section>
    );
}

function summary({ went, failed, stayed, freed }: Report): string {
    const counts = [
        format(ngettext("$0 step done", "$0 steps done", went.length), count(went.length)),
        format(ngettext("$0 failed", "$0 failed", failed.length), count(failed.length)),
        format(ngettext("$0 thing stayed", "$0 things stayed", stayed.length), count(stayed.length)),
    ].join(", ");
    return freed === null
        ? counts
        : format(_("$0. Free space grew by $1."), counts, bytes(Math.max(0, freed)));
}

function Failure({ step: { title, output, remedy } }: { step: FailedStep }) {
    return (
        <>
            {translate(title)}
            {output.length > 0 && (
                <pre className="uyuni-machine-text" dir="ltr">
                    {visible(output.join("\n"))}
                </pre>
            )}
            {remedy !== null && <p>{translate(remedy)}</p>}
        </>
    );
}

function Names({ title, names, open = false }: { title: string; names: readonly string[]; open?: boolean }) {
    const [expanded, setExpanded] = useState(open);
    if (names.length === 0) return null;
    return (
        <ExpandableSection
            toggleText={format(_("$0 ($1)"), title, count(names.length))}
            isExpanded={expanded}
            isIndented
            onToggle={(_event, wanted) => {
                setExpanded(wanted);
            }}
        >
            {expanded && (
                <ul className="uyuni-report-list">
                    {names.map((name, index) => (
                        <li key={index}>{name}</li>
                    ))}
                </ul>
            )}
        </ExpandableSection>
    );
}
