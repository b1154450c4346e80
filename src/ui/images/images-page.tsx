import { EmptyState, EmptyStateBody } from "@patternfly/react-core/dist/esm/components/EmptyState";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import CheckIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-check-icon";
import type { HistoryEntry } from "../../uyuni/history.js";
import type { Operation } from "../../uyuni/host-state.js";
import { serviceById, unitName } from "../../uyuni/names.js";
import { IMAGES_PAGE } from "../../uyuni/plan.js";
import { survey, type Survey } from "../../uyuni/uninstall/survey.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useHistory } from "../history/use-history.js";
import { useHostState, useOperation } from "../host-context.js";
import OperationView from "../operation/operation-view.js";
import { isRunning } from "../operation/progress.js";
import { PodmanNotice } from "../pages/podman-notice.js";
import { _ } from "../translate.js";
import { DryRun } from "../uninstall/dry-run.js";
import { ReportCard } from "../uninstall/report-card.js";
import { useInventory } from "../uninstall/use-inventory.js";
import { CleanUpCard } from "./clean-up-card.js";
import { ImagesCard } from "./images-card.js";
import { useCleanUp } from "./use-clean-up.js";
import "../set-up/set-up.css";
import "../uninstall/uninstall.css";
import "./images.css";

/** Uyuni's images on this host: what each is there for, what it takes up, and removing those that nothing needs. */
export default function ImagesPage() {
    const access = useHostState((state) => state.access);
    return (
        <>
            <h1 className="uyuni-title">{_("Images")}</h1>
            {access === "administrative" && <Images />}
            {access === "limited" && (
                <Notice variant="info" title={_("The images need administrative access")}>
                    {_("The images that services run from belong to root, and only root may see them.")}
                </Notice>
            )}
        </>
    );
}

function Images() {
    const last = useOperation();
    const operation = last?.service === IMAGES_PAGE ? last : null;
    const busy = last !== null && isRunning(last);
    const { inventory, error, read } = useInventory(busy);
    const { history, error: historyError } = useHistory();
    const state = useHostState((all) => all);
    const readable = state.podman.state !== "unknown";
    const ready = inventory !== null && (history !== null || historyError !== null);
    return (
        <>
            {operation !== null && <LastCleanUp key={operation.id} operation={operation} />}
            <PodmanNotice />
            {error !== null && <ErrorAlert title={_("The host could not be read")} error={error} />}
            {historyError !== null && (
                <ErrorAlert
                    title={_("Which images ran before could not be read: the newest ones are kept")}
                    error={historyError}
                />
            )}
            {readable && ready && !busy && (
                <Form found={survey(state, inventory)} entries={history?.entries ?? []} read={read} />
            )}
            {readable && !ready && !busy && error === null && (
                <section className="uyuni-card" aria-busy="true">
                    <Skeleton height="12rem" screenreaderText={_("Loading")} />
                </section>
            )}
        </>
    );
}

function LastCleanUp({ operation }: { operation: Operation }) {
    const server = serviceById("server");
    return (
        <>
            <OperationView operation={operation} unit={unitName(server)} container={server.container} />
            {!isRunning(operation) && (
                <ReportCard
                    operation={operation}
                    again={_(
                        "To finish: mend what the text names, and clean up again. Only what is left is done then.",
                    )}
                />
            )}
        </>
    );
}

interface FormProps {
    found: Survey;
    entries: readonly HistoryEntry[];
    read: () => Promise<Survey | null>;
}

function Form({ found, entries, read }: FormProps) {
    const cleanUp = useCleanUp(found, entries, read);
    const { rows, plan } = cleanUp;
    if (rows.length === 0) {
        return (
            <EmptyState
                className="uyuni-empty"
                headingLevel="h2"
                icon={CheckIcon}
                titleText={_("There is no image of Uyuni on this host")}
            >
                <EmptyStateBody>{_("There is nothing to clean up.")}</EmptyStateBody>
            </EmptyState>
        );
    }
    return (
        <>
            <ImagesCard found={found} cleanUp={cleanUp} />
            {plan === null && cleanUp.notice === "changed" && (
                <Notice variant="warning" title={_("The host has changed since: nothing was removed")} />
            )}
            {plan !== null && (
                <>
                    <DryRun
                        plan={plan}
                        note={_(
                            "Nothing has been changed so far. A command that fails does not stop those after it, and nothing is undone: an image that is needed again is pulled again.",
                        )}
                    />
                    <CleanUpCard cleanUp={cleanUp} plan={plan} />
                </>
            )}
        </>
    );
}
