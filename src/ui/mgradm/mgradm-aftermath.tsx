import type { Operation } from "../../uyuni/host-state.js";
import { aftermath } from "../../uyuni/mgradm/aftermath.js";
import type { Task } from "../../uyuni/mgradm/tool.js";
import { startAll } from "../../uyuni/order.js";
import { Notice } from "../components/notice.js";
import { useHostState } from "../host-context.js";
import { StartAll } from "../overview/start-all.js";
import { mgradmHref } from "../routes.js";
import { list } from "../time.js";
import { _, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import "./mgradm.css";

/** After mgradm has ended, whichever way: what it may have left, which services it left stopped, and what to do. */
export default function MgradmAftermath({ operation }: { operation: Operation }) {
    const after = aftermath(operation);
    const stopped = useStopped();
    const good = operation.phase === "succeeded";
    if (after === null) return null;
    const sentences = [after.left, after.first].flatMap((one) => (one === null ? [] : [translate(one)]));
    return (
        <>
            {!good && sentences.length > 0 && (
                <Notice
                    variant="warning"
                    title={_("What it may have left")}
                    actions={<a href={mgradmHref(after.task)}>{againText(after.task)}</a>}
                >
                    <ul className="uyuni-mgradm-list">
                        {sentences.map((sentence) => (
                            <li key={sentence}>{sentence}</li>
                        ))}
                    </ul>
                </Notice>
            )}
            {stopped !== null && stopped.length > 0 && (
                <Notice
                    variant="warning"
                    title={_("Services are stopped that start at boot")}
                    actions={after.mayStart || good ? <StartAll /> : undefined}
                >
                    {list(stopped.map(visibleLine))}
                </Notice>
            )}
            {!good && stopped?.length === 0 && (
                <p className="uyuni-quiet">{_("Every service that starts at boot runs.")}</p>
            )}
        </>
    );
}

/** Units that start at boot and do not run; null while that is not known. */
function useStopped(): readonly string[] | null {
    const text = useHostState((state) => {
        const found = startAll(state);
        return found.state === "known" ? found.value.map(({ unit }) => unit).join("\n") : null;
    });
    return text === null ? null : text.split("\n").filter((unit) => unit !== "");
}

function againText(task: Task): string {
    switch (task) {
        case "upgrade":
            return _("Upgrade again");
        case "backup":
            return _("Back up again");
        case "restore":
            return _("Restore again");
        case "support":
            return _("Collect support data again");
    }
}
