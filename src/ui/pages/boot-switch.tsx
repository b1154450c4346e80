import { Switch } from "@patternfly/react-core/dist/esm/components/Switch";
import { useId, useRef, useState } from "react";
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
    const [shown, setShown] = useState(enabled);
    const wanted = useRef(enabled);
    const change = useAction(async () => {
        // Whoever thinks again meanwhile is heard.
        for (let done: boolean | null = null; done !== wanted.current;) {
            done = wanted.current;
            await host.setEnabled(unit.name, done);
        }
    });
    const block = useChangeBlock();
    const reason = useId();
    if (!enabled && unit.unitFileState !== "disabled") return <>{bootWording(unit.unitFileState)}</>;
    return (
        <>
            <Switch
                label={_("Start when the host boots")}
                isChecked={change.running ? shown : enabled}
                isDisabled={block !== null}
                aria-describedby={reason}
                onChange={(_event, checked) => {
                    wanted.current = checked;
                    setShown(checked);
                    change.run();
                }}
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
