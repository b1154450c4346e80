import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { hostNow } from "../../host/clock.js";
import type { HostError, Usage } from "../../host/host.js";
import { overviewRows } from "../../uyuni/views.js";
import { useOld } from "../components/use-old.js";
import { useHost, useHostState } from "../host-context.js";

export interface UsageReading {
    /** By container; what is not in it was not measured yet. */
    readonly usage: ReadonlyMap<string, Usage>;
    readonly problem: HostError | null;
    /** When that was measured: milliseconds since the epoch by the host's clock, 0 before the first answer. */
    readonly time: number;
    /** The same by this computer's. */
    readonly readAt: number;
}

const nothing: UsageReading = { usage: new Map(), problem: null, time: 0, readAt: 0 };
/** What is followed, and older than this, is not what they use now. */
const OLD_MS = 30_000;

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
                const usage = new Map(list.map((one) => [one.container, one]));
                setReading({ usage, problem: null, time: hostNow(), readAt: Date.now() });
                // A share of the processor is the difference of two answers.
                if (!live && (answers > 1 || list.every(({ cpu }) => cpu !== "measuring"))) watch.close();
            },
            // What was measured before is not what they use now.
            problem: (problem) => {
                setReading({ ...nothing, problem });
            },
        });
        return () => {
            watch.close();
        };
    }, [host, containers, live]);
    const isOld = useOld(reading.readAt, OLD_MS);
    return live && isOld && reading.problem === null ? nothing : reading;
}
