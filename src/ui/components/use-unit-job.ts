import { useRef, useState } from "react";
import type { UnitVerb } from "../../host/host.js";
import { useHost } from "../host-context.js";

export interface UnitJob {
    readonly run: (verb: UnitVerb) => void;
    /** What was asked for last and is not done yet. */
    readonly running: UnitVerb | null;
    readonly failed: { readonly verb: UnitVerb; readonly error: unknown } | null;
    readonly dismiss: () => void;
}

/**
 * Start, stop and restart of one unit, or of all instances of a service, one after the other. A later job replaces an
 * earlier one, as it does in systemd.
 */
export function useUnitJob(...units: readonly string[]): UnitJob {
    const host = useHost();
    const latest = useRef(0);
    const [running, setRunning] = useState<UnitVerb | null>(null);
    const [failed, setFailed] = useState<UnitJob["failed"]>(null);
    const run = (verb: UnitVerb) => {
        latest.current++;
        const mine = latest.current;
        setRunning(verb);
        setFailed(null);
        const one = async (unit: string) => {
            try {
                await host.unitJob(unit, verb);
            } catch (error) {
                if (latest.current === mine) setFailed((before) => before ?? { verb, error });
            }
        };
        const all = async () => {
            for (const unit of units) if (latest.current === mine) await one(unit);
            if (latest.current === mine) setRunning(null);
        };
        void all();
    };
    const dismiss = () => {
        setFailed(null);
    };
    return { run, running, failed, dismiss };
}
