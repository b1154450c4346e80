import { useCallback, useEffect, useRef, useState } from "react";

export interface Action {
    readonly run: () => void;
    readonly running: boolean;
    /** Why the last run failed, null otherwise. */
    readonly error: unknown;
    readonly dismiss: () => void;
}

/** Something that is asked of the machine at the press of a button, once at a time. */
export function useAction(perform: () => Promise<unknown>): Action {
    const [running, setRunning] = useState(false);
    const [error, setError] = useState<unknown>(null);
    const latest = useRef(perform);
    const busy = useRef(false);
    useEffect(() => {
        latest.current = perform;
    });
    const run = useCallback(() => {
        if (busy.current) return;
        busy.current = true;
        setRunning(true);
        setError(null);
        latest
            .current()
            .catch((reason: unknown) => {
                setError(reason);
            })
            .finally(() => {
                busy.current = false;
                setRunning(false);
            });
    }, []);
    const dismiss = useCallback(() => {
        setError(null);
    }, []);
    return { run, running, error, dismiss };
}
