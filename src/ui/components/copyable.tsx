import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import CheckIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-check-icon";
import CopyIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-copy-icon";
import { memo, useEffect, useState } from "react";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { Tip } from "./tip.js";

const CONFIRMATION_MS = 2000;

/** Copies `text`; `what` names it for screen readers. */
export function CopyButton({ text, what }: { text: string; what: string }) {
    const [copied, setCopied] = useState<boolean | null>(null);
    useEffect(() => {
        if (copied === null) return undefined;
        const timer = window.setTimeout(() => {
            setCopied(null);
        }, CONFIRMATION_MS);
        return () => {
            window.clearTimeout(timer);
        };
    }, [copied]);
    const copy = () => {
        writeClipboard(text).then(
            () => {
                setCopied(true);
            },
            () => {
                setCopied(false);
            },
        );
    };
    return (
        <>
            <Button
                variant="plain"
                size="sm"
                hasNoPadding
                className="uyuni-copy"
                aria-label={format(_("Copy $0"), what)}
                icon={copied === true ? <CheckIcon /> : <CopyIcon />}
                onClick={copy}
            />
            <span className="pf-v6-screen-reader" role="status">
                {copied === true && _("Copied")}
                {copied === false && _("The browser does not allow copying here")}
            </span>
        </>
    );
}

/** Pages that were not loaded over TLS have no clipboard: a selected text area still works there. */
export async function writeClipboard(text: string): Promise<void> {
    if (window.isSecureContext) {
        await navigator.clipboard.writeText(text);
        return;
    }
    const opener = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "pf-v6-screen-reader";
    (opener?.closest("[role=dialog]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (opener instanceof HTMLElement) opener.focus();
    if (!done) throw new Error("copy was refused");
}

interface CopyableProps {
    /** What is copied and shown whole in the tooltip. */
    text: string;
    /** What is shown, when the whole is too long. */
    short?: string;
    /** Its name for screen readers: "container id". */
    what: string;
}

/**
 * A machine's value in monospace, with a button that copies the whole of it.
 * Drawn again for another value only: a tooltip asks for the style of what it belongs to each time, in the middle of a change.
 */
export const Copyable = memo(function Copyable({ text, short, what }: CopyableProps) {
    const shown = <code className="uyuni-value">{visibleLine(short ?? text)}</code>;
    return (
        <span className="uyuni-copyable">
            {short === undefined ? (
                shown
            ) : (
                <Tip content={<span className="uyuni-value">{visibleLine(text)}</span>}>{shown}</Tip>
            )}
            <CopyButton text={text} what={what} />
        </span>
    );
});
