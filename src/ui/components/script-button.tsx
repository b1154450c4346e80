import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import CopyIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-copy-icon";
import { useState } from "react";
import { writeClipboard } from "./copyable.js";
import { _ } from "../translate.js";
import "./script-button.css";

/** Copies a plan as a shell script, which is written when the button is pressed. */
export function ScriptButton({ text }: { text: () => string }) {
    const [copied, setCopied] = useState<boolean | null>(null);
    const copy = () => {
        writeClipboard(text()).then(
            () => {
                setCopied(true);
            },
            () => {
                setCopied(false);
            },
        );
    };
    return (
        <div className="uyuni-script">
            <span role="status" className="uyuni-quiet">
                {copied === true && _("Copied")}
                {copied === false && _("The browser does not allow copying here")}
            </span>
            <Button variant="secondary" size="sm" icon={<CopyIcon />} onClick={copy}>
                {_("Copy as script")}
            </Button>
        </div>
    );
}
