import { Switch } from "@patternfly/react-core/dist/esm/components/Switch";
import { useId } from "react";
import type { UnitState } from "../../uyuni/host-state.js";
import { ErrorAlert } from "../components/error-alert.js";
import { useAction } from "../components/use-action.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost } from "../host-context.js";
import { _ } from "../translate.js";
import { bootWording } from "../wording.js";

/** Whether the unit starts when the host boots; a switch where that can be chosen. */
export function BootSwitch({ unit }: { unit: UnitState }) {
    const host = useHost();
    const enabled = unit.unitFileState === "enabled";
    const change = useAction(() => host.setEnabled(unit.name, !enabled));
    const block = useChangeBlock();
    const reason = useId();
    if (!enabled && unit.unitFileState !== "disabled") return <>{bootWording(unit.unitFileState)}</>;
    return (
        <>
            <Switch
                label={_("Start when the host boots")}
                isChecked={change.running ? !enabled : enabled}
                isDisabled={block !== null}
                aria-describedby={reason}
                onChange={change.run}
            />
            <div id={reason} className="uyuni-quiet">
                {block}
            </div>
            {change.error !== null && (
                <ErrorAlert
                    title={_("This could not be changed")}
                    error={change.error}
                    onClose={change.dismiss}
                />
            )}
        </>
    );
}
