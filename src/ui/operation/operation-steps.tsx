import CaretDownIcon from "@patternfly/react-icons/dist/esm/icons/rh-microns-caret-down-icon";
import { Suspense, useId, useState } from "react";
import type { PullProgress } from "../../host/host.js";
import type { StepList } from "../../uyuni/step-marks.js";
import { part } from "../components/part.js";
import { ToneIcon } from "../components/tone-icon.js";
import { count, duration } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";
import { phaseWording, stepWording, type Unseen } from "../wording.js";
import { groupSteps, type OperationStep, type StepGroup } from "./progress.js";
import { PullProgressBar } from "./pull-progress.js";
import { Elapsed } from "./elapsed.js";

const StepCommand = part(() => import("./step-command.js"));

interface OperationStepsProps {
    label: string;
    /** Id of the operation, and which of its lists this is. */
    operation: string;
    list: StepList;
    steps: readonly OperationStep[];
    /** What became of those that were not seen to run. */
    unseen: Unseen;
    /** Of the pull step that runs. */
    pull?: PullProgress | null;
}

/** The steps under what they are for; what runs or has failed is open, the rest at a press. */
export function OperationSteps({ label, steps, pull = null, ...all }: OperationStepsProps) {
    return (
        <ol className="uyuni-steps" aria-label={label}>
            {groupSteps(steps).map((group) => (
                <Group key={group.first} group={group} pull={pull} {...all} />
            ))}
        </ol>
    );
}

type GroupProps = Pick<OperationStepsProps, "operation" | "list" | "unseen"> & {
    group: StepGroup;
    pull: PullProgress | null;
};

function Group({ group, ...all }: GroupProps) {
    const [chosen, setChosen] = useState<boolean | null>(null);
    const body = useId();
    const open = chosen ?? (group.status === "running" || group.status === "failed");
    const { word, tone } = stepWording(group.status, all.unseen);
    return (
        <li>
            <button
                type="button"
                className="uyuni-step-group"
                aria-expanded={open}
                aria-controls={body}
                onClick={() => {
                    setChosen(!open);
                }}
            >
                <CaretDownIcon className="uyuni-step-caret" />
                <ToneIcon tone={tone} />
                <span className="uyuni-step-title">{phaseWording(group.phase)}</span>
                {all.unseen !== "unknown" && (
                    <span className="uyuni-quiet">
                        {format(
                            ngettext("$0 of $1 step", "$0 of $1 steps", group.steps.length),
                            count(group.done),
                            count(group.steps.length),
                        )}
                    </span>
                )}
                <span className="uyuni-step-state">{word}</span>
            </button>
            <ol id={body} className="uyuni-step-list" hidden={!open} start={group.first}>
                {open &&
                    group.steps.map((step, index) => (
                        // Steps never move: they are fixed once a plan runs.
                        <Step key={index} step={step} index={group.first - 1 + index} {...all} />
                    ))}
            </ol>
        </li>
    );
}

type StepProps = Omit<GroupProps, "group"> & {
    step: OperationStep;
    /** Position in the list, from 0. */
    index: number;
};

function Step({ operation, list, step, index, unseen, pull }: StepProps) {
    const [open, setOpen] = useState(false);
    const command = useId();
    const { word, tone } = stepWording(step.status, unseen);
    const exit = exitWording(step);
    const pulling = step.phase === "pull" && step.status === "running";
    return (
        <li aria-current={step.status === "running" ? "step" : undefined}>
            <div className="uyuni-step">
                <ToneIcon tone={tone} />
                <button
                    type="button"
                    className="uyuni-step-title uyuni-toggle uyuni-step-toggle"
                    aria-expanded={open}
                    aria-controls={command}
                    onClick={() => {
                        setOpen(!open);
                    }}
                >
                    <CaretDownIcon className="uyuni-step-caret" />
                    <span>{translate(step.title)}</span>
                </button>
                <span className="uyuni-step-time">
                    <StepTime step={step} />
                </span>
                <span className="uyuni-step-state">{word}</span>
                {exit !== null && <span className="uyuni-step-more uyuni-quiet">{exit}</span>}
                <div id={command} className="uyuni-step-more" hidden={!open}>
                    {open && (
                        <Suspense fallback={null}>
                            <StepCommand operation={operation} list={list} index={index} />
                        </Suspense>
                    )}
                </div>
                {pulling && (
                    <div className="uyuni-step-more">
                        <PullProgressBar progress={pull} />
                    </div>
                )}
            </div>
        </li>
    );
}

function StepTime({ step: { status, startedAt, endedAt } }: { step: OperationStep }) {
    if (startedAt === 0) return null;
    if (status === "running") return <Elapsed since={startedAt} />;
    return endedAt >= startedAt ? duration(endedAt - startedAt) : null;
}

function exitWording({ status, exitStatus, signalled }: OperationStep): string | null {
    if (status !== "failed") return null;
    if (signalled) return format(_("Killed by signal $0"), exitStatus);
    return exitStatus === 0 ? null : format(_("Exit status $0"), exitStatus);
}
