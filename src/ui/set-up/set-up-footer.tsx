import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { ModalFooter } from "@patternfly/react-core/dist/esm/components/Modal";
import { ActionButton } from "../components/action-button.js";
import { useAccessBlock, useChangeBlock } from "../components/use-block.js";
import { _ } from "../translate.js";
import type { StepId } from "./step-bar.js";

interface SetUpFooterProps {
    step: StepId;
    /** Why the next step cannot be taken yet, null when it can. */
    blocked: string | null;
    /** The set-up is being started. */
    starting: boolean;
    onBack: () => void;
    onNext: () => void;
    onRun: () => void;
    onClose: () => void;
}

/** The dialog's buttons: forward, back, away. */
export function SetUpFooter(props: SetUpFooterProps) {
    const { step, starting, onBack, onNext, onRun, onClose } = props;
    const notNow = useChangeBlock();
    const noAccess = useAccessBlock();
    const blocked = noAccess ?? props.blocked;
    return (
        <ModalFooter>
            {step === "settings" && (
                <ActionButton variant="primary" blocked={blocked} onClick={onNext}>
                    {_("Next")}
                </ActionButton>
            )}
            {step === "checks" && (
                <ActionButton variant="primary" blocked={blocked} onClick={onNext}>
                    {_("Review")}
                </ActionButton>
            )}
            {step === "review" && (
                <ActionButton
                    variant="primary"
                    blocked={blocked ?? notNow}
                    busy={starting ? _("Starting the set-up") : undefined}
                    onClick={onRun}
                >
                    {_("Set up")}
                </ActionButton>
            )}
            {step !== "settings" && (
                <Button variant="secondary" isAriaDisabled={starting} onClick={onBack}>
                    {_("Back")}
                </Button>
            )}
            <Button variant="link" isAriaDisabled={starting} onClick={onClose}>
                {_("Cancel")}
            </Button>
        </ModalFooter>
    );
}
