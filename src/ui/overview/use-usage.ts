import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import type { HostError, Usage } from "../../host/host.js";
import { overviewRows } from "../../uyuni/views.js";
import { useHost, useHostState } from "../host-context.js";

export interface UsageReading {
    /** By container; what is not in it was not measured yet. */
    readonly usage: ReadonlyMap<string, Usage>;
    readonly problem: HostError | null;
}

const nothing: UsageReading = { usage: new Map(), problem: null };

/**
 * What Uyuni's containers use of the host: measured once when they are there, and again when others
 * are; all the while only when `live`, since nobody wants a page that is merely open to keep podman busy.
 */
export function useUsage(live: boolean): UsageReading {
    const host = useHost();
    const containers = useHostState(
        useShallow((state): readonly string[] => {
            const rows = overviewRows(state);
            if (rows.state !== "known") return [];
            return rows.value.flatMap(({ container, containerState }) =>
                containerState?.status === "running" ? [container] : [],
            );
        }),
    );
    const [reading, setReading] = useState(nothing);
    useEffect(() => {
        if (containers.length === 0) return undefined;
        let answers = 0;
        const watch = host.followUsage(containers, {
            usage: (list) => {
                answers++;
                setReading({ usage: new Map(list.map((one) => [one.container, one])), problem: null });
                // A share of the processor is the difference of two answers.
                if (!live && (answers > 1 || list.every(({ cpu }) => cpu !== "measuring"))) watch.close();
            },
            problem: (problem) => {
                setReading(({ usage }) => ({ usage, problem }));
            },
        });
        return () => {
            watch.close();
        };
    }, [host, containers, live]);
    return reading;
}
