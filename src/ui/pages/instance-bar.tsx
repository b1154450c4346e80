import { useStore } from "zustand";
import { location } from "../../host/page.js";
import { instanceOfUnit } from "../../uyuni/names.js";
import type { Service } from "../../uyuni/services.js";
import { StateText } from "../components/tone-icon.js";
import { rowWording } from "../components/unit-label.js";
import { serviceHref } from "../routes.js";
import { useRow } from "../service-state.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";

interface InstanceBarProps {
    service: Service;
    units: readonly string[];
    /** The one whose facts the page shows. */
    shown: string;
}

/** Which of several instances the page shows; Start, Stop and Restart are for all of them. */
export function InstanceBar({ service, units, shown }: InstanceBarProps) {
    return (
        <nav className="uyuni-tabs" aria-label={_("Instances")}>
            {units.map((unit) => (
                <InstanceLink key={unit} service={service} unit={unit} isShown={unit === shown} />
            ))}
        </nav>
    );
}

function InstanceLink({ service, unit, isShown }: { service: Service; unit: string; isShown: boolean }) {
    const row = useRow(service, unit);
    const tab = useStore(location, ({ options }) => options["tab"]);
    const instance = instanceOfUnit(service, unit)?.instance ?? "";
    const options = new URLSearchParams({ instance, ...(tab !== undefined && { tab }) });
    return (
        <a
            href={`${serviceHref(service.id)}?${options.toString()}`}
            aria-current={isShown ? "page" : undefined}
            className="uyuni-instance"
        >
            {format(_("Instance $0"), visibleLine(instance))}
            <StateText {...rowWording(row)} />
        </a>
    );
}
