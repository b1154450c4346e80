/**
 * Jobs of several units, one after the other: the next begins when systemd has
 * ended the one before, however it ended.
 */
import type { JobReport, JobRequest, RunningJobs } from "./host.js";
import { unitJob } from "./jobs.js";
import { asHostError } from "./problem.js";

/** `onProgress` gets the reports of all jobs, in their order, whenever one of them changes. */
export function runJobs(
    jobs: readonly JobRequest[],
    onProgress: (reports: readonly JobReport[]) => void,
): RunningJobs {
    const reports: JobReport[] = jobs.map((job) => ({ ...job, state: "waiting", error: null }));
    const stop = new AbortController();
    const report = (index: number, change: Partial<JobReport>) => {
        const old = reports[index];
        if (old !== undefined) reports[index] = { ...old, ...change };
        onProgress([...reports]);
    };
    const run = async (): Promise<readonly JobReport[]> => {
        for (const [index, { unit, verb }] of jobs.entries()) {
            if (stop.signal.aborted) {
                report(index, { state: "cancelled" });
                continue;
            }
            report(index, { state: "running" });
            try {
                await unitJob(unit, verb);
                report(index, { state: "done" });
            } catch (reason) {
                report(index, { state: "failed", error: asHostError(reason) });
            }
        }
        return reports;
    };
    return {
        done: run(),
        cancel: () => {
            stop.abort();
        },
    };
}
