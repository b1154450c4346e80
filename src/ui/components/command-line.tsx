import { _ } from "../translate.js";
import { visible } from "../visible-text.js";
import { CopyButton } from "./copyable.js";
import "./command-line.css";

/** A command as a shell takes it, and a button that copies it. */
export function CommandLine({ text }: { text: string }) {
    return (
        <div className="uyuni-command">
            <code dir="ltr">{visible(text)}</code>
            <CopyButton text={text} what={_("command")} />
        </div>
    );
}
