import { useState } from "react";
import type { DropInName } from "../../../uyuni/custom-conf.js";
import { Difference } from "../../components/difference.js";
import { _, format } from "../../translate.js";
import { CheckList } from "./check-list.js";
import { CodeEditor } from "./code-editor.js";
import type { Checks } from "./use-checks.js";
import type { DropIn } from "./use-drop-in.js";

/** A region that scrolls has to be reachable with the keyboard. */
const scrollable = { role: "region", tabIndex: 0 };

/** The text, and what is wrong with it. */
export function EditStep({ draft, checks, name }: { draft: DropIn; checks: Checks; name: DropInName }) {
    const [target, setTarget] = useState<{ line: number } | null>(null);
    const [marked, setMarked] = useState<readonly number[]>([]);
    const lines = checks.findings.flatMap(({ line }) => (line === null ? [] : [line]));
    if (lines.join() !== marked.join()) setMarked(lines);
    return (
        <>
            <p className="uyuni-quiet">
                {name === "local.conf"
                    ? _("Read after generated.conf: what is set here wins.")
                    : _("Read before generated.conf: what that sets as well has no effect here.")}{" "}
                {_(
                    "The Tab key leaves the editor; Escape closes this dialog, and asks first if you changed something.",
                )}
            </p>
            <CodeEditor
                key={draft.version}
                label={format(_("Text of $0"), name)}
                text={draft.text}
                onChange={draft.setText}
                marked={marked}
                target={target}
            />
            <CheckList
                checks={checks}
                onGo={(line) => {
                    setTarget({ line });
                }}
            />
        </>
    );
}

/** What is going to change. */
export function ReviewStep({ draft, checks }: { draft: DropIn; checks: Checks }) {
    return (
        <>
            <p>
                {draft.base.text === null
                    ? _("This file is new. Once it is saved, systemd reads its files again.")
                    : _("This is going to change. Once it is saved, systemd reads its files again.")}
            </p>
            <div className="uyuni-scroll" aria-label={_("Changes")} {...scrollable}>
                <Difference before={draft.base.text ?? ""} after={draft.text} />
            </div>
            <CheckList checks={checks} />
        </>
    );
}
