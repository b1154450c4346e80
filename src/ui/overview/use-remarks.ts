import { useEffect, useState } from "react";
import { clock, hostNow } from "../../host/clock.js";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { OverviewRow } from "../../uyuni/views.js";
import { useHostState } from "../host-context.js";
import { remarksOf, slowStartMs, type RemarkId } from "./remarks.js";

/** Remarks on a row, also on how long it has been starting, which no change of the host tells. */
export function useRemarks(row: OverviewRow): readonly RemarkId[] {
    const [now, setNow] = useState(hostNow);
    const { status, since } = row;
    const offset = useStore(clock, (difference) => difference.offset);
    useEffect(() => {
        if (status !== "starting") return undefined;
        const timer = window.setTimeout(
            () => {
                setNow(hostNow());
            },
            Math.max(0, since + slowStartMs - hostNow()) + 100,
        );
        return () => {
            window.clearTimeout(timer);
        };
    }, [status, since, offset]);
    return useHostState(useShallow((state) => remarksOf(row, state, now)));
}
