import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { JournalReach } from "../../host/host.js";
import { readJournalReach } from "../../host/journal-export.js";
import { location } from "../../host/page.js";
import type { HistoryEntry } from "../../uyuni/history.js";
import type { Operation } from "../../uyuni/host-state.js";
import { isServiceId, serviceById } from "../../uyuni/names.js";
import { OPERATION_UNIT } from "../../uyuni/operation-record.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useHostState, useOperation } from "../host-context.js";
import { historyHref } from "../routes.js";
import { ReachText } from "../tabs/logs/log-reach.js";
import { _, translate } from "../translate.js";
import { HistoryItem } from "./history-item.js";
import { useHistory } from "./use-history.js";
import "./history.css";

/** Every operation that the journal remembers: who, when, what, with which result, and the way back to its image. */
export default function HistoryPage() {
    const access = useHostState((state) => state.access);
    return (
        <>
            <h1 className="uyuni-title">{_("History")}</h1>
            {access === "administrative" && <Operations />}
            {access === "limited" && (
                <Notice variant="info" title={_("The history needs administrative access")}>
                    {_("What operations did is in the host's journal, which only administrators may read.")}
                </Notice>
            )}
        </>
    );
}

function Operations() {
    const { history, error, older } = useHistory();
    const wanted = useStore(location, ({ options }) => options["service"]);
    const live = useOperation();
    if (history === null) {
        return error === null ? (
            <Skeleton height="12rem" screenreaderText={_("Reading the journal")} />
        ) : (
            <ErrorAlert title={_("The history could not be read")} error={error} />
        );
    }
    const chosen = wanted !== undefined && isServiceId(wanted) ? wanted : null;
    const entries = history.entries.filter(
        ({ operation }) => chosen === null || servicesOf(operation).includes(chosen),
    );
    return (
        <>
            {error !== null && <ErrorAlert title={_("The history could not be read again")} error={error} />}
            <ServiceFilter entries={history.entries} chosen={chosen} />
            {entries.length === 0 ? (
                <p className="uyuni-quiet">{_("The journal has no operation of this module.")}</p>
            ) : (
                <ol className="uyuni-history" aria-label={_("Operations, the newest first")}>
                    {entries.map(({ operation, images, before }) => (
                        <HistoryItem
                            key={operation.id}
                            // The journal alone cannot tell one that runs from one that was cut off.
                            operation={live?.id === operation.id ? live : operation}
                            images={images}
                            before={before}
                        />
                    ))}
                </ol>
            )}
            {history.more && (
                <div>
                    <Button variant="link" isInline onClick={older}>
                        {_("Show older operations")}
                    </Button>
                </div>
            )}
            <Reach />
        </>
    );
}

/** Services that an operation is about. */
function servicesOf({ service, services = [] }: Operation): readonly string[] {
    return [service, ...services];
}

/** All services, and those on which there was an operation. */
function ServiceFilter({ entries, chosen }: { entries: readonly HistoryEntry[]; chosen: string | null }) {
    const found = new Set(entries.flatMap(({ operation }) => servicesOf(operation)));
    if (chosen !== null) found.add(chosen);
    const services = [...found].filter(isServiceId).map(serviceById);
    if (services.length === 0 || (services.length === 1 && chosen === null)) return null;
    return (
        <nav className="uyuni-tabs" aria-label={_("Services")}>
            <a href={historyHref()} aria-current={chosen === null ? "page" : undefined}>
                {_("All services")}
            </a>
            {services.map(({ id, title }) => (
                <a key={id} href={historyHref(id)} aria-current={chosen === id ? "page" : undefined}>
                    {translate(title)}
                </a>
            ))}
        </nav>
    );
}

/** How far back all this reaches: nothing else remembers operations. */
function Reach() {
    const [reach, setReach] = useState<JournalReach | null>(null);
    useEffect(() => {
        let current = true;
        readJournalReach({ unit: OPERATION_UNIT }).then(
            (found) => {
                if (current) setReach(found);
            },
            (reason: unknown) => {
                console.warn("How far back the journal goes could not be read", reason);
            },
        );
        return () => {
            current = false;
        };
    }, []);
    return <div className="uyuni-quiet">{reach !== null && <ReachText reach={reach} />}</div>;
}
