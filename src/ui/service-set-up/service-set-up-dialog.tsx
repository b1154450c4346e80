import { useMemo } from "react";
import type { Service } from "../../uyuni/services.js";
import { DatabaseFields } from "../set-up/database-fields.js";
import { ImageFields } from "../set-up/image-fields.js";
import { SettingsForm } from "../set-up/settings-form.js";
import { SetUpFrame, type SettingsProps, type SetUpDialogProps } from "../set-up/set-up-frame.js";
import { _, format, translate } from "../translate.js";
import { serviceKind, type ServiceForm } from "./form.js";
import { hasSetting, OwnFields, WaitField } from "./service-fields.js";

/** Setting up an optional service, as mgradm does. */
export default function ServiceSetUpDialog({ service, ...props }: SetUpDialogProps & { service: Service }) {
    const { kind, Settings } = useMemo(
        () => ({ kind: serviceKind(service), Settings: settingsFor(service) }),
        [service],
    );
    return (
        <SetUpFrame
            {...props}
            title={format(_("Set up $0"), translate(service.title))}
            kind={kind}
            Settings={Settings}
        />
    );
}

function settingsFor(service: Service) {
    return function Settings({ source, onSubmit, ...fields }: SettingsProps<ServiceForm>) {
        return (
            <SettingsForm onSubmit={onSubmit}>
                <ImageFields {...fields} service={service} />
                {hasSetting(service, "databaseHost") && <DatabaseFields {...fields} source={source} />}
                <OwnFields {...fields} service={service} />
                <WaitField {...fields} />
            </SettingsForm>
        );
    };
}
