import type { ReactNode } from "react";
import { visible } from "../visible-text.js";
import { Notice } from "./notice.js";

export function errorText(error: unknown): string {
    return visible(error instanceof Error ? error.message : String(error));
}

interface ErrorAlertProps {
    title: string;
    error: unknown;
    actions?: ReactNode;
    onClose?: () => void;
}

/** Something that did not work, with the machine's own text. */
export function ErrorAlert({ error, ...notice }: ErrorAlertProps) {
    return (
        <Notice variant="danger" {...notice}>
            <p className="uyuni-machine-text">{errorText(error)}</p>
        </Notice>
    );
}
