import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Suspense } from "react";
import { useStore } from "zustand";
import { Notice } from "../components/notice.js";
import { part } from "../components/part.js";
import { overviewHref } from "../routes.js";
import { _ } from "../translate.js";
import { allJobs } from "./all-jobs.js";
import { allPosition, allTitle, failuresOf } from "./all-words.js";

const AllProgress = part(() => import("./all-progress.js"));

/** The progress of Start all, Stop all and Restart all, where there is any: whole on the overview, in one line elsewhere. */
export function AllBanner({ whole }: { whole: boolean }) {
    const jobs = useStore(allJobs, (state) => state.jobs);
    if (jobs === null) return null;
    if (whole) {
        return (
            <Suspense fallback={null}>
                <AllProgress jobs={jobs} />
            </Suspense>
        );
    }
    const failed = failuresOf(jobs);
    if (!jobs.running && failed === 0) return null;
    return (
        <Notice
            variant={failed > 0 ? "danger" : "info"}
            title={allTitle(jobs)}
            actions={
                <Button variant="link" isInline component="a" href={overviewHref}>
                    {_("Go to the overview")}
                </Button>
            }
        >
            {allPosition(jobs)}
        </Notice>
    );
}
