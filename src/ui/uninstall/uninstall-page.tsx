import { EmptyState, EmptyStateBody } from "@patternfly/react-core/dist/esm/components/EmptyState";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import CheckIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-check-icon";
import { useStore } from "zustand";
import { location } from "../../host/page.js";
import type { Operation } from "../../uyuni/host-state.js";
import { isServiceId, unitName, serviceById } from "../../uyuni/names.js";
import { isForward } from "../../uyuni/plan.js";
import type { ServiceId } from "../../uyuni/services.js";
import type { RowKind } from "../../uyuni/uninstall/row.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { ErrorAlert } from "../components/error-alert.js";
import { useHostState, useOperation } from "../host-context.js";
import OperationView from "../operation/operation-view.js";
import { isRunning } from "../operation/progress.js";
import { PodmanNotice } from "../pages/podman-notice.js";
import { _ } from "../translate.js";
import { ConfirmCard } from "./confirm-card.js";
import { DryRun } from "./dry-run.js";
import { EventsNotice } from "./events-notice.js";
import { ReportCard } from "./report-card.js";
import { RowsCard } from "./rows-card.js";
import { ScopeCard } from "./scope-card.js";
import { useSurvey, type SurveyReading } from "./use-survey.js";
import { useUninstall } from "./use-uninstall.js";
import "../set-up/set-up.css";
import "./uninstall.css";

/** Taking services away: what goes and what stays, the commands, and what came of it. */
export default function UninstallPage() {
    const last = useOperation();
    const operation = last !== null && isForward(last.kind) ? last : null;
    const busy = last !== null && isRunning(last);
    const reading = useSurvey(busy);
    return (
        <>
            <h1 className="uyuni-title">{_("Uninstall")}</h1>
            {operation !== null && <LastUninstall key={operation.id} operation={operation} />}
            <PodmanNotice />
            {!busy && <Choice reading={reading} operation={operation} />}
        </>
    );
}

function LastUninstall({ operation }: { operation: Operation }) {
    const server = serviceById("server");
    return (
        <>
            <OperationView operation={operation} unit={unitName(server)} container={server.container} />
            {!isRunning(operation) && <ReportCard operation={operation} />}
        </>
    );
}

function Choice({ reading, operation }: { reading: SurveyReading; operation: Operation | null }) {
    const readable = useHostState(({ podman }) => podman.state !== "unknown");
    const asked = useStore(location, ({ options }) => options["service"]);
    const { found, error, read } = reading;
    if (error !== null) return <ErrorAlert title={_("The host could not be read")} error={error} />;
    if (!readable) return null;
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
    return <Form key={asked ?? ""} found={found} read={read} first={firstScope(asked, operation)} />;
}

/** What the address asks for; after an uninstall that was cut off, what that one was about. */
function firstScope(asked: string | undefined, operation: Operation | null): readonly ServiceId[] {
    if (asked !== undefined) return isServiceId(asked) ? [asked] : [];
    const unfinished = operation?.phase === "cut-off" || operation?.phase === "incomplete";
    return unfinished ? (operation.services ?? []).filter(isServiceId) : [];
}

const KINDS: readonly RowKind[] = ["unit", "container", "file", "volume", "image", "network", "secret"];

interface FormProps {
    found: Survey;
    read: SurveyReading["read"];
    first: readonly ServiceId[];
}

function Form({ found, read, first }: FormProps) {
    const uninstall = useUninstall(found, read, first);
    const { planned, scope } = uninstall;
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
                    />
                ))}
            {planned !== null && planned.going.length === 0 && (
                <p>{_("Nothing of it is left to be removed; what is shown stays unless you choose it.")}</p>
            )}
            {planned !== null && planned.going.length > 0 && (
                <>
                    <DryRun plan={planned.plan} />
                    <ConfirmCard uninstall={uninstall} planned={planned} />
                </>
            )}
        </>
    );
}
