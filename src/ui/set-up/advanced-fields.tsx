import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { useState } from "react";
import { _ } from "../translate.js";
import { TextField } from "./field.js";
import type { FieldsProps } from "./fields-props.js";
import type { Form } from "./form.js";

/** What is seldom changed. */
export function AdvancedFields({ form, problems, onChange }: FieldsProps<Form>) {
    const [opened, setOpened] = useState(false);
    // What is wrong, or is a risk, must not be hidden.
    const open = opened || problems["healthSeconds"] !== undefined || form.debug;
    return (
        <ExpandableSection
            toggleText={_("Advanced")}
            isExpanded={open}
            isIndented
            onToggle={(_event, expanded) => {
                setOpened(expanded);
            }}
        >
            <div className="uyuni-fields">
                <TextField
                    label={_("Give up waiting for health after (seconds)")}
                    value={form.healthSeconds}
                    inputMode="numeric"
                    problem={problems["healthSeconds"]}
                    onChange={(healthSeconds) => {
                        onChange({ ...form, healthSeconds });
                    }}
                >
                    {_("If the container is not healthy by then, everything is rolled back.")}
                </TextField>
                <Checkbox
                    id="enable-at-boot"
                    label={_("Start when the host boots")}
                    isChecked={form.enable}
                    onChange={(_event, enable) => {
                        onChange({ ...form, enable });
                    }}
                />
                <Checkbox
                    id="debug-port"
                    label={_("Debug port for developers (JDWP)")}
                    description={_(
                        "The Java process listens for a debugger, published as 127.0.0.1:8004 of this host. Whoever reaches the port can run any code in it, without a password: everybody on this host, and every container in the same network.",
                    )}
                    isChecked={form.debug}
                    onChange={(_event, debug) => {
                        onChange({ ...form, debug });
                    }}
                />
            </div>
        </ExpandableSection>
    );
}
