import { Form as PatternFlyForm } from "@patternfly/react-core/dist/esm/components/Form";
import type { ReactNode } from "react";

/** The fields of a set-up: checked while they are filled, and never acted on. Enter goes on. */
export function SettingsForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
    return (
        <PatternFlyForm
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                onSubmit();
            }}
        >
            {children}
        </PatternFlyForm>
    );
}
