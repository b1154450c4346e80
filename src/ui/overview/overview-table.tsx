import { Switch } from "@patternfly/react-core/dist/esm/components/Switch";
import { Suspense } from "react";
import { useShallow } from "zustand/react/shallow";
import { overviewRows } from "../../uyuni/views.js";
import { useHostState } from "../host-context.js";
import { Phrase } from "../components/phrase.js";
import { Since } from "../components/since.js";
import { CheckImages } from "../registry/parts.js";
import { OverviewAbsent } from "./overview-absent.js";
import { OverviewRow, OverviewSkeleton } from "./overview-row.js";
import { _ } from "../translate.js";
import { useLive } from "./use-live.js";
import { useUsage, type UsageReading } from "./use-usage.js";

/** Every service, one a row. */
export function OverviewTable({ loading }: { loading: boolean }) {
    const [live, setLive] = useLive();
    const reading = useUsage(live);
    const canMeasure = useHostState(({ podman }) => podman.state === "known");
    return (
        <section className="uyuni-card" aria-label={_("Services")} aria-busy={loading}>
            <table className="uyuni-table">
                <thead>
                    <tr>
                        <th scope="col">{_("Service")}</th>
                        <th scope="col">{_("State")}</th>
                        <th scope="col">{_("Health")}</th>
                        <th scope="col">{_("Image")}</th>
                        <th scope="col">{_("Tag")}</th>
                        <th scope="col">{_("Restarts")}</th>
                        <th scope="col">{_("CPU")}</th>
                        <th scope="col">{_("Memory")}</th>
                    </tr>
                </thead>
                <tbody>{loading ? <OverviewSkeleton /> : <Rows reading={reading} />}</tbody>
            </table>
            <div className="uyuni-table-foot uyuni-foot">
                {!loading && <OverviewAbsent />}
                {canMeasure && (
                    <Suspense fallback={null}>
                        <CheckImages />
                    </Suspense>
                )}
                {canMeasure && !live && reading.time > 0 && (
                    <span className="uyuni-quiet">
                        <Phrase
                            text={_("CPU and memory were measured $0")}
                            values={[<Since key="time" time={reading.time} />]}
                        />
                    </span>
                )}
                {canMeasure && (
                    <Switch
                        label={_("Follow CPU and memory")}
                        isChecked={live}
                        onChange={(_event, checked) => {
                            setLive(checked);
                        }}
                    />
                )}
            </div>
        </section>
    );
}

/** What this module sets up has a row even before; the rest is only named below the table. */
function Rows({ reading }: { reading: UsageReading }) {
    const units = useHostState(
        useShallow((state) => {
            const rows = overviewRows(state);
            if (rows.state !== "known") return [];
            return rows.value
                .filter(
                    ({ status, service }) => status !== "not-set-up" || service.writtenBy === "cockpit-uyuni",
                )
                .map(({ unit }) => unit);
        }),
    );
    return units.map((unit) => <OverviewRow key={unit} unit={unit} reading={reading} />);
}
