import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Suspense, useState } from "react";
import type { UnitVerb } from "../../host/host.js";
import type { HostState } from "../../uyuni/host-state.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { part } from "../components/part.js";
import { useChangeBlock } from "../components/use-block.js";
import type { UnitJob } from "../components/use-unit-job.js";
import { useHostState } from "../host-context.js";
import { _, format, translate } from "../translate.js";
import { restartConsequence } from "./consequences.js";

const WhileStopped = part(() => import("../events/while-stopped.js"));
const ConfirmDialog = part(() => import("../components/confirm-dialog.js"));

/** Which units are stopped: all of them, some, or none. */
function stoppedOf({ units: known }: HostState, units: readonly string[]): "all" | "some" | "none" {
    const stopped = units.filter((name) => {
        const state = known.state === "known" ? known.value.get(name)?.activeState : undefined;
        return state === undefined || state === "inactive" || state === "failed";
    });
    if (stopped.length === units.length) return "all";
    return stopped.length === 0 ? "none" : "some";
}

interface UnitActionsProps {
    service: Service;
    /** All instances: they are started and stopped together. */
    units: readonly string[];
    job: UnitJob;
}

/** Start, Stop and Restart: always there, so that nothing moves under the hand or loses the focus. */
export function UnitActions({ service, units, job }: UnitActionsProps) {
    const block = useChangeBlock();
    const [asking, setAsking] = useState<"stop" | "restart" | null>(null);
    const title = translate(service.title);
    const state = useHostState((all) => stoppedOf(all, units));
    const stopped = state === "all";
    const question = asking === "stop" ? translate(service.meanwhile) : restartConsequence(service);
    const handlesEvents = service.replicas.kind === "fixed";
    const hint = handlesEvents
        ? _("Meanwhile events wait in the database; afterwards they are processed in their order.")
        : undefined;
    const restart = () => {
        if (restartConsequence(service) === null) job.run("restart");
        else setAsking("restart");
    };
    return (
        <>
            <ActionButton
                variant="primary"
                blocked={block ?? (state === "none" ? _("It is running already") : null)}
                busy={job.running === "start" ? _("Starting") : undefined}
                onClick={() => {
                    job.run("start");
                }}
            >
                {_("Start")}
            </ActionButton>
            <ActionButton
                variant="secondary"
                blocked={block ?? (stopped ? _("It is stopped already") : null)}
                busy={job.running === "stop" ? _("Stopping") : undefined}
                hint={hint}
                onClick={() => {
                    setAsking("stop");
                }}
            >
                {_("Stop")}
            </ActionButton>
            <ActionButton
                variant="secondary"
                blocked={block ?? (stopped ? _("It is stopped: start it instead") : null)}
                busy={job.running === "restart" ? _("Restarting") : undefined}
                hint={hint}
                onClick={restart}
            >
                {_("Restart")}
            </ActionButton>
            {asking !== null && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={format(asking === "stop" ? _("Stop $0?") : _("Restart $0?"), title)}
                        action={asking === "stop" ? _("Stop") : _("Restart")}
                        onConfirm={() => {
                            job.run(asking);
                        }}
                        onClose={() => {
                            setAsking(null);
                        }}
                    >
                        {handlesEvents ? (
                            <div className="uyuni-stack">
                                <p>{question}</p>
                                <Suspense fallback={null}>
                                    <WhileStopped />
                                </Suspense>
                            </div>
                        ) : (
                            question
                        )}
                    </ConfirmDialog>
                </Suspense>
            )}
        </>
    );
}

function failureTitle(verb: UnitVerb, title: string): string {
    switch (verb) {
        case "start":
            return format(_("$0 could not be started"), title);
        case "stop":
            return format(_("$0 could not be stopped"), title);
        case "restart":
            return format(_("$0 could not be restarted"), title);
    }
}

/** Where the log of the page is, for "Show log". */
export const logId = "uyuni-log";

export function showLog(): void {
    const log = document.getElementById(logId);
    log?.scrollIntoView({ block: "start" });
    log?.focus();
}

/** Why the last Start, Stop or Restart did not work. */
export function UnitJobError({ service, job }: { service: Service; job: UnitJob }) {
    if (job.failed === null) return null;
    return (
        <ErrorAlert
            title={failureTitle(job.failed.verb, translate(service.title))}
            error={job.failed.error}
            onClose={job.dismiss}
            actions={
                <Button variant="link" isInline onClick={showLog}>
                    {_("Show log")}
                </Button>
            }
        />
    );
}
