import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core/dist/esm/components/Modal";
import type { ReactNode } from "react";
import { _ } from "../translate.js";

export interface ConfirmDialogProps {
    title: string;
    /** The verb on the button. */
    action: string;
    /** Instead of "Cancel", where cancelling is what is asked about. */
    keep?: string;
    children: ReactNode;
    onConfirm: () => void;
    onClose: () => void;
}

/** Asks once before something that users will notice. */
export default function ConfirmDialog({
    title,
    action,
    keep,
    children,
    onConfirm,
    onClose,
}: ConfirmDialogProps) {
    return (
        <Modal
            isOpen
            variant="small"
            onEscapePress={onClose}
            aria-labelledby="confirm-title"
            aria-describedby="confirm-text"
        >
            <ModalHeader
                title={title}
                titleIconVariant="warning"
                titleScreenReaderText={_("Warning:")}
                labelId="confirm-title"
            />
            <ModalBody id="confirm-text">{children}</ModalBody>
            <ModalFooter>
                <Button
                    variant="danger"
                    onClick={() => {
                        onClose();
                        onConfirm();
                    }}
                >
                    {action}
                </Button>
                <Button variant="link" onClick={onClose}>
                    {keep ?? _("Cancel")}
                </Button>
            </ModalFooter>
        </Modal>
    );
}
