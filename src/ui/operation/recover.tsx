import { Suspense, useState } from "react";
import type { Operation } from "../../uyuni/host-state.js";
import { planPutAway } from "../../uyuni/put-away.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { part } from "../components/part.js";
import { useAction } from "../components/use-action.js";
import { useAccessBlock } from "../components/use-block.js";
import { useHost } from "../host-context.js";
import { newId } from "../set-up/use-plan.js";
import { _ } from "../translate.js";

const ConfirmDialog = part(() => import("../components/confirm-dialog.js"));

interface RecoverProps {
    title: string;
    text: string;
    /** The verb on the button that runs the roll-back. */
    action: string;
    /** Whose roll-back failed, and may be given up. */
    givenUp?: Operation;
}

/** A roll-back that is still to be run, and what can be done about it. */
export function Recover({ title, text, action, givenUp }: RecoverProps) {
    const host = useHost();
    const recover = useAction(() => host.recover());
    const blocked = useAccessBlock();
    return (
        <>
            <Notice
                variant="danger"
                title={title}
                actions={
                    <>
                        <ActionButton
                            variant="primary"
                            blocked={blocked}
                            busy={recover.running ? _("Rolling back") : undefined}
                            onClick={recover.run}
                        >
                            {action}
                        </ActionButton>
                        {givenUp !== undefined && <GiveUp operation={givenUp} />}
                    </>
                }
            >
                {text}
            </Notice>
            {recover.error !== null && (
                <ErrorAlert
                    title={_("The roll-back could not be run")}
                    error={recover.error}
                    onClose={recover.dismiss}
                />
            )}
        </>
    );
}

/** For a roll-back that can never succeed: an operation of its own, so that the history has it. */
function GiveUp({ operation }: { operation: Operation }) {
    const host = useHost();
    // If another operation runs by then, that is what the page shows.
    const giveUp = useAction(() => host.run(planPutAway(operation, newId())));
    const blocked = useAccessBlock();
    const [asking, setAsking] = useState(false);
    return (
        <>
            <ActionButton
                variant="secondary"
                blocked={blocked}
                busy={giveUp.running ? _("Starting") : undefined}
                onClick={() => {
                    setAsking(true);
                }}
            >
                {_("Keep the host as it is")}
            </ActionButton>
            {giveUp.error !== null && (
                <ErrorAlert
                    title={_("The roll-back could not be given up")}
                    error={giveUp.error}
                    onClose={giveUp.dismiss}
                />
            )}
            {asking && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={_("Keep the host as it is?")}
                        action={_("Keep it as it is")}
                        onConfirm={giveUp.run}
                        onClose={() => {
                            setAsking(false);
                        }}
                    >
                        {_(
                            "The roll-back is given up: it can no longer be run again, and is not run at the next boot. What it has not undone stays, and the service may have to be set up anew.",
                        )}
                    </ConfirmDialog>
                </Suspense>
            )}
        </>
    );
}
