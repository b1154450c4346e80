import { useState } from "react";
import type { Plan } from "../../uyuni/plan.js";
import { useHost } from "../host-context.js";
import type { SetUpKind } from "./set-up-kind.js";

/** Twelve random hexadecimal digits. */
export function newId(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
        byte.toString(16).padStart(2, "0"),
    ).join("");
}

export function usePlanId(): string {
    const [id] = useState(newId);
    return id;
}

export type RunResult =
    /** The operation has started. */
    | { readonly result: "started" }
    /** Another operation runs. */
    | { readonly result: "busy" }
    /** The host has changed since the plan was shown: here is the new one. */
    | { readonly result: "changed"; readonly plan: Plan }
    /** The host is not ready any more, or could not be looked at. */
    | { readonly result: "refused" };

/**
 * Runs the plan that was shown, if it is still the one that would be made now;
 * rejects with HostError.
 */
export function useRunPlan<Form, Facts>(
    kind: SetUpKind<Form, Facts>,
    read: (form: Form) => Promise<Facts | null>,
): (plan: Plan, form: Form) => Promise<RunResult> {
    const host = useHost();
    return async (plan, form) => {
        const facts = await read(form);
        if (facts === null) return { result: "refused" };
        const now = kind.plan(form, host.state.getState(), facts, plan.id);
        if (!("plan" in now)) return { result: "refused" };
        if (now.plan.fingerprint !== plan.fingerprint) return { result: "changed", plan: now.plan };
        const { outcome } = await host.run(now.plan);
        return { result: outcome };
    };
}
