import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { EmptyState, EmptyStateBody } from "@patternfly/react-core/dist/esm/components/EmptyState";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import CheckIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-check-icon";
import { useState } from "react";
import { useStore } from "zustand";
import { location } from "../../host/page.js";
import type { Operation } from "../../uyuni/host-state.js";
import { unitName, serviceById } from "../../uyuni/names.js";
import { goesOnPastFailures, UNINSTALL_PAGE } from "../../uyuni/plan.js";
import type { RowKind } from "../../uyuni/uninstall/row.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useLast } from "../components/use-last.js";
import { useHostState, useOperation } from "../host-context.js";
import OperationView from "../operation/operation-view.js";
import { isRunning } from "../operation/progress.js";
import { PodmanNotice } from "../pages/podman-notice.js";
import { _ } from "../translate.js";
import { visible } from "../visible-text.js";
import { ConfirmCard } from "./confirm-card.js";
import { DryRun } from "./dry-run.js";
import { firstOf, type Draft, type First } from "./draft.js";
import { EventsNotice } from "./events-notice.js";
import { ExportCard } from "./export-card.js";
import { ExportedCard } from "./exported-card.js";
import { ReportCard } from "./report-card.js";
import { RowsCard } from "./rows-card.js";
import { ScopeCard } from "./scope-card.js";
import { useSurvey, type SurveyReading } from "./use-survey.js";
import { useExport } from "./use-export.js";
import { useUninstall } from "./use-uninstall.js";
import "../set-up/set-up.css";
import "./uninstall.css";

/** Taking services away: what goes and what stays, the commands, and what came of it. */
export default function UninstallPage() {
    const last = useOperation();
    const operation = last?.service === UNINSTALL_PAGE ? last : null;
    const [draft, setDraft] = useState<Draft | null>(null);
    const busy = last !== null && isRunning(last);
    const reading = useSurvey(busy);
    const limited = useHostState(({ access }) => access === "limited");
    return (
        <>
            <h1 className="uyuni-title">{_("Uninstall")}</h1>
            {limited && (
                <Notice variant="info" title={_("Uninstalling needs administrative access")}>
                    {_(
                        "Containers, images, volumes and secrets belong to root: only root may see what there is to remove, and remove it.",
                    )}
                </Notice>
            )}
            {operation !== null && <LastUninstall key={operation.id} operation={operation} />}
            <PodmanNotice />
            {!busy && <Choice reading={reading} operation={operation} draft={draft} onDraft={setDraft} />}
        </>
    );
}

function LastUninstall({ operation }: { operation: Operation }) {
    const server = serviceById("server");
    return (
        <>
            <OperationView operation={operation} unit={unitName(server)} container={server.container} />
            {!isRunning(operation) && goesOnPastFailures(operation.kind) && (
                <ReportCard
                    operation={operation}
                    again={_(
                        "To finish: mend what the text names, and uninstall again. Only what is left is done then.",
                    )}
                />
            )}
            <ExportedCard operation={operation} />
        </>
    );
}

interface ChoiceProps {
    reading: SurveyReading;
    operation: Operation | null;
    draft: Draft | null;
    onDraft: (draft: Draft) => void;
}

function Choice({ reading, operation, draft, onDraft }: ChoiceProps) {
    const readable = useHostState(({ podman }) => podman.state !== "unknown");
    const isKnown = useHostState(({ podman, units }) => podman.state === "known" && units.state === "known");
    const asked = useStore(location, ({ options }) => options["service"]);
    const { error, read, measure } = reading;
    // What was chosen and typed stays, whatever becomes of the connection and the access.
    const found = useLast(reading.found, isKnown && reading.found !== null);
    const again = (
        <Button variant="link" isInline onClick={() => void read()}>
            {_("Try again")}
        </Button>
    );
    const alert = error !== null && (
        <ErrorAlert title={_("The host could not be read")} error={error} actions={again} />
    );
    if (error !== null && (found === null || found.present.length === 0)) return alert;
    if (found === null && !readable) return null;
    if (found === null) {
        return (
            <section className="uyuni-card" aria-busy="true">
                <Skeleton height="12rem" screenreaderText={_("Loading")} />
            </section>
        );
    }
    if (found.present.length === 0) {
        return (
            <EmptyState
                className="uyuni-empty"
                headingLevel="h2"
                icon={CheckIcon}
                titleText={_("There is nothing to uninstall")}
            >
                <EmptyStateBody>{_("Nothing of Uyuni is left on this host.")}</EmptyStateBody>
            </EmptyState>
        );
    }
    const one = Array.isArray(asked) ? undefined : asked;
    return (
        <>
            {alert}
            {found.inventory.volumesUnread !== undefined && (
                <Notice
                    variant="warning"
                    title={_("The volumes could not be read: none of them is removed")}
                    actions={again}
                >
                    <p className="uyuni-machine-text">{visible(found.inventory.volumesUnread)}</p>
                </Notice>
            )}
            <Form
                key={one ?? ""}
                found={found}
                read={read}
                measure={measure}
                first={firstOf(one, operation, draft)}
                onDraft={onDraft}
            />
        </>
    );
}

const KINDS: readonly RowKind[] = ["unit", "container", "file", "volume", "image", "network", "secret"];

interface FormProps {
    found: Survey;
    read: SurveyReading["read"];
    measure: SurveyReading["measure"];
    first: First;
    onDraft: (draft: Draft) => void;
}

function Form({ found, read, measure, first, onDraft }: FormProps) {
    const uninstall = useUninstall(found, read, first);
    const { planned, scope, choices } = uninstall;
    const volumes = planned?.going.filter(({ kind }) => kind === "volume") ?? [];
    const exporting = useExport(found, read, uninstall, volumes, first.path, (operation) => {
        onDraft({ operation, choices });
    });
    const going = new Set(planned?.going ?? []);
    return (
        <>
            <ScopeCard found={found} scope={scope} onChange={uninstall.setScope} />
            {planned === null && (
                <p className="uyuni-quiet">
                    {_("Choose what is to be uninstalled. Nothing is done before you confirm it.")}
                </p>
            )}
            {scope.has("event-processor") && !scope.has("server") && <EventsNotice />}
            {planned !== null &&
                KINDS.map((kind) => (
                    <RowsCard
                        key={kind}
                        kind={kind}
                        rows={planned.rows.filter((row) => row.kind === kind)}
                        going={going}
                        onChange={uninstall.setGoing}
                        onMeasure={measure}
                    />
                ))}
            {planned !== null && planned.going.length === 0 && (
                <p>{_("Nothing of it is left to be removed; what is shown stays unless you choose it.")}</p>
            )}
            {planned !== null && planned.going.length > 0 && (
                <>
                    {volumes.length > 0 && <ExportCard uninstall={uninstall} volumes={exporting} />}
                    <DryRun
                        plan={planned.plan}
                        note={_(
                            "Nothing has been changed so far. A command that fails does not stop those after it, and nothing is undone: what is left can be uninstalled again.",
                        )}
                    />
                    <ConfirmCard uninstall={uninstall} planned={planned} />
                </>
            )}
        </>
    );
}
