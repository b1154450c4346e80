import { useCallback, useEffect, useState } from "react";
import type { Mgradm } from "../../uyuni/mgradm/tool.js";
import { useHost } from "../host-context.js";

export interface MgradmReading {
    /** undefined until it was looked for; null where it is not installed. */
    readonly tool: Mgradm | null | undefined;
    readonly error: unknown;
    /** Reads it again. Rejects with HostError. */
    readonly read: () => Promise<Mgradm | null>;
}

/** A service of Uyuni that changes tells that something is done with it; often it is not the only one. */
const SETTLE_MS = 1000;

/**
 * The installed mgradm; read again after each operation, which may have been one
 * of mgradm's, and when services change, which may be the work of one that
 * somebody has begun elsewhere.
 */
export function useMgradm(paused: boolean): MgradmReading {
    const host = useHost();
    const [tool, setTool] = useState<Mgradm | null | undefined>(undefined);
    const [error, setError] = useState<unknown>(null);

    const read = useCallback(async () => {
        const fresh = await host.readMgradm();
        setTool(fresh);
        setError(null);
        return fresh;
    }, [host]);

    const [occasion, setOccasion] = useState(0);
    const again = useCallback(() => {
        setOccasion((before) => before + 1);
    }, []);
    const isInstalled = !paused && tool !== null && tool !== undefined;
    const others = isInstalled && tool.running !== null;
    // One that somebody runs in a terminal ends without anything else telling so.
    useEffect(() => {
        if (!others) return undefined;
        const waiting = host.awaitMgradm(again);
        return () => {
            void waiting.then((one) => {
                one.close();
            });
        };
    }, [host, others, again, occasion]);
    useEffect(() => {
        if (!isInstalled || others) return undefined;
        let timer = 0;
        const unsubscribe = host.state.subscribe(({ units }, before) => {
            if (units === before.units) return;
            window.clearTimeout(timer);
            timer = window.setTimeout(again, SETTLE_MS);
        });
        return () => {
            unsubscribe();
            window.clearTimeout(timer);
        };
    }, [host, isInstalled, others, again]);

    useEffect(() => {
        if (paused) return undefined;
        let gone = false;
        host.readMgradm().then(
            (fresh) => {
                if (gone) return;
                setTool(fresh);
                setError(null);
            },
            (reason: unknown) => {
                if (!gone) setError(reason);
            },
        );
        return () => {
            gone = true;
        };
        // `occasion` is what it waits for.
    }, [host, paused, occasion]);

    return { tool, error, read };
}
