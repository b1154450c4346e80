/** Salt's event queue for components: what was read, and what that means. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { EventsState } from "../../host/event-monitor.js";
import { eventProcessor, processorUnit } from "../../uyuni/event-processor.js";
import { verdict, type Verdict } from "../../uyuni/events/verdict.js";
import type { ContainerState, HostState } from "../../uyuni/host-state.js";
import { row } from "../../uyuni/views.js";
import { useHost, useHostState } from "../host-context.js";
import { isRunning } from "../operation/progress.js";

const NONE: readonly ContainerState[] = [];

/** Has the queue read every `seconds` while the component is there. */
export function useEvents(seconds: number): EventsState {
    const { events } = useHost();
    useEffect(() => {
        const watch = events.watch(seconds);
        return () => {
            watch.close();
        };
    }, [events, seconds]);
    return useStore(events.state);
}

function isOperating({ operation }: HostState): boolean {
    if (operation.state !== "known" || operation.value === null) return false;
    return operation.value.service === eventProcessor.id && isRunning(operation.value);
}

export function useContainers(): readonly ContainerState[] {
    return useHostState(({ podman }) => (podman.state === "known" ? podman.value.containers : NONE));
}

/** Whether the events of `state` keep being processed. */
export function useVerdict(state: EventsState): Verdict {
    const containers = useContainers();
    const processor = useHostState(
        useShallow((host) => {
            const { status, since, unitState } = row(eventProcessor, processorUnit, host);
            return {
                // Between the two halves of a restart it is stopped, and about to start.
                status: status === "stopped" && unitState?.job === true ? "starting" : status,
                since,
                operating: isOperating(host),
            };
        }),
    );
    return verdict({ ...state, processor, containers });
}
