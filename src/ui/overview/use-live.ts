import { useState } from "react";

const LIVE = "uyuni:live-usage";

/** Whether CPU and memory are followed: chosen in the overview, for this browser tab. */
export function useLive(): [live: boolean, setLive: (live: boolean) => void] {
    const [live, setLive] = useState(() => window.sessionStorage.getItem(LIVE) === "1");
    const change = (wanted: boolean) => {
        window.sessionStorage.setItem(LIVE, wanted ? "1" : "0");
        setLive(wanted);
    };
    return [live, change];
}
