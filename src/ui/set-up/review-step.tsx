import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { useState } from "react";
import type { Plan } from "../../uyuni/plan.js";
import { planAsScript } from "../../uyuni/script.js";
import { _, translate } from "../translate.js";
import { PlanFiles } from "./plan-files.js";
import { PlanStepList, PlanSteps } from "./plan-steps.js";
import { ScriptButton } from "../components/script-button.js";

/** Everything that is going to happen, before it happens. */
export function ReviewStep({ plan }: { plan: Plan }) {
    const [rollbackOpen, setRollbackOpen] = useState(false);
    return (
        <div className="uyuni-stack">
            <div className="uyuni-checks-head">
                <p>{translate(plan.title)}</p>
                <ScriptButton text={() => planAsScript(plan)} />
            </div>
            <section>
                <h2 className="uyuni-card-title">{_("Files")}</h2>
                <PlanFiles files={plan.files} />
            </section>
            <section>
                <h2 className="uyuni-card-title">{_("Steps")}</h2>
                {plan.guards.length > 0 && (
                    <>
                        <h3 className="uyuni-subtitle">{_("Looked at again at the last moment")}</h3>
                        <PlanStepList steps={plan.guards} />
                    </>
                )}
                <PlanSteps steps={plan.steps} />
            </section>
            <ExpandableSection
                toggleText={_("Roll-back: what is done if a step fails")}
                isExpanded={rollbackOpen}
                isIndented
                onToggle={(_event, expanded) => {
                    setRollbackOpen(expanded);
                }}
            >
                {rollbackOpen && <PlanStepList steps={plan.rollback} />}
            </ExpandableSection>
        </div>
    );
}
