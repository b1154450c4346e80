import { useEffect, useState } from "react";
import { hostNow } from "../../host/clock.js";
import { duration } from "../time.js";

/** How long something has been running by now: whole seconds, counting up. */
export function Elapsed({ since }: { since: number }) {
    const [now, setNow] = useState(hostNow);
    useEffect(() => {
        const timer = window.setInterval(() => {
            setNow(hostNow());
        }, 1000);
        return () => {
            window.clearInterval(timer);
        };
    }, []);
    return <>{duration(Math.max(0, Math.floor((now - since) / 1000) * 1000))}</>;
}
