import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Suspense, useState } from "react";
import type { DropInName } from "../../../uyuni/custom-conf.js";
import { isUp } from "../../../uyuni/unit-words.js";
import { Notice } from "../../components/notice.js";
import { part } from "../../components/part.js";
import { useUnitJob } from "../../components/use-unit-job.js";
import { restartConsequence } from "../../pages/consequences.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { UnitJobError } from "../../pages/unit-actions.js";
import { useRow } from "../../service-state.js";
import { _, format, translate } from "../../translate.js";

const ConfirmDialog = part(() => import("../../components/confirm-dialog.js"));

interface SavedNoticeProps extends ServiceTabProps {
    name: DropInName;
    onClose: () => void;
}

/** After a drop-in was saved: what is left to do. */
export function SavedNotice({ service, unit, name, onClose }: SavedNoticeProps) {
    const { unitState } = useRow(service, unit);
    const job = useUnitJob(unit);
    const [asked, setAsked] = useState(false);
    const [asking, setAsking] = useState(false);
    const consequence = restartConsequence(service);
    const restart = () => {
        setAsked(true);
        job.run("restart");
    };
    const runs = isUp(unitState?.activeState ?? "");
    const done = asked && job.running === null && job.failed === null;
    return (
        <>
            <Notice
                variant="success"
                title={format(_("$0 is saved, and systemd has read it"), name)}
                onClose={onClose}
                actions={
                    runs &&
                    !done && (
                        <Button
                            variant="link"
                            isInline
                            isLoading={job.running !== null}
                            isAriaDisabled={job.running !== null}
                            spinnerAriaValueText={_("Restarting")}
                            onClick={() => {
                                if (consequence === null) restart();
                                else setAsking(true);
                            }}
                        >
                            {_("Restart now")}
                        </Button>
                    )
                }
            >
                {done
                    ? _("The service was restarted.")
                    : runs
                      ? _("The running service does not know of it before it is restarted.")
                      : _("It takes effect when the service is started.")}
            </Notice>
            <UnitJobError service={service} job={job} />
            {asking && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={format(_("Restart $0?"), translate(service.title))}
                        action={_("Restart")}
                        onConfirm={restart}
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
