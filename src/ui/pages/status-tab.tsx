import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Suspense } from "react";
import type { JournalQuery } from "../../host/host.js";
import { isTemplate } from "../../uyuni/names.js";
import { part } from "../components/part.js";
import { useContainer, useRow } from "../service-state.js";
import { _ } from "../translate.js";
import { ConnectionsCard } from "./connections-card.js";
import { ContainerCard } from "./container-card.js";
import { DependenciesCard } from "./dependencies-card.js";
import { ImageCard } from "./image-card.js";
import { ServiceCard } from "./service-card.js";
import type { ServiceTabProps } from "./service-tab-props.js";
import { logId } from "./unit-actions.js";

const ReplicasCard = part(() => import("../replicas/replicas-card.js"));
const JournalPanel = part(() => import("../components/journal-panel.js"));
const EventsCard = part(() => import("../events/events-card.js"));

/** Lines of the journal that are shown at first. */
const LINES = 100;

/** How the service is, and what it wrote last. */
export function StatusTab({ service, unit }: ServiceTabProps) {
    const row = useRow(service, unit);
    const container = useContainer(row);
    const query: JournalQuery = { unit, container: row.container, lines: LINES };
    return (
        <div className="uyuni-stack">
            {service.replicas.kind === "fixed" && (
                <Suspense fallback={<Skeleton height="12rem" screenreaderText={_("Loading")} />}>
                    <EventsCard row={row} />
                </Suspense>
            )}
            {service.replicas.kind === "optional" && isTemplate(service) && (
                <Suspense fallback={<Skeleton height="6rem" screenreaderText={_("Loading")} />}>
                    <ReplicasCard service={service} />
                </Suspense>
            )}
            <div className="uyuni-columns">
                <ServiceCard row={row} />
                <ContainerCard row={row} container={container} />
                <ImageCard row={row} container={container} />
                <ConnectionsCard row={row} container={container} />
                <DependenciesCard service={service} />
            </div>
            <section className="uyuni-card" aria-labelledby={logId}>
                <h2 id={logId} tabIndex={-1} className="uyuni-card-title uyuni-card-header">
                    {_("Log")}
                </h2>
                <Suspense fallback={<Skeleton height="8rem" screenreaderText={_("Loading")} />}>
                    <JournalPanel query={query} label={_("Log of the service")} />
                </Suspense>
            </section>
        </div>
    );
}
