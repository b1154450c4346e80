/** Salt's event queue for components: what was read, and what that means. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { EventsState } from "../../host/event-monitor.js";
import { eventProcessor, processorUnit } from "../../uyuni/event-processor.js";
import { verdict, type EventsProblem, type Verdict } from "../../uyuni/events/verdict.js";
import type { ContainerState, HostState } from "../../uyuni/host-state.js";
import { row } from "../../uyuni/views.js";
import { useOld } from "../components/use-old.js";
import { useHost, useHostState } from "../host-context.js";
import { isRunning } from "../operation/progress.js";

const NONE: readonly ContainerState[] = [];

/** A reading takes less, with everything that it waits for. */
const READING_MS = 15_000;

export interface EventsSeen extends EventsState {
    /** What was read last is not how things are now. */
    readonly isOld: boolean;
}

/** Has the queue read every `seconds` while the component is there. */
export function useEvents(seconds: number): EventsSeen {
    const { events } = useHost();
    useEffect(() => {
        const watch = events.watch(seconds);
        return () => {
            watch.close();
        };
    }, [events, seconds]);
    const state = useStore(events.state);
    const isLate = useOld(state.readAt, seconds * 1000 + READING_MS);
    return { ...state, isOld: state.problem !== null || isLate };
}

/** Neither said to be out of reach, nor heard of for too long. */
const UNREAD: EventsProblem = { kind: "not-known", why: { reason: "error" } };

function isOperating({ operation }: HostState): boolean {
    if (operation.state !== "known" || operation.value === null) return false;
    return operation.value.service === eventProcessor.id && isRunning(operation.value);
}

export function useContainers(): readonly ContainerState[] {
    return useHostState(({ podman }) => (podman.state === "known" ? podman.value.containers : NONE));
}

/** Whether the events of `seen` keep being processed. */
export function useVerdict({ isOld, ...state }: EventsSeen): Verdict {
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
    const problem = state.problem ?? (isOld && state.readAt > 0 ? UNREAD : null);
    return verdict({ ...state, problem, processor, containers });
}
