import { useCallback, useEffect } from "react";
import { useStore } from "zustand";
import { hostNow } from "../../host/clock.js";
import { answers, ask, NEVER, type RegistryReading } from "./answers.js";

/** An answer that is younger is not asked for by opening a page. */
const FRESH_MS = 60 * 60 * 1000;

/** What the registry has under `reference`: asked when it is opened, if that was not done lately, and by hand. */
export function useRegistry(
    reference: string,
    wanted: boolean,
): { readonly reading: RegistryReading; readonly again: () => void } {
    const reading = useStore(answers, (all) => all[reference] ?? NEVER);
    useEffect(() => {
        const { time } = answers.getState()[reference] ?? NEVER;
        if (wanted && hostNow() - time > FRESH_MS) void ask(reference);
    }, [reference, wanted]);
    const again = useCallback(() => {
        void ask(reference);
    }, [reference]);
    return { reading, again };
}
