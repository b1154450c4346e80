/** What the set-ups of different services do not have in common: the form, what is read, and the plan. */
import type { Host } from "../../host/host.js";
import type { HostState, SetUpFacts } from "../../uyuni/host-state.js";
import type { Check, Plan } from "../../uyuni/plan.js";
import type { FieldProblems } from "./fields-props.js";

/** Where the values of the database's fields come from, for the sentence beside them. */
export type DatabaseSource = SetUpFacts["database"]["source"] | "configured" | "address";

export interface Prefilled<Form> {
    readonly form: Form;
    /** Where the values of the database's fields come from. */
    readonly source: DatabaseSource;
}

export type Outcome =
    { readonly plan: Plan } | { readonly refused: readonly Check[] } | { readonly invalid: FieldProblems };

export interface SetUpKind<Form, Facts> {
    /** `form` is null at first. Rejects with HostError. */
    readonly read: (host: Host, form: Form | null) => Promise<Facts>;
    /** The form at first; `options` are those of the page's address. */
    readonly prefill: (
        options: Readonly<Record<string, string>>,
        state: HostState,
        facts: Facts,
    ) => Prefilled<Form>;
    /** Empty when the form is complete. */
    readonly problems: (form: Form) => FieldProblems;
    readonly plan: (form: Form, state: HostState, facts: Facts, id: string) => Outcome;
}
