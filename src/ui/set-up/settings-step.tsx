import { eventProcessor } from "../../uyuni/event-processor.js";
import { AdvancedFields } from "./advanced-fields.js";
import { DatabaseFields } from "./database-fields.js";
import type { Form } from "./form.js";
import { ImageFields } from "./image-fields.js";
import { SettingsForm } from "./settings-form.js";
import type { SettingsProps } from "./set-up-frame.js";

/** How the event processor is to be set up. */
export function SettingsStep({ source, onSubmit, ...fields }: SettingsProps<Form>) {
    return (
        <SettingsForm onSubmit={onSubmit}>
            <ImageFields {...fields} service={eventProcessor} />
            <DatabaseFields {...fields} source={source} />
            <AdvancedFields {...fields} />
        </SettingsForm>
    );
}
