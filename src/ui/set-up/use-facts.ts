import { useCallback, useEffect, useRef, useState } from "react";
import type { Host } from "../../host/host.js";
import { useHost } from "../host-context.js";

export interface FactsReading<Facts> {
    /** What was read last; kept while it is being read again. */
    readonly facts: Facts | null;
    readonly reading: boolean;
    readonly error: unknown;
    /** Reads everything anew; null when it could not be read. */
    readonly read: () => Promise<Facts | null>;
}

/**
 * What set-up needs to know of the host, read at first and whenever asked. A late answer never replaces a newer one.
 *
 * @param readFrom the same function all the while
 */
export function useFacts<Facts>(readFrom: (host: Host) => Promise<Facts>): FactsReading<Facts> {
    const host = useHost();
    const latest = useRef(0);
    const [state, setState] = useState<Omit<FactsReading<Facts>, "read">>({
        facts: null,
        reading: true,
        error: null,
    });

    const ask = useCallback(async () => {
        latest.current++;
        const mine = latest.current;
        try {
            const facts = await readFrom(host);
            if (latest.current === mine) setState({ facts, reading: false, error: null });
            return facts;
        } catch (error) {
            if (latest.current === mine) setState((before) => ({ ...before, reading: false, error }));
            return null;
        }
    }, [host, readFrom]);

    useEffect(() => {
        const counter = latest;
        void ask();
        return () => {
            counter.current++;
        };
    }, [ask]);

    const read = useCallback(() => {
        setState((before) => ({ ...before, reading: true, error: null }));
        return ask();
    }, [ask]);
    return { ...state, read };
}
