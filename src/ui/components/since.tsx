import { useEffect, useState } from "react";
import { clock, hostNow } from "../../host/clock.js";
import { absoluteTime, relativeTime, relativeTimeStep } from "../time.js";

/** The time, again whenever `step` milliseconds have passed and the page can be seen. */
function useNow(step: number): number {
    const [now, setNow] = useState(hostNow);
    useEffect(() => {
        const look = () => {
            if (!document.hidden) setNow(hostNow());
        };
        const timer = window.setInterval(look, step);
        document.addEventListener("visibilitychange", look);
        const unsubscribe = clock.subscribe(look);
        return () => {
            unsubscribe();
            window.clearInterval(timer);
            document.removeEventListener("visibilitychange", look);
        };
    }, [step]);
    return now;
}

/** How long ago `time` (milliseconds since the epoch) was; the exact time is in the tooltip. */
export function Since({ time }: { time: number }) {
    const [step, setStep] = useState(() => relativeTimeStep(time, hostNow()));
    const now = Math.max(useNow(step), time);
    const nextStep = relativeTimeStep(time, now);
    if (nextStep !== step) setStep(nextStep);
    return (
        <time dateTime={new Date(time).toISOString()} title={absoluteTime(time)}>
            {relativeTime(time, now)}
        </time>
    );
}
