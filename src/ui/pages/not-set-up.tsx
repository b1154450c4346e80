import {
    EmptyState,
    EmptyStateActions,
    EmptyStateBody,
    EmptyStateFooter,
} from "@patternfly/react-core/dist/esm/components/EmptyState";
import AddIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-add-circle-icon";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { useChangeBlock } from "../components/use-block.js";
import { _, format, translate } from "../translate.js";
import { openSetUp } from "./set-up-entry.js";

/** What the service is and what setting it up does, with the button for it. */
export function NotSetUp({ service }: { service: Service }) {
    const blocked = useChangeBlock();
    return (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h1"
            icon={AddIcon}
            titleText={format(_("$0 is not set up"), translate(service.title))}
        >
            <EmptyStateBody>
                {translate(service.about)} {aboutSetUp(service)}
            </EmptyStateBody>
            <EmptyStateFooter>
                <EmptyStateActions>
                    <ActionButton
                        variant="primary"
                        blocked={blocked}
                        onClick={() => {
                            openSetUp(service);
                        }}
                    >
                        {_("Set up")}
                    </ActionButton>
                </EmptyStateActions>
            </EmptyStateFooter>
        </EmptyState>
    );
}

function aboutSetUp({ writtenBy }: Service): string {
    return writtenBy === "cockpit-uyuni"
        ? _(
              "Setting it up pulls its image, writes a unit of systemd, starts it and waits until it is healthy; you see every step before anything happens.",
          )
        : _(
              "Setting it up does what mgradm does: it pulls the image, writes the unit of systemd, and starts it. You see every step before anything happens, and mgradm can take it over at any time.",
          );
}
