import { useState } from "react";
import type { Check, Plan } from "../../uyuni/plan.js";
import { useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import type { FieldProblems } from "./fields-props.js";
import type { Prefilled, SetUpKind } from "./set-up-kind.js";
import type { StepId } from "./step-bar.js";
import { useFacts, type FactsReading } from "./use-facts.js";
import { usePlanId, useRunPlan } from "./use-plan.js";

/** Why the review is not what was expected. */
export type Notice = "changed" | "busy" | null;

export interface SetUp<Form, Facts> {
    readonly step: StepId;
    readonly reading: FactsReading<Form, Facts>;
    /** Null until the host was read for the first time. */
    readonly prefilled: Prefilled<Form> | null;
    readonly problems: FieldProblems;
    readonly checks: readonly Check[] | null;
    /** The plan under review: it stays as it was shown until it is made anew. */
    readonly plan: Plan | null;
    readonly notice: Notice;
    readonly starting: boolean;
    readonly error: unknown;
    /** Why the next step cannot be taken yet. */
    readonly blocked: string | null;
    readonly change: (form: Form) => void;
    readonly next: () => void;
    readonly back: () => void;
    readonly run: () => void;
}

/** The dialog's three steps: settings, checks, review; and starting what was reviewed. */
export function useSetUp<Form, Facts>(
    kind: SetUpKind<Form, Facts>,
    options: Readonly<Record<string, string>>,
    onStarted: () => void,
): SetUp<Form, Facts> {
    const state = useHostState((all) => all);
    const reading = useFacts(kind.read);
    const id = usePlanId();
    const runPlan = useRunPlan(kind, reading.read);
    const [step, setStep] = useState<StepId>("settings");
    const [edited, setEdited] = useState<Form | null>(null);
    const [first, setFirst] = useState<Prefilled<Form> | null>(null);
    const [plan, setPlan] = useState<Plan | null>(null);
    const [notice, setNotice] = useState<Notice>(null);
    const [starting, setStarting] = useState(false);
    const [error, setError] = useState<unknown>(null);

    // The fields are filled once, from what was read first; later readings are for the checks.
    if (first === null && reading.facts !== null) setFirst(kind.prefill(options, state, reading.facts));
    const prefilled = first === null ? null : { ...first, form: edited ?? first.form };
    const form = prefilled?.form ?? null;
    const problems = form === null ? {} : kind.problems(form);
    // What was read before says nothing of a host that cannot be looked at now.
    const facts = reading.error === null ? reading.facts : null;
    const outcome = form === null || facts === null ? null : kind.plan(form, state, facts, id);
    const checks =
        outcome === null || "invalid" in outcome
            ? null
            : "plan" in outcome
              ? outcome.plan.checks
              : outcome.refused;

    const blocked = (): string | null => {
        if (form === null) return _("The host is being read");
        if (Object.keys(problems).length > 0) return _("Correct the fields that are marked first");
        if (step === "settings") return null;
        if (reading.reading) return _("The host is being looked at");
        if (reading.error !== null) return _("The host could not be looked at");
        return outcome !== null && "plan" in outcome ? null : _("A check failed");
    };

    const goTo = (to: StepId) => {
        setStep(to);
        setNotice(null);
        setError(null);
    };
    const next = () => {
        if (blocked() !== null) return;
        if (step === "settings") {
            goTo("checks");
            void reading.read(form);
        } else if (step === "checks" && outcome !== null && "plan" in outcome) {
            setPlan(outcome.plan);
            goTo("review");
        }
    };
    const back = () => {
        goTo(step === "review" ? "checks" : "settings");
    };
    const start = async () => {
        if (plan === null || form === null) return;
        setStarting(true);
        setNotice(null);
        setError(null);
        try {
            const ran = await runPlan(plan, form);
            switch (ran.result) {
                case "started":
                    onStarted();
                    return;
                case "busy":
                    setNotice("busy");
                    break;
                case "changed":
                    setPlan(ran.plan);
                    setNotice("changed");
                    break;
                case "refused":
                    goTo("checks");
                    break;
            }
        } catch (reason) {
            setError(reason);
        }
        setStarting(false);
    };
    return {
        step,
        reading,
        prefilled,
        problems,
        checks,
        plan,
        notice,
        starting,
        error,
        blocked: blocked(),
        change: setEdited,
        next,
        back,
        run: () => void start(),
    };
}
