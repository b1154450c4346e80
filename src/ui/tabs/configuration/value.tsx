import { _ } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";

/** A value from a file, with marks for what cannot be seen. */
export function Value({ text }: { text: string }) {
    return text === "" ? (
        <span className="uyuni-quiet">{_("(empty)")}</span>
    ) : (
        <code className="uyuni-value">{visibleLine(text)}</code>
    );
}

/** The name of a file; its folder is in the tooltip. */
export function PathText({ path }: { path: string }) {
    return (
        <code className="uyuni-value" title={visibleLine(path)}>
            {visibleLine(path.slice(path.lastIndexOf("/") + 1))}
        </code>
    );
}
