import { environmentFromAssignments } from "../../uyuni/environment.js";
import { unitFilePath } from "../../uyuni/names.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { ActionButton } from "../components/action-button.js";
import { Copyable } from "../components/copyable.js";
import { Fact, FactsCard } from "../components/facts.js";
import { Since } from "../components/since.js";
import { StateText } from "../components/tone-icon.js";
import { rowWording } from "../components/unit-label.js";
import { useChangeBlock } from "../components/use-block.js";
import { inDebugMode } from "../../uyuni/present-settings.js";
import { count } from "../time.js";
import { _ } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { failureWording } from "../wording.js";
import { BootSwitch } from "./boot-switch.js";
import { openSetUp } from "./set-up-entry.js";

/** What systemd tells of the unit. */
export function ServiceCard({ row }: { row: OverviewRow }) {
    const { service, unitState: unit } = row;
    const failure = unit === null ? null : failureWording(unit);
    return (
        <FactsCard title={_("Service")}>
            <Fact name={_("State")}>
                <StateText {...rowWording(row)} />
                {row.since > 0 && (
                    <span className="uyuni-aside uyuni-quiet">
                        <Since time={row.since} />
                    </span>
                )}
                {failure !== null && <div>{failure}</div>}
            </Fact>
            {service.replicas.kind === "fixed" && (
                <Fact name={_("Replicas")}>
                    {_("1 (fixed)")}
                    <div className="uyuni-quiet">
                        {_(
                            "The order of Salt's events is guaranteed only inside one process, so there is exactly one and the number cannot be changed.",
                        )}
                    </div>
                </Fact>
            )}
            {service.files?.debug !== undefined && <DebugFact row={row} />}
            {row.instance !== null && <Fact name={_("Instance")}>{visibleLine(row.instance)}</Fact>}
            <Fact name={_("At boot")}>
                {unit === null ? _("Does not start when the host boots") : <BootSwitch unit={unit} />}
            </Fact>
            <Fact name={_("Automatic restarts")}>
                {count(unit?.restarts ?? 0)}
                <span className="uyuni-aside uyuni-quiet">{_("since it was last started by hand")}</span>
            </Fact>
            <Fact name={_("Main process")}>
                {unit === null || unit.mainPid === 0 ? (
                    <span className="uyuni-quiet">{_("None")}</span>
                ) : (
                    <code className="uyuni-value">{String(unit.mainPid)}</code>
                )}
            </Fact>
            <Fact name={_("Unit")}>
                <Copyable text={row.unit} what={_("unit name")} />
            </Fact>
            <Fact name={_("Unit file")}>
                <Copyable
                    text={
                        unit === null || unit.fragmentPath === "" ? unitFilePath(service) : unit.fragmentPath
                    }
                    what={_("path of the unit file")}
                />
            </Fact>
            {unit !== null && unit.dropInPaths.length > 0 && (
                <Fact name={_("Drop-in files")}>
                    <ul>
                        {unit.dropInPaths.map((path) => (
                            <li key={path}>
                                <Copyable text={path} what={_("path of the drop-in file")} />
                            </li>
                        ))}
                    </ul>
                </Fact>
            )}
        </FactsCard>
    );
}

function DebugFact({ row: { service, unitState } }: { row: OverviewRow }) {
    const blocked = useChangeBlock();
    const isOn = inDebugMode(service, environmentFromAssignments(unitState?.environment ?? []));
    return (
        <Fact name={_("Debug mode")}>
            {isOn ? <StateText word={_("On, port 8004 of 127.0.0.1")} tone="warning" /> : _("Off")}{" "}
            <ActionButton
                variant="link"
                blocked={blocked}
                onClick={() => {
                    openSetUp(service, { debug: isOn ? "0" : "1" });
                }}
            >
                {isOn ? _("Turn off") : _("Turn on")}
            </ActionButton>
        </Fact>
    );
}
