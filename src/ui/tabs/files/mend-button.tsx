import { Suspense, useState } from "react";
import { navigate } from "../../../host/page.js";
import type { DriftAction } from "../../../uyuni/drift.js";
import { ActionButton } from "../../components/action-button.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { part } from "../../components/part.js";
import { useAction } from "../../components/use-action.js";
import { useChangeBlock } from "../../components/use-block.js";
import { useHost } from "../../host-context.js";
import { restartConsequence } from "../../pages/consequences.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { openSetUp } from "../../pages/set-up-entry.js";
import { _, format, translate } from "../../translate.js";

const ConfirmDialog = part(() => import("../../components/confirm-dialog.js"));

/** The button for what makes two layers agree again. */
export function MendButton({ service, unit, action }: ServiceTabProps & { action: DriftAction }) {
    const host = useHost();
    const blocked = useChangeBlock();
    const [asking, setAsking] = useState(false);
    const work = useAction(() =>
        action === "daemon-reload" ? host.daemonReload() : host.unitJob(unit, "restart"),
    );
    const consequence = restartConsequence(service);
    const press = () => {
        if (action === "set-up-again" || action === "pull-and-restart") openSetUp(service);
        else if (action === "edit-drop-ins") navigate([service.id], { tab: "configuration" });
        else if (action === "restart" && consequence !== null) setAsking(true);
        else work.run();
    };
    return (
        <>
            <ActionButton
                variant="secondary"
                blocked={action === "edit-drop-ins" ? null : blocked}
                busy={work.running ? _("Working") : undefined}
                onClick={press}
            >
                {actionText(action)}
            </ActionButton>
            {work.error !== null && (
                <ErrorAlert title={_("That did not work")} error={work.error} onClose={work.dismiss} />
            )}
            {asking && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={format(_("Restart $0?"), translate(service.title))}
                        action={_("Restart")}
                        onConfirm={work.run}
                        onClose={() => {
                            setAsking(false);
                        }}
                    >
                        {consequence}
                    </ConfirmDialog>
                </Suspense>
            )}
        </>
    );
}

function actionText(action: DriftAction): string {
    switch (action) {
        case "set-up-again":
            return _("Set up again");
        case "edit-drop-ins":
            return _("See the configuration");
        case "daemon-reload":
            return _("Reload systemd");
        case "restart":
            return _("Restart");
        case "pull-and-restart":
            return _("Change image");
    }
}
