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

/** The installed mgradm; read again after each operation, which may have been one of mgradm's. */
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

    // One that somebody runs in a terminal ends without anything else telling so.
    const [ended, setEnded] = useState(0);
    const others = !paused && tool !== null && tool !== undefined && tool.running !== null;
    useEffect(() => {
        if (!others) return undefined;
        const waiting = host.awaitMgradm(() => {
            setEnded((before) => before + 1);
        });
        return () => {
            void waiting.then((one) => {
                one.close();
            });
        };
    }, [host, others, ended]);

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
        // `ended` is what it waits for.
    }, [host, paused, ended]);

    return { tool, error, read };
}
