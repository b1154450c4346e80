import { useCallback, useEffect } from "react";
import { useStore } from "zustand";
import { hostNow } from "../../host/clock.js";
import { pausedUntil } from "../../host/registry-pause.js";
import type { LocatedImage } from "../../host/registry.js";
import { useHost } from "../host-context.js";
import { answers, ask, NEVER, type RegistryReading } from "./answers.js";
import { useLocated } from "./use-located.js";

/** An answer that is younger is not asked for by opening a page. */
const FRESH_MS = 60 * 60 * 1000;

/**
 * What the registry has under `reference`: asked when it is opened, if that was not done lately, and by hand.
 *
 * @param places where a pull looks now, once that is known: what others told is no answer, and is asked for again
 */
export function useRegistry(
    reference: string,
    wanted: boolean,
    places: string | null = null,
): { readonly reading: RegistryReading; readonly again: () => void } {
    const { state } = useHost();
    const reading = useStore(answers, (all) => all[reference] ?? NEVER);
    useEffect(() => {
        const found = answers.getState()[reference] ?? NEVER;
        if (wanted && !found.asking && !isFresh(found)) void ask(reference, state);
    }, [reference, wanted, state]);
    const isOther = places !== null && reading.asked !== null && reading.asked.places !== places;
    useEffect(() => {
        if (wanted && isOther && answers.getState()[reference]?.asking === false) void ask(reference, state);
    }, [reference, wanted, isOther, state]);
    const again = useCallback(() => {
        void ask(reference, state);
    }, [reference, state]);
    return { reading: isOther ? { ...NEVER, asking: reading.asking } : reading, again };
}

/** As `useRegistry`, with the place that registries.conf leads to, and no answer of any other. */
export function useRegistryPlace(
    reference: string,
    wanted: boolean,
    canAsk: boolean,
): ReturnType<typeof useRegistry> & { readonly place: LocatedImage | null } {
    const time = useStore(answers, (all) => (all[reference] ?? NEVER).time);
    const place = useLocated(reference, wanted, time);
    // What was looked up for an answer before says nothing of this one.
    const places = place?.asked === time ? place.places : null;
    return { ...useRegistry(reference, wanted && canAsk, places), place };
}

/** Somebody may have logged in since, or mended what was wrong; a registry that wants to be left alone is. */
function isFresh({ time, asked }: RegistryReading): boolean {
    if (asked === null) return false;
    if ("failure" in asked.answer)
        return asked.answer.failure.problem === "busy" && pausedUntil(asked.registry) > 0;
    return hostNow() - time <= FRESH_MS;
}
