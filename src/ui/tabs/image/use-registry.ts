import { useCallback, useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { askRegistry, type AskedRegistry } from "../../../host/registry.js";
import { parseReference } from "../../../uyuni/reference.js";

export interface RegistryReading {
    readonly asking: boolean;
    /** Milliseconds since the epoch of the last answer, 0 if there is none. */
    readonly time: number;
    readonly asked: AskedRegistry | null;
    /** Why it could not even be asked. */
    readonly error: unknown;
}

const NEVER: RegistryReading = { asking: false, time: 0, asked: null, error: null };
/** An answer that is younger is not asked for by opening a page. */
const FRESH_MS = 60 * 60 * 1000;

/** Answers by reference, for as long as the page is open. */
const answers = createStore<Readonly<Record<string, RegistryReading>>>()(() => ({}));

async function ask(text: string): Promise<void> {
    const reference = parseReference(text);
    const before = answers.getState()[text] ?? NEVER;
    if ("error" in reference || before.asking) return;
    answers.setState({ [text]: { ...before, asking: true } });
    try {
        const asked = await askRegistry(reference.ok);
        answers.setState({ [text]: { asking: false, time: Date.now(), asked, error: null } });
    } catch (error) {
        answers.setState({ [text]: { asking: false, time: Date.now(), asked: null, error } });
    }
}

/** What the registry has under `reference`: asked when it is opened, if that was not done lately, and by hand. */
export function useRegistry(
    reference: string,
    wanted: boolean,
): { readonly reading: RegistryReading; readonly again: () => void } {
    const reading = useStore(answers, (all) => all[reference] ?? NEVER);
    useEffect(() => {
        const { time } = answers.getState()[reference] ?? NEVER;
        if (wanted && Date.now() - time > FRESH_MS) void ask(reference);
    }, [reference, wanted]);
    const again = useCallback(() => {
        void ask(reference);
    }, [reference]);
    return { reading, again };
}
