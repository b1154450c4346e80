import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { useState } from "react";
import { settingsOf, type SettingName } from "../../uyuni/service-files.js";
import type { Service } from "../../uyuni/services.js";
import { TextField } from "../set-up/field.js";
import type { FieldsProps } from "../set-up/fields-props.js";
import { _ } from "../translate.js";
import type { ServiceForm } from "./form.js";

type ServiceFieldsProps = FieldsProps<ServiceForm> & { service: Service };

/** Whether the service's files name a setting. */
export function hasSetting(service: Service, name: SettingName): boolean {
    return settingsOf(service).includes(name);
}

/** What is this service's own. */
export function OwnFields({ service, form, problems, onChange }: ServiceFieldsProps) {
    return (
        <fieldset className="uyuni-fields">
            <legend>{_("Service")}</legend>
            {hasSetting(service, "fqdn") && (
                <TextField
                    label={_("Full host name of the server")}
                    value={form.fqdn}
                    problem={problems["fqdn"]}
                    onChange={(fqdn) => {
                        onChange({ ...form, fqdn });
                    }}
                >
                    {_(
                        "The name by which clients reach the Uyuni server: boot files are fetched from there.",
                    )}
                </TextField>
            )}
            {hasSetting(service, "timezone") && (
                <TextField
                    label={_("Time zone")}
                    value={form.timezone}
                    problem={problems["timezone"]}
                    onChange={(timezone) => {
                        onChange({ ...form, timezone });
                    }}
                >
                    {_("A name such as Europe/Berlin, as in the host's own settings.")}
                </TextField>
            )}
            <ReplicasField service={service} form={form} problems={problems} onChange={onChange} />
        </fieldset>
    );
}

function ReplicasField({ service, form, problems, onChange }: ServiceFieldsProps) {
    if (service.replicas.max === 1) {
        return (
            <Checkbox
                id="run-service"
                label={_("Start it, now and whenever the host boots")}
                isChecked={form.replicas === "1"}
                onChange={(_event, checked) => {
                    onChange({ ...form, replicas: checked ? "1" : "0" });
                }}
            />
        );
    }
    return (
        <TextField
            label={_("Instances")}
            value={form.replicas}
            inputMode="numeric"
            problem={problems["replicas"]}
            onChange={(replicas) => {
                onChange({ ...form, replicas });
            }}
        >
            {_("How many containers share the work. The number can be changed at any time.")}
        </TextField>
    );
}

/** What is seldom changed. */
export function WaitField({ form, problems, onChange }: FieldsProps<ServiceForm>) {
    const [opened, setOpened] = useState(false);
    return (
        <ExpandableSection
            toggleText={_("Advanced")}
            // What is wrong must not be hidden.
            isExpanded={opened || problems["healthSeconds"] !== undefined}
            isIndented
            onToggle={(_event, expanded) => {
                setOpened(expanded);
            }}
        >
            <TextField
                label={_("Watch the start for (seconds)")}
                value={form.healthSeconds}
                inputMode="numeric"
                problem={problems["healthSeconds"]}
                onChange={(healthSeconds) => {
                    onChange({ ...form, healthSeconds });
                }}
            >
                {_("If the service fails or is restarted in this time, everything is rolled back.")}
            </TextField>
        </ExpandableSection>
    );
}
