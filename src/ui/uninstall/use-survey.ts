import { useEffect, useState } from "react";
import type { FoundVolume, VolumeSizes } from "../../uyuni/uninstall/inventory.js";
import { survey, type Survey } from "../../uyuni/uninstall/survey.js";
import { useHost, useHostState } from "../host-context.js";
import { useInventory } from "./use-inventory.js";

export interface SurveyReading {
    /** Null until the host was read for the first time. */
    readonly found: Survey | null;
    readonly error: unknown;
    /** Reads everything again; null when that failed. */
    readonly read: () => Promise<Survey | null>;
    /** Measures the volumes again. */
    readonly measure: () => void;
}

const NONE: readonly FoundVolume[] = [];

/** The same array as long as it has the same in it. */
function useStable(volumes: readonly FoundVolume[]): readonly FoundVolume[] {
    const [kept, setKept] = useState(volumes);
    if (kept === volumes || JSON.stringify(kept) === JSON.stringify(volumes)) return kept;
    setKept(volumes);
    return volumes;
}

/** Everything that an uninstall may concern, with the sizes of the volumes as soon as they are measured. */
export function useSurvey(paused: boolean): SurveyReading {
    const host = useHost();
    const { inventory, error, read } = useInventory(paused);
    const [sizes, setSizes] = useState<VolumeSizes>(new Map());

    // Once for a set of volumes: it may last minutes.
    const volumes = useStable(inventory?.volumes ?? NONE);
    const [round, setRound] = useState(0);
    useEffect(() => {
        if (volumes.length === 0 || paused) return undefined;
        let gone = false;
        host.measureVolumes(volumes).then(
            (measured) => {
                if (!gone) setSizes(measured);
            },
            (reason: unknown) => {
                console.warn("The volumes could not be measured", reason);
                if (!gone) setSizes(new Map(volumes.map(({ name }) => [name, null])));
            },
        );
        return () => {
            gone = true;
        };
        // `round` is what measuring again is asked with.
    }, [host, volumes, paused, round]);
    const measure = () => {
        setSizes(new Map());
        setRound(round + 1);
    };

    const state = useHostState((all) => all);
    return { found: inventory === null ? null : survey(state, inventory, sizes), error, read, measure };
}
