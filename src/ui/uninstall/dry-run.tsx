import { uninstallAsScript } from "../../uyuni/uninstall/script.js";
import type { Plan } from "../../uyuni/plan.js";
import { PlanStepList, PlanSteps } from "../set-up/plan-steps.js";
import { ScriptButton } from "../components/script-button.js";
import { _ } from "../translate.js";

interface DryRunProps {
    plan: Plan;
    /** What to know before it is run. */
    note: string;
}

/** Every command in its order, before any of them is run. */
export function DryRun({ plan, note }: DryRunProps) {
    return (
        <section className="uyuni-card" aria-label={_("What is going to be run")}>
            <div className="uyuni-card-header">
                <h2 className="uyuni-card-title">{_("What is going to be run")}</h2>
                <div className="uyuni-card-actions">
                    <ScriptButton text={() => uninstallAsScript(plan)} />
                </div>
            </div>
            <p className="uyuni-quiet">{note}</p>
            {plan.guards.length > 0 && (
                <>
                    <h3 className="uyuni-subtitle">{_("Looked at again at the last moment")}</h3>
                    <PlanStepList steps={plan.guards} />
                </>
            )}
            <PlanSteps steps={plan.steps} />
            {plan.rollback.length > 0 && (
                <>
                    <h3 className="uyuni-subtitle">{_("At the end, whatever happened before")}</h3>
                    <PlanStepList steps={plan.rollback} first={plan.steps.length + 1} />
                </>
            )}
        </section>
    );
}
