import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Suspense, useState } from "react";
import { eventProcessor, processorUnit } from "../../uyuni/event-processor.js";
import type { Verdict } from "../../uyuni/events/verdict.js";
import { wayOut, type WayOut } from "../../uyuni/events/way-out.js";
import { serviceById } from "../../uyuni/names.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { part } from "../components/part.js";
import { useAction } from "../components/use-action.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost } from "../host-context.js";
import { openSetUp } from "../pages/set-up-entry.js";
import { showLog } from "../pages/unit-actions.js";
import { serviceHref } from "../routes.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";

const ConfirmDialog = part(() => import("../components/confirm-dialog.js"));

interface VerdictButtonProps {
    verdict: Verdict;
    /** Asks for the busiest clients, and shows them. */
    onBusiest: () => void;
}

/** The first thing to do about a verdict, where it can be done from here. */
export function VerdictButton({ verdict, onBusiest }: VerdictButtonProps) {
    const way = wayOut(verdict);
    if (way === null) return null;
    switch (way.kind) {
        case "log":
            return <Plain onClick={showLog}>{_("Show log")}</Plain>;
        case "busiest":
            return <Plain onClick={onBusiest}>{_("See the busiest clients")}</Plain>;
        case "service":
            return (
                <Button variant="secondary" component="a" href={serviceHref(way.service)}>
                    {format(_("Go to $0"), translate(serviceById(way.service).title))}
                </Button>
            );
        case "start":
        case "set-up":
        case "step-aside":
        case "stop-unit":
        case "stop-container":
            return <Change key={way.kind} way={way} />;
    }
}

function Plain({ onClick, children }: { onClick: () => void; children: string }) {
    return (
        <Button variant="secondary" onClick={onClick}>
            {children}
        </Button>
    );
}

type Changing = Exclude<WayOut, { kind: "log" | "busiest" | "service" }>;

interface Words {
    readonly action: string;
    /** What is asked first; null where that needs no question. */
    readonly question: { readonly title: string; readonly text: string; readonly action: string } | null;
}

function words(way: Changing): Words {
    switch (way.kind) {
        case "start":
            return { action: _("Start the event processor"), question: null };
        case "set-up":
            return { action: _("Set up the event processor"), question: null };
        case "step-aside":
            return {
                action: _("Stop and disable the event processor"),
                question: {
                    title: _("Stop and disable the event processor?"),
                    text: _(
                        "The server itself takes the events then, as it does now. To process them in a container of their own, use a server image that does not process events itself.",
                    ),
                    action: _("Stop and disable"),
                },
            };
        case "stop-unit": {
            const unit = visibleLine(way.unit);
            return {
                action: format(_("Stop and disable $0"), unit),
                question: {
                    title: format(_("Stop and disable $0?"), unit),
                    text: _(
                        "It takes Salt's events beside the event processor. Whatever else it does ends, too.",
                    ),
                    action: _("Stop and disable"),
                },
            };
        }
        case "stop-container": {
            const name = visibleLine(way.name);
            return {
                action: format(_("Stop the container $0"), name),
                question: {
                    title: format(_("Stop the container $0?"), name),
                    text: _(
                        "It takes Salt's events beside the event processor. It is stopped, not removed: whoever started it may start it again.",
                    ),
                    action: _("Stop"),
                },
            };
        }
    }
}

/** Something on the host is changed. */
function Change({ way }: { way: Changing }) {
    const host = useHost();
    const blocked = useChangeBlock();
    const [asking, setAsking] = useState(false);
    const change = useAction(async () => {
        switch (way.kind) {
            case "start":
                return host.unitJob(processorUnit, "start");
            case "set-up":
                openSetUp(eventProcessor);
                return;
            case "step-aside":
                return host.remove(processorUnit);
            case "stop-unit":
                return host.remove(way.unit);
            case "stop-container":
                return host.stopContainer(way.name);
        }
    });
    const { action, question } = words(way);
    return (
        <>
            <ActionButton
                variant={question === null ? "secondary" : "danger"}
                blocked={blocked}
                busy={change.running ? _("Working") : undefined}
                onClick={() => {
                    if (question === null) change.run();
                    else setAsking(true);
                }}
            >
                {action}
            </ActionButton>
            {change.error !== null && (
                <ErrorAlert title={_("That did not work")} error={change.error} onClose={change.dismiss} />
            )}
            {asking && question !== null && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={question.title}
                        action={question.action}
                        onConfirm={change.run}
                        onClose={() => {
                            setAsking(false);
                        }}
                    >
                        {question.text}
                    </ConfirmDialog>
                </Suspense>
            )}
        </>
    );
}
