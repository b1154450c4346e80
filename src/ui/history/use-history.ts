import { useEffect, useState } from "react";
import { readHistory, type History } from "../../host/history.js";
import { useHostState, useOperation } from "../host-context.js";

export interface HistoryReading {
    /** What was read last; kept while it is being read again. */
    readonly history: History | null;
    readonly error: unknown;
    /** Has older operations read, too. */
    readonly older: () => void;
}

const FIRST = 100;

/** The history, read again whenever an operation begins or ends. A late answer never replaces a newer one. */
export function useHistory(): HistoryReading {
    const [count, setCount] = useState(FIRST);
    const [state, setState] = useState<Omit<HistoryReading, "older">>({ history: null, error: null });
    const mayRead = useHostState(({ access }) => access === "administrative");
    const operation = useOperation();
    const seen = operation === null ? "" : `${operation.id} ${operation.phase}`;

    useEffect(() => {
        if (!mayRead) return undefined;
        let current = true;
        readHistory(count).then(
            (history) => {
                if (current) setState({ history, error: null });
            },
            (error: unknown) => {
                if (current) setState((before) => ({ ...before, error }));
            },
        );
        return () => {
            current = false;
        };
    }, [mayRead, count, seen]);

    return {
        ...state,
        older: () => {
            setCount((before) => before * 2);
        },
    };
}
