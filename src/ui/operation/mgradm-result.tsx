import type { Operation, StepTitle } from "../../uyuni/host-state.js";
import { MGRADM } from "../../uyuni/mgradm/tool.js";
import { Notice } from "../components/notice.js";
import { _, format, translate } from "../translate.js";

/** What came of running mgradm, which knows no way back: it is never rolled back. */
export function MgradmResult({ operation }: { operation: Operation }) {
    switch (operation.phase) {
        case "running":
            return (
                <p className="uyuni-quiet">
                    {_(
                        "mgradm runs until it has ended by itself, also when this page is closed. Stopping it in the middle could leave the server half changed, so that is not offered here.",
                    )}
                </p>
            );
        case "succeeded":
            return <Notice variant="success" title={_("mgradm has done it, with exit status 0")} />;
        case "failed":
            return (
                <Notice
                    variant="warning"
                    title={_("The host was not as the plan saw it: nothing was changed")}
                />
            );
        case "incomplete":
            return (
                <Notice variant="danger" title={failure(operation)}>
                    {_(
                        "Nothing was undone: what it had done until then is done, and services that it had stopped may still be stopped. Its output below tells what happened; /var/log/uyuni-tools.log on the host tells more.",
                    )}
                </Notice>
            );
        case "cut-off":
        case "unknown":
        case "rolling-back":
        case "rolled-back":
        case "rollback-failed":
        case "interrupted":
            return (
                <Notice variant="danger" title={_("mgradm was cut off before its end")}>
                    {_(
                        "What it had done until then is done, and nothing was undone. Read its output, and look at the services before running it again.",
                    )}
                </Notice>
            );
    }
}

/** A step that runs mgradm has its command in the title. */
function isMgradm({ title }: StepTitle): boolean {
    return title.args[0]?.startsWith(`${MGRADM} `) === true;
}

function failure({ steps }: Operation): string {
    const failed = steps.find((step) => step.status === "failed");
    const status = failed?.exitStatus ?? 0;
    if (failed !== undefined && !isMgradm(failed))
        return format(_("It failed before mgradm was run: $0"), translate(failed.title));
    return status === 0 ? _("mgradm failed") : format(_("mgradm failed with exit status $0"), status);
}
