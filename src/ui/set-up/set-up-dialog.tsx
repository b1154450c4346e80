import type { Service } from "../../uyuni/services.js";
import { _, format, translate } from "../translate.js";
import { processorKind } from "./form.js";
import { SettingsStep } from "./settings-step.js";
import { SetUpFrame, type SetUpDialogProps } from "./set-up-frame.js";

/** Setting up the event processor. */
export default function SetUpDialog({ service, ...props }: SetUpDialogProps & { service: Service }) {
    return (
        <SetUpFrame
            {...props}
            title={format(_("Set up the $0"), translate(service.title))}
            kind={processorKind}
            Settings={SettingsStep}
        />
    );
}
