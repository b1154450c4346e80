import type { Phase } from "../../uyuni/host-state.js";
import type { Step } from "../../uyuni/plan.js";
import { quoteShellCommand } from "../../uyuni/shell.js";
import { CommandLine } from "../components/command-line.js";
import { _, format, translate } from "../translate.js";
import { phaseWording } from "../wording.js";

/** Steps as commands, numbered through, under what they are for. */
export function PlanSteps({ steps }: { steps: readonly Step[] }) {
    const phases: { phase: Phase; first: number; steps: Step[] }[] = [];
    for (const [index, step] of steps.entries()) {
        const last = phases.at(-1);
        if (last?.phase === step.phase) last.steps.push(step);
        else phases.push({ phase: step.phase, first: index + 1, steps: [step] });
    }
    return (
        <>
            {phases.map(({ phase, first, steps: own }) => (
                <section key={first} aria-label={phaseWording(phase)}>
                    <h3 className="uyuni-subtitle">{phaseWording(phase)}</h3>
                    <PlanStepList steps={own} first={first} />
                </section>
            ))}
        </>
    );
}

/** The same without headings. */
export function PlanStepList({ steps, first = 1 }: { steps: readonly Step[]; first?: number }) {
    return (
        <ol className="uyuni-plan" start={first}>
            {steps.map((step, index) => (
                <li key={index}>
                    <PlanStep step={step} />
                </li>
            ))}
        </ol>
    );
}

function PlanStep({ step }: { step: Step }) {
    return (
        <>
            <div className="uyuni-plan-title">
                {translate(step.title)}
                {step.mayFail === true && <span className="uyuni-quiet">{_("(goes on if it fails)")}</span>}
            </div>
            <CommandLine text={quoteShellCommand(step.argv)} />
            {step.undo !== null && (
                <p className="uyuni-quiet">{format(_("If a later step fails: $0"), translate(step.undo))}</p>
            )}
        </>
    );
}
