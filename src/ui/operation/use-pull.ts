import { useEffect, useState } from "react";
import type { PullProgress } from "../../host/host.js";
import { useHost } from "../host-context.js";

/** At most four screen updates a second, even when the first of them is late; and the last figure always gets through. */
const INTERVAL_MS = 300;

/** The bytes of the operation's pull while it runs, null before the first are known. */
export function usePull(operation: string, pulling: boolean): PullProgress | null {
    const host = useHost();
    const [progress, setProgress] = useState<{ of: string; now: PullProgress | null } | null>(null);
    useEffect(() => {
        if (!pulling) return undefined;
        let latest: PullProgress | null = null;
        let timer = 0;
        let drawnAt = -INTERVAL_MS;
        const draw = () => {
            timer = 0;
            drawnAt = performance.now();
            setProgress({ of: operation, now: latest });
        };
        const pull = host.followPull(operation, (now) => {
            latest = now;
            if (timer === 0)
                timer = window.setTimeout(draw, Math.max(0, drawnAt + INTERVAL_MS - performance.now()));
        });
        return () => {
            window.clearTimeout(timer);
            pull.close();
        };
    }, [host, operation, pulling]);
    return pulling && progress?.of === operation ? progress.now : null;
}
