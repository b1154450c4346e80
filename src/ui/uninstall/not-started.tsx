import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { _ } from "../translate.js";

interface NotStartedProps {
    notice: "changed" | "busy" | null;
    error: unknown;
}

/** Why an operation was not started. */
export function NotStarted({ notice, error }: NotStartedProps) {
    return (
        <>
            {notice === "changed" && (
                <Notice variant="warning" title={_("The host has changed since; look at the new plan")} />
            )}
            {notice === "busy" && (
                <Notice variant="warning" title={_("Another operation is running")}>
                    {_("Wait until it has ended.")}
                </Notice>
            )}
            {error !== null && <ErrorAlert title={_("It could not be started")} error={error} />}
        </>
    );
}
