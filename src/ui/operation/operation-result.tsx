import { Suspense } from "react";
import type { JournalQuery } from "../../host/host.js";
import type { Operation } from "../../uyuni/host-state.js";
import { Notice } from "../components/notice.js";
import { part } from "../components/part.js";
import { PullFailure } from "../registry/parts.js";
import { _, format, translate } from "../translate.js";
import { MgradmResult } from "./mgradm-result.js";
import { cancelMeans } from "./progress.js";
import { Recover } from "./recover.js";

const JournalPanel = part(() => import("../components/journal-panel.js"));

interface OperationResultProps {
    operation: Operation;
    unit: string;
    container: string;
}

/** What came of the operation, and what to do about it. */
export function OperationResult({ operation, unit, container }: OperationResultProps) {
    if (operation.kind === "mgradm") return <MgradmResult operation={operation} />;
    switch (operation.phase) {
        case "running":
            return <RunningNote operation={operation} />;
        case "rolling-back":
            return (
                <Notice variant="warning" title={_("The changes are being undone")}>
                    {failedStep(operation)}
                </Notice>
            );
        case "succeeded":
            return <Notice variant="success" title={_("Everything was done")} />;
        case "failed":
            if (operation.refused) {
                return (
                    <Notice
                        variant="warning"
                        title={_("The host was not as the plan saw it: nothing was changed")}
                    >
                        {failedStep(operation)}
                    </Notice>
                );
            }
            return operation.cancelled ? (
                <Notice variant="info" title={_("Cancelled: nothing on the host was changed")} />
            ) : (
                <Notice variant="danger" title={_("It failed, and nothing on the host was changed")}>
                    {failedStep(operation)}
                    <FailedPull operation={operation} />
                </Notice>
            );
        case "rolled-back":
            return (
                <>
                    <Notice
                        variant={operation.cancelled ? "warning" : "danger"}
                        title={
                            operation.cancelled
                                ? _("Cancelled: the host is as it was before")
                                : _("It failed, and the host is as it was before")
                        }
                    >
                        {failedStep(operation)}
                    </Notice>
                    {!operation.cancelled && operation.kind !== "export" && (
                        <FailedContainerLog operation={operation} unit={unit} container={container} />
                    )}
                </>
            );
        case "rollback-failed":
            return (
                <>
                    <Recover
                        title={_("It failed, and not everything could be undone")}
                        text={_(
                            "Read in the output below which step of the roll-back failed and why, mend that, and run the roll-back again. Running it again does no harm.",
                        )}
                        action={_("Run roll-back again")}
                        givenUp={operation}
                    />
                    {operation.kind !== "export" && (
                        <FailedContainerLog operation={operation} unit={unit} container={container} />
                    )}
                </>
            );
        case "given-up":
            return (
                <Notice
                    variant="warning"
                    title={_("Not everything could be undone, and it was left at that")}
                >
                    {_(
                        "The steps of the roll-back below that are not done were given up: what they are about may be neither as before nor as planned.",
                    )}
                </Notice>
            );
        case "unknown":
            return (
                <Notice variant="danger" title={_("How it ended is not known")}>
                    {_(
                        "Only the journal tells, which needs administrative access and may not reach back far enough.",
                    )}
                </Notice>
            );
        case "incomplete":
            return (
                <Notice variant="warning" title={_("It came to its end, and some steps failed")}>
                    {_("The steps that failed are marked below. Nothing was undone.")}
                </Notice>
            );
        case "cut-off":
            return (
                <Notice variant="danger" title={_("It was cut off before its end")}>
                    {_("What was done until then is done, and nothing was undone. Go on with what is left.")}
                </Notice>
            );
        case "interrupted":
            return (
                <Recover
                    title={_("The host went down in the middle")}
                    text={_(
                        "What was changed until then has not been undone yet. Run the roll-back to bring the host back to what it was before.",
                    )}
                    action={_("Run roll-back")}
                />
            );
    }
}

function RunningNote({ operation }: { operation: Operation }) {
    const means = cancelMeans(operation);
    if (means === "impossible") return null;
    return (
        <p className="uyuni-quiet">
            {means === "nothing-changed"
                ? _("Nothing has been changed so far. Cancelling now leaves the host as it is.")
                : _("The host is being changed. If a step fails, everything is undone by itself.")}
        </p>
    );
}

/** Of an image; other steps before the first change say for themselves why they failed. */
function FailedPull({ operation: { id, kind, steps } }: { operation: Operation }) {
    const step = steps.find(({ status }) => status === "failed");
    if (kind !== "set-up" || step?.phase !== "pull") return null;
    return (
        <Suspense fallback={null}>
            <PullFailure operation={id} step={step} />
        </Suspense>
    );
}

function failedStep({ steps, cancelled }: Operation): string | null {
    const failed = steps.find(({ status }) => status === "failed");
    if (failed === undefined) return null;
    return format(
        cancelled ? _("The step that was cut off: $0") : _("The step that failed: $0"),
        translate(failed.title),
    );
}

/** What the container that failed wrote last: it is gone, its lines are not. */
function FailedContainerLog({ operation, unit, container }: OperationResultProps) {
    const failed = operation.steps.find(({ status }) => status === "failed");
    const until = failed === undefined || failed.endedAt === 0 ? operation.endedAt : failed.endedAt;
    // Not what ran after the roll-back, however much it has written since.
    const query: JournalQuery = {
        ...{ unit, container, lines: 500 },
        ...(until !== 0 && { until: until * 1000 }),
    };
    return (
        <div>
            <h3 className="uyuni-subtitle">{_("Last lines of the service that failed")}</h3>
            <Suspense fallback={null}>
                <JournalPanel
                    query={query}
                    label={_("Log of the service that failed")}
                    finished
                    // What podman tells about itself.
                    isNoise={({ source }) => source === "podman" || source === "conmon"}
                />
            </Suspense>
        </div>
    );
}
