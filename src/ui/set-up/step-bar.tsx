import { _ } from "../translate.js";

export type StepId = "settings" | "checks" | "review";

const STEPS: readonly StepId[] = ["settings", "checks", "review"];

export function stepTitle(step: StepId): string {
    switch (step) {
        case "settings":
            return _("Settings");
        case "checks":
            return _("Checks");
        case "review":
            return _("Review");
    }
}

/** Where in the dialog one is. */
export function StepBar({ current }: { current: StepId }) {
    return (
        <ol className="uyuni-step-bar" aria-label={_("Steps of the set-up")}>
            {STEPS.map((step) => (
                <li key={step} aria-current={step === current ? "step" : undefined}>
                    {stepTitle(step)}
                </li>
            ))}
        </ol>
    );
}
