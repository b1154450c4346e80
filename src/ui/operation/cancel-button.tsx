import { Suspense, useState } from "react";
import type { Operation } from "../../uyuni/host-state.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { part } from "../components/part.js";
import { useAction } from "../components/use-action.js";
import { useAccessBlock } from "../components/use-block.js";
import { useHost } from "../host-context.js";
import { _ } from "../translate.js";
import { cancelMeans } from "./progress.js";

const ConfirmDialog = part(() => import("../components/confirm-dialog.js"));

/** Ends a running operation: at once while nothing was changed, after a question when it has to roll back. */
export function CancelButton({ operation }: { operation: Operation }) {
    const host = useHost();
    const cancel = useAction(() => host.cancelOperation());
    const blocked = useAccessBlock();
    const [asking, setAsking] = useState(false);
    const means = cancelMeans(operation);

    if (operation.phase !== "running") return null;
    if (means === "impossible" && !operation.cancelled) return null;
    const busy = cancel.running || operation.cancelled ? _("Cancelling") : undefined;
    return (
        <>
            {cancel.error !== null && (
                <ErrorAlert
                    title={_("It could not be cancelled")}
                    error={cancel.error}
                    onClose={cancel.dismiss}
                />
            )}
            <ActionButton
                variant="secondary"
                isDanger={means === "roll-back"}
                blocked={blocked}
                busy={busy}
                onClick={() => {
                    if (means === "roll-back") setAsking(true);
                    else cancel.run();
                }}
            >
                {means === "roll-back" ? _("Cancel and roll back") : _("Cancel")}
            </ActionButton>
            {asking && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={_("Cancel and roll back?")}
                        action={_("Cancel and roll back")}
                        keep={_("Let it go on")}
                        onConfirm={cancel.run}
                        onClose={() => {
                            setAsking(false);
                        }}
                    >
                        {_(
                            "Changes have been made already. They are undone, so that the host is as it was before; this takes a moment.",
                        )}
                    </ConfirmDialog>
                </Suspense>
            )}
        </>
    );
}
