import { useEffect, useState } from "react";

/** Whether `time` (milliseconds since the epoch, by this computer's clock) is `length` milliseconds ago or more. */
export function useOld(time: number, length: number): boolean {
    const [now, setNow] = useState(Date.now);
    useEffect(() => {
        const timer = window.setTimeout(
            () => {
                setNow(Date.now());
            },
            Math.max(0, time + length - Date.now()),
        );
        return () => {
            window.clearTimeout(timer);
        };
    }, [time, length]);
    return now - time >= length;
}
