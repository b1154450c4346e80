import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useId } from "react";
import { unitName } from "../../uyuni/names.js";
import { errorText } from "../components/error-alert.js";
import { StateText } from "../components/tone-icon.js";
import { serviceHref } from "../routes.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { putAway, type AllJobs, type AllReport } from "./all-jobs.js";
import { allPosition, allTitle, failuresOf, jobTitle, jobWording } from "./all-words.js";
import "./overview.css";

/** Each service that is started or stopped with the others, and what came of it. */
export default function AllProgress({ jobs }: { jobs: AllJobs }) {
    const title = useId();
    return (
        <section className="uyuni-card" aria-labelledby={title}>
            <div className="uyuni-card-header">
                <h2 id={title} className="uyuni-card-title">
                    {allTitle(jobs)}
                </h2>
                <span role="status" className="uyuni-quiet">
                    {allPosition(jobs)}
                </span>
                <div className="uyuni-card-actions">
                    {jobs.running ? (
                        <Button variant="secondary" isAriaDisabled={jobs.cancelled} onClick={jobs.cancel}>
                            {jobs.cancelled ? _("Ends after this service") : _("Cancel")}
                        </Button>
                    ) : (
                        <Button variant="link" onClick={putAway}>
                            {_("Close")}
                        </Button>
                    )}
                </div>
            </div>
            {jobs.running && (
                <p className="uyuni-quiet">
                    {_(
                        "This page does it, one service after the other. You may look at other pages of Cockpit meanwhile; if you close Cockpit, no further service is begun.",
                    )}
                </p>
            )}
            {!jobs.running && failuresOf(jobs) > 0 && (
                <p>
                    {_("The services that failed are named below; the others were worked on all the same.")}
                </p>
            )}
            <ol className="uyuni-all">
                {jobs.reports.map((report) => (
                    <li key={`${report.verb} ${report.unit}`}>
                        <Report report={report} />
                    </li>
                ))}
            </ol>
        </section>
    );
}

/** The service's name; with the unit where that is not the first and only one. */
function titleOf({ service, unit }: AllReport): string {
    const title = translate(service.title);
    return unit === unitName(service) ? title : format(_("$0 ($1)"), title, visibleLine(unit));
}

function Report({ report }: { report: AllReport }) {
    return (
        <>
            <StateText {...jobWording(report.state)} />
            <span>{jobTitle(report.verb, titleOf(report))}</span>
            {report.error !== null && (
                <p className="uyuni-machine-text">
                    {errorText(report.error)}{" "}
                    <a href={serviceHref(report.service.id)}>{_("Show the service")}</a>
                </p>
            )}
        </>
    );
}
