import { useCallback, useEffect, useRef, useState } from "react";
import type { Host } from "../../host/host.js";
import { useHost } from "../host-context.js";

export interface FactsReading<Form, Facts> {
    /** What was read last; kept while it is being read again. */
    readonly facts: Facts | null;
    readonly reading: boolean;
    readonly error: unknown;
    /** Reads everything anew, and what the form asks for with it; null when it could not be read. */
    readonly read: (form: Form | null) => Promise<Facts | null>;
}

/**
 * What set-up needs to know of the host, read at first and whenever asked. A late answer never replaces a newer one.
 *
 * @param readFrom the same function all the while
 */
export function useFacts<Form, Facts>(
    readFrom: (host: Host, form: Form | null) => Promise<Facts>,
): FactsReading<Form, Facts> {
    const host = useHost();
    const latest = useRef(0);
    const [state, setState] = useState<Omit<FactsReading<Form, Facts>, "read">>({
        facts: null,
        reading: true,
        error: null,
    });

    const ask = useCallback(
        async (form: Form | null) => {
            latest.current++;
            const mine = latest.current;
            try {
                const facts = await readFrom(host, form);
                if (latest.current === mine) setState({ facts, reading: false, error: null });
                return facts;
            } catch (error) {
                if (latest.current === mine) setState((before) => ({ ...before, reading: false, error }));
                return null;
            }
        },
        [host, readFrom],
    );

    useEffect(() => {
        const counter = latest;
        void ask(null);
        return () => {
            counter.current++;
        };
    }, [ask]);

    const read = useCallback(
        (form: Form | null) => {
            setState((before) => ({ ...before, reading: true, error: null }));
            return ask(form);
        },
        [ask],
    );
    return { ...state, read };
}
