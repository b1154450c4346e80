import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { Form } from "@patternfly/react-core/dist/esm/components/Form";
import { useState } from "react";
import type { Check, Plan } from "../../uyuni/plan.js";
import { ActionButton } from "../components/action-button.js";
import { Notice } from "../components/notice.js";
import { StateText } from "../components/tone-icon.js";
import { useChangeBlock } from "../components/use-block.js";
import { TextField } from "../set-up/field.js";
import { PlanSteps } from "../set-up/plan-steps.js";
import { _, translate } from "../translate.js";
import { checkWording } from "../wording.js";
import type { VolumeExport } from "./use-export.js";
import type { Uninstall } from "./use-uninstall.js";
import { NotStarted } from "./not-started.js";

interface ExportCardProps {
    uninstall: Uninstall;
    volumes: VolumeExport;
}

/** Whether the volumes that go are exported first; into which folder, and the button for it. */
export function ExportCard({ uninstall: { exporting, setExporting }, volumes }: ExportCardProps) {
    return (
        <section className="uyuni-card" aria-label={_("Export")}>
            <h2 className="uyuni-card-title uyuni-card-header">{_("Export")}</h2>
            <div className="uyuni-stack">
                <Checkbox
                    id="uninstall-export"
                    label={_("Export the volumes first")}
                    description={_("No volume is removed then that has not been exported.")}
                    isChecked={exporting}
                    onChange={(_event, wanted) => {
                        setExporting(wanted);
                    }}
                />
                {exporting && volumes.done && (
                    <Notice variant="success" title={_("All volumes that go have been exported")} />
                )}
                {exporting && !volumes.done && <ExportForm volumes={volumes} />}
            </div>
        </section>
    );
}

function ExportForm({ volumes }: { volumes: VolumeExport }) {
    const { path, setPath, problem, plan, notice, error, starting, start } = volumes;
    const blocked = useBlock(volumes);
    return (
        <>
            <NotStarted notice={notice} error={error} />
            <Form
                onSubmit={(event) => {
                    event.preventDefault();
                    if (blocked === null && !starting) start();
                }}
            >
                <TextField
                    label={_("Folder on the server")}
                    value={path}
                    onChange={setPath}
                    problem={problem}
                >
                    {_("Each export gets a folder of its own in it, which only root may read.")}
                </TextField>
                {plan !== null && <Checks checks={plan.checks} />}
                <div>
                    <ActionButton
                        variant="primary"
                        blocked={blocked}
                        busy={starting ? _("Starting") : undefined}
                        onClick={start}
                    >
                        {_("Export")}
                    </ActionButton>
                </div>
            </Form>
            <p className="uyuni-quiet">
                {_(
                    "The services are stopped first, and stay stopped: what they wrote afterwards would be in no export. If a step fails, they are started again, and nothing is kept.",
                )}
            </p>
            {plan !== null && <Commands plan={plan} />}
        </>
    );
}

function useBlock({ problem, plan }: VolumeExport): string | null {
    const notNow = useChangeBlock();
    if (notNow !== null) return notNow;
    if (problem !== undefined) return translate(problem);
    if (plan === null) return _("The folder is being looked at");
    const failed = plan.checks.find(({ result }) => result === "failed" || result === "unknown");
    return failed === undefined ? null : translate(failed.finding);
}

function Checks({ checks }: { checks: readonly Check[] }) {
    return (
        <ul aria-label={_("Checks")}>
            {checks
                .filter(({ id, result }) => id.startsWith("export-") || result !== "passed")
                .map(({ id, title, result, finding, remedy }) => (
                    <li key={id} className="uyuni-check">
                        <StateText {...checkWording(result)} />
                        <div className="uyuni-machine-text">
                            <p className="uyuni-check-title">{translate(title)}</p>
                            <p>{translate(finding)}</p>
                            {remedy !== null && <p className="uyuni-quiet">{translate(remedy)}</p>}
                        </div>
                    </li>
                ))}
        </ul>
    );
}

function Commands({ plan }: { plan: Plan }) {
    const [open, setOpen] = useState(false);
    return (
        <ExpandableSection
            toggleText={_("What is going to be run for the export")}
            isExpanded={open}
            onToggle={(_event, wanted) => {
                setOpen(wanted);
            }}
        >
            {open && <PlanSteps steps={plan.steps} />}
        </ExpandableSection>
    );
}
