import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Fragment, Suspense } from "react";
import type { ContainerState, Known } from "../../uyuni/host-state.js";
import { serviceOfUnit } from "../../uyuni/names.js";
import type { Service } from "../../uyuni/services.js";
import type { OverviewRow as Row } from "../../uyuni/views.js";
import { KnownText } from "../components/known-text.js";
import { part } from "../components/part.js";
import { Since } from "../components/since.js";
import { StateText } from "../components/tone-icon.js";
import { UnitLabel } from "../components/unit-label.js";
import { ImageRemarks } from "../registry/parts.js";
import { remarkWording } from "./remarks.js";
import { UsageCells } from "./usage-cells.js";
import { useRemarks } from "./use-remarks.js";
import type { UsageReading } from "./use-usage.js";
import { serviceHref } from "../routes.js";
import { useContainer, useRow } from "../service-state.js";
import { count } from "../time.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { failureWording, healthWording } from "../wording.js";
import { splitImage } from "../pages/split-image.js";

const EventsCell = part(() => import("../events/events-cell.js"));

/** One instance of a service. */
export function OverviewRow({ unit, reading }: { unit: string; reading: UsageReading }) {
    const found = serviceOfUnit(unit);
    return found === null ? null : <InstanceRow service={found.service} unit={unit} reading={reading} />;
}

/** The service's name; with the instance where that is not the first and only one. */
function rowTitle({ service, instance }: Row): string {
    const title = translate(service.title);
    return instance === null || instance === "0"
        ? title
        : format(_("$0, instance $1"), title, visibleLine(instance));
}

interface InstanceRowProps {
    service: Service;
    unit: string;
    reading: UsageReading;
}

function InstanceRow({ service, unit, reading }: InstanceRowProps) {
    const row = useRow(service, unit);
    const container = useContainer(row);
    const failure = row.unitState === null ? null : failureWording(row.unitState);
    return (
        <tr>
            <th scope="row">
                <a href={serviceHref(service.id)}>{rowTitle(row)}</a>
            </th>
            <td data-label={_("State")}>
                <div>
                    <UnitLabel row={row} />
                    {row.since > 0 && (
                        <span className="uyuni-table-since uyuni-quiet">
                            <Since time={row.since} />
                        </span>
                    )}
                    {failure !== null && <div className="uyuni-quiet">{failure}</div>}
                    <Remarks row={row} />
                    <Suspense fallback={null}>
                        <ImageRemarks row={row} />
                    </Suspense>
                </div>
            </td>
            {row.status !== "not-set-up" && (
                <>
                    <td data-label={_("Health")}>
                        <Health container={container} />
                        {service.replicas.kind === "fixed" && (
                            <Suspense fallback={null}>
                                <EventsCell />
                            </Suspense>
                        )}
                    </td>
                    <ImageCells row={row} container={container} />
                    <td data-label={_("Restarts")}>{count(row.unitState?.restarts ?? 0)}</td>
                    <UsageCells name={row.container} container={container} reading={reading} />
                </>
            )}
        </tr>
    );
}

function Remarks({ row }: { row: Row }) {
    const words = useRemarks(row).flatMap((remark) => remarkWording(remark) ?? []);
    return words.map((wording) => (
        <div key={wording.word}>
            <StateText {...wording} />
        </div>
    ));
}

function Health({ container }: { container: Known<ContainerState | null> }) {
    return (
        <KnownText of={container} short>
            {(value) =>
                value === null ? (
                    <span className="uyuni-quiet">{_("No container")}</span>
                ) : (
                    <StateText {...healthWording(value.health)} />
                )
            }
        </KnownText>
    );
}

/** What runs; where nothing runs or podman does not tell, what the unit has configured. */
function ImageCells({ row, container }: { row: Row; container: Known<ContainerState | null> }) {
    const image = row.runningImage === "" ? row.configuredImage : row.runningImage;
    if (image === "") {
        return (
            <td data-label={_("Image")} colSpan={2}>
                <KnownText of={container} short>
                    {() => <span className="uyuni-quiet">{_("The unit names no image")}</span>}
                </KnownText>
            </td>
        );
    }
    const { name, tag } = splitImage(image);
    return (
        <>
            <td data-label={_("Image")}>
                <span className="uyuni-value">
                    {/* A line may end after a slash, rather than in the middle of a name. */}
                    {visibleLine(name)
                        .split(/(?<=\/)/)
                        .map((piece, index) => (
                            <Fragment key={index}>
                                {piece}
                                <wbr />
                            </Fragment>
                        ))}
                </span>
            </td>
            <td data-label={_("Tag")} className="uyuni-table-tag">
                <span className="uyuni-value">{visibleLine(tag)}</span>
            </td>
        </>
    );
}

export function OverviewSkeleton() {
    return (
        <tr>
            <td colSpan={8}>
                <Skeleton screenreaderText={_("Loading the services")} />
            </td>
        </tr>
    );
}
