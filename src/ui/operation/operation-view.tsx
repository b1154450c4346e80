import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Suspense, useEffect, useId, useState } from "react";
import type { JournalQuery } from "../../host/host.js";
import type { Operation } from "../../uyuni/host-state.js";
import { isForward } from "../../uyuni/plan.js";
import { part } from "../components/part.js";
import { Phrase } from "../components/phrase.js";
import { Since } from "../components/since.js";
import { StateLabel } from "../components/state-label.js";
import { duration } from "../time.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { operationWording, unseenIn } from "../wording.js";
import { CancelButton } from "./cancel-button.js";
import { OperationResult } from "./operation-result.js";
import { OperationSteps } from "./operation-steps.js";
import { isNoise, isPulling, isRunning, needsAttention } from "./progress.js";
import { usePull } from "./use-pull.js";
import { noteWatched, wasWatched } from "./watched.js";

const OperationScript = part(() => import("./operation-script.js"));
const JournalPanel = part(() => import("../components/journal-panel.js"));

interface OperationViewProps {
    operation: Operation;
    /** Unit and container that the operation works on. */
    unit: string;
    container: string;
}

/** An operation while it runs, and what came of it afterwards. */
export default function OperationView({ operation, unit, container }: OperationViewProps) {
    const running = isRunning(operation);
    const bad = needsAttention(operation);
    const forward = isForward(operation.kind);
    // Open by itself while there is something to look at; closing and opening by hand wins.
    const [watched, setWatched] = useState(() => running || wasWatched(operation.id));
    if (running && !watched) setWatched(true);
    useEffect(() => {
        if (running) noteWatched(operation.id);
    }, [running, operation.id]);
    const [chosen, setChosen] = useState<boolean | null>(null);
    const open = chosen ?? (watched || bad);
    const pull = usePull(operation.id, isPulling(operation));
    const body = useId();
    const [showOutput, setShowOutput] = useState<boolean | null>(null);
    // Of mgradm, what it writes is all that is seen of it.
    const outputOpen = showOutput ?? (bad || operation.kind === "mgradm");
    const output = useId();
    const query: JournalQuery = { unit, operation: operation.id, lines: 2000 };

    return (
        <section className="uyuni-card uyuni-operation" aria-label={translate(operation.title)}>
            <div className="uyuni-card-header">
                <h2 className="uyuni-card-title">{translate(operation.title)}</h2>
                <StateLabel {...operationWording(operation)} />
                <div className="uyuni-card-actions">
                    <CancelButton operation={operation} />
                    <Button
                        variant="link"
                        aria-expanded={open}
                        aria-controls={body}
                        onClick={() => {
                            setChosen(!open);
                        }}
                    >
                        {open ? _("Hide the steps") : _("Show the steps")}
                    </Button>
                </div>
            </div>
            <p className="uyuni-quiet">
                {operation.user === "" ? (
                    <Phrase
                        text={_("Started $0")}
                        values={[<Since key="since" time={operation.startedAt} />]}
                    />
                ) : (
                    <Phrase
                        text={_("Started by $0 $1")}
                        values={[
                            visibleLine(operation.user),
                            <Since key="since" time={operation.startedAt} />,
                        ]}
                    />
                )}
                {operation.endedAt > operation.startedAt && (
                    <span className="uyuni-aside">
                        {format(_("took $0"), duration(operation.endedAt - operation.startedAt))}
                    </span>
                )}
            </p>
            <div id={body} hidden={!open}>
                {open && (
                    <>
                        <OperationResult operation={operation} unit={unit} container={container} />
                        <OperationSteps
                            label={_("Steps")}
                            operation={operation.id}
                            list="step"
                            steps={operation.steps}
                            unseen={unseenIn(operation.phase)}
                            pull={pull}
                        />
                        {operation.rollback.length > 0 && hasRolledBack(operation) && (
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
                            <Button
                                variant="link"
                                isInline
                                aria-expanded={outputOpen}
                                aria-controls={output}
                                onClick={() => {
                                    setShowOutput(!outputOpen);
                                }}
                            >
                                {outputOpen ? _("Hide the output") : _("Show the output")}
                            </Button>
                            <Suspense fallback={null}>
                                <OperationScript operation={operation} />
                            </Suspense>
                        </div>
                        <div id={output} hidden={!outputOpen}>
                            {outputOpen && (
                                <Suspense fallback={null}>
                                    <JournalPanel
                                        query={query}
                                        label={_("Output of the operation")}
                                        finished={!running}
                                        isNoise={isNoise}
                                    />
                                </Suspense>
                            )}
                        </div>
                    </>
                )}
            </div>
        </section>
    );
}

function hasRolledBack({ kind, phase, rollback }: Operation): boolean {
    if (isForward(kind)) return rollback.some(({ status }) => status !== "waiting");
    return (
        phase === "rolling-back" ||
        phase === "rolled-back" ||
        phase === "rollback-failed" ||
        phase === "given-up" ||
        phase === "interrupted"
    );
}
