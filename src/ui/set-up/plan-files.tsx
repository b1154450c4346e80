import type { FileChange } from "../../uyuni/plan.js";
import { CopyButton } from "../components/copyable.js";
import { Difference } from "../components/difference.js";
import { _, format } from "../translate.js";
import { visible, visibleLine } from "../visible-text.js";

/** The files that the plan writes: whole where they are new, else what changes in them. */
export function PlanFiles({ files }: { files: readonly FileChange[] }) {
    if (files.length === 0) return <p>{_("The files are there already, just as they should be.")}</p>;
    return (
        <>
            {files.map((file) => (
                <PlanFile key={file.path} file={file} />
            ))}
        </>
    );
}

function kind({ before, after, mode }: FileChange): string {
    if (after === null) return _("is removed");
    return before === null ? format(_("new, mode $0"), mode) : format(_("replaced, mode $0"), mode);
}

function PlanFile({ file }: { file: FileChange }) {
    return (
        <figure className="uyuni-file">
            <figcaption className="uyuni-file-head">
                <code className="uyuni-value">{visibleLine(file.path)}</code>
                <span className="uyuni-quiet">{kind(file)}</span>
                {file.after !== null && <CopyButton text={file.after} what={file.path} />}
            </figcaption>
            <div className="uyuni-scroll" aria-label={visibleLine(file.path)} {...scrollable}>
                {file.before === null ? (
                    <pre dir="ltr">{visible(file.after ?? "")}</pre>
                ) : (
                    <Difference before={file.before} after={file.after ?? ""} />
                )}
            </div>
        </figure>
    );
}

/** A region that scrolls has to be reachable with the keyboard. */
const scrollable = { role: "region", tabIndex: 0 };
