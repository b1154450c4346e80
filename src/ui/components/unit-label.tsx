import type { OverviewRow } from "../../uyuni/views.js";
import { _ } from "../translate.js";
import { unitWording, type Wording } from "../wording.js";
import { StateLabel } from "./state-label.js";

/** A row's state; a template's instance that was never loaded is stopped like any other. */
export function rowWording({ unitState, status }: Pick<OverviewRow, "unitState" | "status">): Wording {
    if (status === "not-set-up") return { word: _("Not set up"), tone: "off" };
    return unitState === null ? { word: _("Stopped"), tone: "off" } : unitWording(unitState);
}

/** A row's state as a label; read out when it changes. */
export function UnitLabel({ row }: { row: OverviewRow }) {
    return (
        <span role="status">
            <StateLabel {...rowWording(row)} />
        </span>
    );
}
