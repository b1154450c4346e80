import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import {
    EmptyState,
    EmptyStateActions,
    EmptyStateBody,
    EmptyStateFooter,
} from "@patternfly/react-core/dist/esm/components/EmptyState";
import QuestionIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-question-mark-circle-icon";
import { overviewHref } from "../routes.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";

/** The address names no page of this module. */
export function UnknownPage({ address }: { address: string }) {
    return (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h1"
            icon={QuestionIcon}
            titleText={_("There is no such page")}
        >
            <EmptyStateBody className="uyuni-machine-text">
                {format(_("Nothing is known about the address $0."), visibleLine(address))}
            </EmptyStateBody>
            <EmptyStateFooter>
                <EmptyStateActions>
                    <Button variant="link" component="a" href={overviewHref}>
                        {_("Go to the overview")}
                    </Button>
                </EmptyStateActions>
            </EmptyStateFooter>
        </EmptyState>
    );
}
