import { structuredPatch } from "diff";
import { visible } from "../visible-text.js";
import "./difference.css";

/** What a line of a unified diff is, by its first character; the character stays for those who see no colour. */
function lineClass(line: string): string {
    if (line.startsWith("+")) return "uyuni-diff-line uyuni-diff-added";
    if (line.startsWith("-")) return "uyuni-diff-line uyuni-diff-removed";
    return "uyuni-diff-line";
}

/** What has to change in `before` for it to become `after`; what cannot be seen is marked. */
export function Difference({ before, after }: { before: string; after: string }) {
    const { hunks } = structuredPatch("", "", before, after, undefined, undefined, { context: 3 });
    return (
        <pre dir="ltr">
            {hunks.map((hunk) => (
                <span key={hunk.oldStart}>
                    <span className="uyuni-diff-line uyuni-quiet">
                        {`@@ -${String(hunk.oldStart)},${String(hunk.oldLines)} +${String(hunk.newStart)},${String(hunk.newLines)} @@`}
                    </span>
                    {hunk.lines.map((line, index) => (
                        <span key={index} className={lineClass(line)}>
                            {visible(line)}
                        </span>
                    ))}
                </span>
            ))}
        </pre>
    );
}
