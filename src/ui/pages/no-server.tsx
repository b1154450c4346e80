import {
    EmptyState,
    EmptyStateActions,
    EmptyStateBody,
    EmptyStateFooter,
} from "@patternfly/react-core/dist/esm/components/EmptyState";
import DisconnectedIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-disconnected-icon";
import QuestionIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-question-mark-circle-icon";
import type { Unknown } from "../../uyuni/host-state.js";
import { useHostState } from "../host-context.js";
import { mgradmHref, uninstallHref } from "../routes.js";
import { _ } from "../translate.js";
import { unknownWording } from "../wording.js";

/** The host has no unit of Uyuni's. */
export function NoServer() {
    const noPodman = useHostState(
        ({ podman }) => podman.state === "unknown" && podman.why.reason === "not-installed",
    );
    return noPodman ? (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h1"
            icon={QuestionIcon}
            titleText={_("podman is not installed")}
        >
            <EmptyStateBody>
                {_(
                    "Uyuni runs in containers, which need podman. Install podman and mgradm, and then the server with mgradm install podman.",
                )}
            </EmptyStateBody>
        </EmptyState>
    ) : (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h1"
            icon={QuestionIcon}
            titleText={_("There is no Uyuni server on this host")}
        >
            <EmptyStateBody>
                {_(
                    "No service of Uyuni was found in systemd. Install the server with mgradm install podman; this page shows its services as soon as they exist.",
                )}
            </EmptyStateBody>
            <EmptyStateFooter>
                <EmptyStateActions>
                    <a href={mgradmHref("restore")}>{_("Restore a backup")}</a>
                    <a href={uninstallHref(null)}>{_("Look for what an earlier one has left behind")}</a>
                </EmptyStateActions>
            </EmptyStateFooter>
        </EmptyState>
    );
}

/** systemd could not be asked. */
export function UnitsUnknown({ why }: { why: Unknown }) {
    return (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h1"
            icon={DisconnectedIcon}
            titleText={_("The services cannot be read")}
        >
            <EmptyStateBody>{unknownWording(why)}</EmptyStateBody>
            {why.reason === "disconnected" && (
                <EmptyStateFooter>
                    <EmptyStateActions>{_("The connection is being tried again.")}</EmptyStateActions>
                </EmptyStateFooter>
            )}
        </EmptyState>
    );
}
