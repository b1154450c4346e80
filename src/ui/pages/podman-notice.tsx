import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { jump } from "../../host/page.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useAction } from "../components/use-action.js";
import { useAccessBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import { visible } from "../visible-text.js";

/** Why the containers cannot be seen, and what to do about it. */
export function PodmanNotice() {
    const host = useHost();
    const why = useHostState(({ podman }) => (podman.state === "unknown" ? podman.why : null));
    const start = useAction(() => host.startPodmanSocket());
    const blocked = useAccessBlock();
    switch (why?.reason) {
        case "not-running":
            return (
                <>
                    <Notice
                        variant="warning"
                        title={_("podman.socket is off")}
                        actions={
                            <ActionButton
                                variant="secondary"
                                blocked={blocked}
                                busy={start.running ? _("Starting podman.socket") : undefined}
                                onClick={start.run}
                            >
                                {_("Start podman.socket")}
                            </ActionButton>
                        }
                    >
                        {_(
                            "Containers, their health and their images are read through it. The services run without it.",
                        )}
                    </Notice>
                    {start.error !== null && (
                        <ErrorAlert
                            title={_("podman.socket could not be started")}
                            error={start.error}
                            onClose={start.dismiss}
                        />
                    )}
                </>
            );
        case "not-installed":
            return (
                <Notice variant="danger" title={_("podman is not installed")}>
                    {_("There are units of Uyuni on this host, but without podman none of them can start.")}
                </Notice>
            );
        case "error":
            return (
                <Notice
                    variant="warning"
                    title={_("podman does not answer")}
                    actions={
                        <Button
                            variant="link"
                            isInline
                            onClick={() => {
                                jump("/system/logs#/?prio=debug&service=podman.service");
                            }}
                        >
                            {_("Show the journal of podman.service")}
                        </Button>
                    }
                >
                    <p className="uyuni-machine-text">{visible(why.detail ?? _("It gave no reason."))}</p>
                    <p>
                        {_(
                            "Containers, their health and their images are not known until it does; it is asked again and again. The services run without it.",
                        )}
                    </p>
                </Notice>
            );
        // Told by the page's own notices about access and connection.
        case "no-access":
        case "disconnected":
        case undefined:
            return null;
    }
}
