import CaretDownIcon from "@patternfly/react-icons/dist/esm/icons/rh-microns-caret-down-icon";
import { Suspense, useId, useState } from "react";
import type { RanImage } from "../../uyuni/ran-image.js";
import type { Operation } from "../../uyuni/host-state.js";
import { OPERATION_UNIT } from "../../uyuni/operation-record.js";
import { goesOnPastFailures, isForward } from "../../uyuni/plan.js";
import { part } from "../components/part.js";
import { Phrase } from "../components/phrase.js";
import { StateLabel } from "../components/state-label.js";
import { OperationSteps } from "../operation/operation-steps.js";
import { isNoise, isRunning } from "../operation/progress.js";
import { absoluteTime, duration } from "../time.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { operationWording, unseenIn } from "../wording.js";
import { EarlierImages } from "./earlier-images.js";

const OperationScript = part(() => import("../operation/operation-script.js"));
const JournalPanel = part(() => import("../components/journal-panel.js"));
const Outcome = part(() => import("./outcome.js"));

interface HistoryItemProps {
    operation: Operation;
    /** That ran after it. */
    images: readonly RanImage[];
    /** That ran before it, and are told of nowhere else. */
    before: readonly RanImage[];
}

/** One operation: what, how it ended, who and when; its steps and lines at a press. */
export function HistoryItem({ operation, images, before }: HistoryItemProps) {
    const [open, setOpen] = useState(false);
    const body = useId();
    return (
        <li className="uyuni-card">
            <div className="uyuni-history-head">
                <h2 className="uyuni-history-title">
                    <button
                        type="button"
                        className="uyuni-toggle uyuni-history-toggle"
                        aria-expanded={open}
                        aria-controls={body}
                        onClick={() => {
                            setOpen(!open);
                        }}
                    >
                        <CaretDownIcon className="uyuni-step-caret" />
                        <span>{translate(operation.title)}</span>
                    </button>
                </h2>
                <StateLabel {...operationWording(operation)} />
            </div>
            <p className="uyuni-quiet">
                <When operation={operation} />
                {operation.endedAt > operation.startedAt && (
                    <span className="uyuni-aside">
                        {format(_("took $0"), duration(operation.endedAt - operation.startedAt))}
                    </span>
                )}
            </p>
            {operation.phase === "succeeded" && (
                <>
                    <EarlierImages operation={operation} images={images} />
                    <EarlierImages operation={operation} images={before} before />
                </>
            )}
            <div id={body} hidden={!open} className="uyuni-history-body">
                {open && <Details operation={operation} />}
            </div>
        </li>
    );
}

function When({ operation: { user, startedAt } }: Pick<HistoryItemProps, "operation">) {
    const time = (
        <time key="time" dateTime={new Date(startedAt).toISOString()}>
            {absoluteTime(startedAt)}
        </time>
    );
    return user === "" ? time : <Phrase text={_("Started by $0, $1")} values={[visibleLine(user), time]} />;
}

function Details({ operation }: Pick<HistoryItemProps, "operation">) {
    const running = isRunning(operation);
    const forward = isForward(operation.kind);
    return (
        <>
            {!running && (goesOnPastFailures(operation.kind) || operation.kind === "export") && (
                <Suspense fallback={null}>
                    <Outcome operation={operation} />
                </Suspense>
            )}
            <OperationSteps
                label={_("Steps")}
                operation={operation.id}
                list="step"
                steps={operation.steps}
                unseen={unseenIn(operation.phase)}
            />
            {operation.rollback.some(({ status }) => status !== "waiting") && (
                <>
                    <h3 className="uyuni-subtitle">
                        {forward ? _("At the end, whatever happened before") : _("Roll-back")}
                    </h3>
                    <OperationSteps
                        label={forward ? _("Steps at the end") : _("Steps of the roll-back")}
                        operation={operation.id}
                        list="undo"
                        steps={operation.rollback}
                        unseen={running ? "ahead" : "never"}
                    />
                </>
            )}
            <div className="uyuni-operation-tools">
                <h3 className="uyuni-subtitle">{_("Output")}</h3>
                <Suspense fallback={null}>
                    <OperationScript operation={operation} />
                </Suspense>
            </div>
            <Suspense fallback={null}>
                <JournalPanel
                    query={{ unit: OPERATION_UNIT, operation: operation.id, lines: 2000 }}
                    label={_("Output of the operation")}
                    finished={!running}
                    isNoise={isNoise}
                />
            </Suspense>
        </>
    );
}
