import { Alert, AlertActionCloseButton } from "@patternfly/react-core/dist/esm/components/Alert";
import type { ReactNode } from "react";
import { _ } from "../translate.js";

export type NoticeVariant = "info" | "warning" | "danger" | "success";

interface NoticeProps {
    variant: NoticeVariant;
    title: string;
    /** Buttons and links below the text. */
    actions?: ReactNode;
    onClose?: () => void;
    children?: ReactNode;
}

function variantLabel(variant: NoticeVariant): string {
    switch (variant) {
        case "info":
            return _("Information:");
        case "warning":
            return _("Warning:");
        case "danger":
            return _("Problem:");
        case "success":
            return _("Success:");
    }
}

/** An inline alert that is read out politely when it appears. */
export function Notice({ variant, title, actions, onClose, children }: NoticeProps) {
    return (
        <div role="status">
            <Alert
                variant={variant}
                isInline
                title={title}
                // It stands at any depth of the page, so it is no heading of its outline.
                component="p"
                variantLabel={variantLabel(variant)}
                actionLinks={actions}
                actionClose={onClose && <AlertActionCloseButton aria-label={_("Close")} onClose={onClose} />}
            >
                {children}
            </Alert>
        </div>
    );
}
