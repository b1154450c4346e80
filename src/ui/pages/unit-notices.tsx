import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import type { ReactNode } from "react";
import type { OverviewRow } from "../../uyuni/views.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice, type NoticeVariant } from "../components/notice.js";
import { useAction } from "../components/use-action.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost } from "../host-context.js";
import type { RemarkId } from "../overview/remarks.js";
import { useRemarks } from "../overview/use-remarks.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { failureWording } from "../wording.js";
import { openSetUp } from "./set-up-entry.js";
import { showLog } from "./unit-actions.js";

/** What is the matter with the unit, and what to do about it. */
export function UnitNotices({ row }: { row: OverviewRow }) {
    return useRemarks(row).map((remark) => <Remark key={remark} remark={remark} row={row} />);
}

function Remark({ remark, row }: { remark: RemarkId; row: OverviewRow }) {
    const host = useHost();
    const unit = visibleLine(row.unit);
    switch (remark) {
        case "masked":
            return (
                <Mendable
                    variant="warning"
                    title={format(_("$0 is masked: nothing can start it"), unit)}
                    action={_("Unmask")}
                    busy={_("Taking the mask away")}
                    mend={() => host.setMasked(row.unit, false)}
                >
                    {_("Somebody has masked it, perhaps for maintenance. Unmasking it does not start it.")}
                </Mendable>
            );
        case "failed":
            return (
                <Mendable
                    variant="danger"
                    title={format(_("$0 has failed"), translate(row.service.title))}
                    action={_("Start it again")}
                    busy={_("Starting")}
                    mend={() => host.unitJob(row.unit, "start")}
                    more={
                        <Button variant="link" isInline onClick={showLog}>
                            {_("Show log")}
                        </Button>
                    }
                >
                    {format(
                        _("$0. The log tells more."),
                        row.unitState === null
                            ? _("systemd gives no reason")
                            : (failureWording(row.unitState) ?? _("systemd gives no reason")),
                    )}{" "}
                    {translate(row.service.meanwhile)}
                </Mendable>
            );
        case "no-unit-file":
            return <NoUnitFile row={row} />;
        case "no-container":
            return (
                <Mendable
                    variant="danger"
                    title={format(_("The container $0 is not there"), visibleLine(row.container))}
                    action={_("Restart the service")}
                    busy={_("Restarting")}
                    mend={() => host.unitJob(row.unit, "restart")}
                >
                    {_("systemd takes the service for running, but its container was removed.")}
                </Mendable>
            );
        case "slow-start":
            return (
                <Notice variant="warning" title={_("It has been starting for more than two minutes")}>
                    {_(
                        "The log tells what it waits for. systemd gives up when the time limit of the unit is over.",
                    )}
                </Notice>
            );
        case "debug":
            return <DebugMode row={row} />;
        case "changed-files":
            return (
                <Mendable
                    variant="warning"
                    title={_("The files of the unit have changed since systemd loaded them")}
                    action={_("Let systemd read them")}
                    busy={_("Reading")}
                    mend={() => host.daemonReload()}
                >
                    {_("What is shown is what systemd has loaded. The service goes on as it is.")}
                </Mendable>
            );
        case "legacy-conf":
            return (
                <Notice
                    variant="info"
                    title={_("The service has a drop-in of an earlier mgradm: Service.conf")}
                >
                    {_(
                        "It is in effect. The next upgrade with mgradm moves its image to generated.conf and everything else to custom.conf.",
                    )}
                </Notice>
            );
        // Told on the cards of the image and of the service.
        case "other-image":
        case "stopped":
            return null;
    }
}

function DebugMode({ row: { service } }: { row: OverviewRow }) {
    const blocked = useChangeBlock();
    return (
        <Notice
            variant="warning"
            title={_("Debug mode is on")}
            actions={
                service.files?.debug !== undefined && (
                    <ActionButton
                        variant="secondary"
                        blocked={blocked}
                        onClick={() => {
                            openSetUp(service, { debug: "0" });
                        }}
                    >
                        {_("Turn off debug mode")}
                    </ActionButton>
                )
            }
        >
            {_(
                "The Java process listens for debuggers. Whoever reaches that port can run any code in it, without a password: everybody on this host, and every container in the same network. Turn it off as soon as the debugger is done.",
            )}
        </Notice>
    );
}

interface MendableProps {
    variant: NoticeVariant;
    title: string;
    action: string;
    busy: string;
    mend: () => Promise<void>;
    /** Beside the action. */
    more?: ReactNode;
    children: ReactNode;
}

function Mendable({ variant, title, action, busy, mend, more, children }: MendableProps) {
    const mending = useAction(mend);
    const blocked = useChangeBlock();
    return (
        <>
            <Notice
                variant={variant}
                title={title}
                actions={
                    <>
                        <ActionButton
                            variant="secondary"
                            blocked={blocked}
                            busy={mending.running ? busy : undefined}
                            onClick={mending.run}
                        >
                            {action}
                        </ActionButton>
                        {more}
                    </>
                }
            >
                {children}
            </Notice>
            {mending.error !== null && (
                <ErrorAlert title={_("That did not work")} error={mending.error} onClose={mending.dismiss} />
            )}
        </>
    );
}

function NoUnitFile({ row: { service } }: { row: OverviewRow }) {
    const blocked = useChangeBlock();
    return (
        <Notice
            variant="danger"
            title={format(_("The unit file $0 was deleted, and the service still runs"), service.unitFile)}
            actions={
                service.files !== null && (
                    <ActionButton
                        variant="secondary"
                        blocked={blocked}
                        onClick={() => {
                            openSetUp(service);
                        }}
                    >
                        {_("Set up again")}
                    </ActionButton>
                )
            }
        >
            {service.files === null
                ? _(
                      "Once it is stopped it cannot be started again. Let mgradm write the file: mgradm upgrade podman.",
                  )
                : _("Once it is stopped it cannot be started again. Setting it up again writes the file.")}
        </Notice>
    );
}
