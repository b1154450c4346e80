/**
 * Start all, Stop all and Restart all: one at a time in this page, and kept here, outside of any
 * component, so that its progress and errors are still there after a visit to another page.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Host, JobReport } from "../../host/host.js";
import type { HostState, Known } from "../../uyuni/host-state.js";
import { isServiceId, serviceById } from "../../uyuni/names.js";
import { restartAll, startAll, stopAll, type UnitAction } from "../../uyuni/order.js";
import type { Service } from "../../uyuni/services.js";

export type AllVerb = "start" | "stop" | "restart";

export interface AllReport extends JobReport {
    readonly service: Service;
}

export interface AllJobs {
    readonly verb: AllVerb;
    readonly reports: readonly AllReport[];
    readonly running: boolean;
    /** No further unit is going to be begun. */
    readonly cancelled: boolean;
    readonly cancel: () => void;
}

/** The jobs that run, or the last ones; null if there were none, or they were put away. */
export const allJobs: StoreApi<{ readonly jobs: AllJobs | null }> = createStore(() => ({ jobs: null }));

export function isAllRunning(): boolean {
    return allJobs.getState().jobs?.running === true;
}

/** What has to be done, in its order; empty while that is not known. */
export function actionsFor(verb: AllVerb, state: HostState): readonly UnitAction<Service>[] {
    const found: Known<readonly UnitAction[]> =
        verb === "start" ? startAll(state) : verb === "stop" ? stopAll(state) : restartAll(state);
    if (found.state !== "known") return [];
    return found.value.flatMap(({ service: { id }, ...action }) =>
        isServiceId(id) ? [{ ...action, service: serviceById(id) }] : [],
    );
}

/** Carries out `actions`, one after the other; does nothing while others are being carried out. */
export function runAll(host: Host, verb: AllVerb, actions: readonly UnitAction<Service>[]): void {
    if (isAllRunning() || actions.length === 0) return;
    const withService = (reports: readonly JobReport[]): AllReport[] =>
        reports.flatMap((report, index) => {
            const action = actions[index];
            return action === undefined ? [] : [{ ...report, service: action.service }];
        });
    const change = (part: Partial<AllJobs>) => {
        allJobs.setState(({ jobs }) => ({ jobs: jobs && { ...jobs, ...part } }));
    };
    const requests = actions.map(({ unit, verb }) => ({ unit, verb }));
    allJobs.setState({
        jobs: {
            verb,
            reports: withService(requests.map((job) => ({ ...job, state: "waiting", error: null }))),
            running: true,
            cancelled: false,
            cancel: () => undefined,
        },
    });
    const running = host.runJobs(requests, (reports) => {
        change({ reports: withService(reports) });
    });
    change({
        cancel: () => {
            running.cancel();
            change({ cancelled: true });
        },
    });
    void running.done.then((reports) => {
        change({ reports: withService(reports), running: false });
    });
}

export function putAway(): void {
    if (!isAllRunning()) allJobs.setState({ jobs: null });
}
