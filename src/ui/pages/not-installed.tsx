import { EmptyState, EmptyStateBody } from "@patternfly/react-core/dist/esm/components/EmptyState";
import OffIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-stop-circle-icon";
import type { Service } from "../../uyuni/services.js";
import { _, format, translate } from "../translate.js";

/** A service that mgradm would install, and has not. */
export function NotInstalled({ service }: { service: Service }) {
    return (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h1"
            icon={OffIcon}
            titleText={format(_("$0 is not installed"), translate(service.title))}
        >
            <EmptyStateBody>
                {format(
                    _("This host has no unit $0. mgradm writes it when the service is installed."),
                    service.unitFile,
                )}
            </EmptyStateBody>
        </EmptyState>
    );
}
