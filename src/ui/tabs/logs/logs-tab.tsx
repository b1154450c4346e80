import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { clock } from "../../../host/clock.js";
import type { LogQuery } from "../../../host/host.js";
import { location, replaceLocation } from "../../../host/page.js";
import type { Access } from "../../../uyuni/host-state.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { useHostState } from "../../host-context.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { useRow } from "../../service-state.js";
import { _ } from "../../translate.js";
import { LogActions } from "./log-actions.js";
import { LogFilterBar } from "./log-filter-bar.js";
import { filtersOf, optionsOf, queryOf, type LogFilters } from "./log-filters.js";
import { LogReach } from "./log-reach.js";
import { LogView } from "./log-view.js";
import { useLog } from "./use-log.js";
import "./logs.css";

/** Names of the options in the address that are this tab's. */
const OWN = ["prio", "text", "last", "since", "until"];

function setFilters(filters: LogFilters): void {
    const { path, options } = location.getState();
    const others = Object.entries(options).filter(([name]) => !OWN.includes(name));
    replaceLocation(path, { ...Object.fromEntries(others), ...optionsOf(filters) });
}

/** Everything that the journal has of a service and its container. */
export default function LogsTab({ service, unit }: ServiceTabProps) {
    const { container } = useRow(service, unit);
    const access = useHostState((state) => state.access);
    const options = useStore(location, (place) => place.options);
    const filters = useMemo(() => filtersOf(options), [options]);
    // What "the last hour" counts from: by the host's clock, as the journal's times are, also when that is read late.
    const [looked, setLooked] = useState(() => Date.now());
    const now = useStore(clock, ({ offset }) => looked + offset);
    const query = useMemo(() => queryOf(filters, unit, container, now), [filters, unit, container, now]);
    return (
        <section className="uyuni-card uyuni-log-card" aria-label={_("Logs")}>
            <LogFilterBar
                filters={filters}
                onChange={(next) => {
                    setLooked(Date.now());
                    setFilters(next);
                }}
            />
            {access === "pending" ? (
                <Skeleton height="8rem" screenreaderText={_("Loading")} />
            ) : (
                // Another query, and another right to read, begin anew.
                <LogOf
                    key={JSON.stringify([query, access])}
                    query={query}
                    access={access}
                    filters={filters}
                />
            )}
        </section>
    );
}

interface LogOfProps {
    query: LogQuery;
    access: Access;
    filters: LogFilters;
}

function LogOf({ query, access, filters }: LogOfProps) {
    const [paused, setPaused] = useState(false);
    const log = useLog(query, paused);
    const { content, loading, loadingOlder, more, problem } = log;
    const older = more && !content.dropped;
    return (
        <>
            <LogActions
                query={query}
                filters={filters}
                log={log}
                older={older}
                paused={paused}
                onPause={setPaused}
            />
            {problem !== null && <ErrorAlert title={_("The journal cannot be read")} error={problem} />}
            {loading && <Skeleton width="60%" screenreaderText={_("Loading")} />}
            {!loading && content.entries === 0 && problem === null && (
                <p className="uyuni-quiet">{emptyText(access, query)}</p>
            )}
            <LogView
                content={content}
                label={_("Log of the service")}
                container={query.container ?? ""}
                onLayout={log.setLayout}
                onTop={() => {
                    if (older && !loadingOlder) log.loadOlder();
                }}
            />
            <LogReach query={query} content={content} more={more} />
        </>
    );
}

function emptyText(access: Access, { priority, text, since, until }: LogQuery): string {
    if (access !== "administrative")
        return _("The journal shows no lines of it to this session: needs administrative access.");
    return priority !== undefined || text !== undefined || since !== undefined || until !== undefined
        ? _("No line of the journal fits.")
        : _("The journal has no lines of it.");
}
