import { Suspense } from "react";
import type { Operation } from "../../uyuni/host-state.js";
import { aftermath, runsMgradm } from "../../uyuni/mgradm/aftermath.js";
import { Notice } from "../components/notice.js";
import { part } from "../components/part.js";
import { _, format, translate } from "../translate.js";

const MgradmAftermath = part(() => import("../mgradm/mgradm-aftermath.js"));

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
            return (
                <>
                    <Notice variant="success" title={_("mgradm has done it, with exit status 0")} />
                    <Afterwards operation={operation} />
                </>
            );
        case "failed":
            return (
                <Notice
                    variant="warning"
                    title={_("The host was not as the plan saw it: nothing was changed")}
                />
            );
        case "incomplete":
            return (
                <>
                    <Notice variant="danger" title={failure(operation)}>
                        {_(
                            "Nothing was undone: what it had done until then is done. Its output below tells what happened; /var/log/uyuni-tools.log on the host tells more.",
                        )}
                    </Notice>
                    <Afterwards operation={operation} />
                </>
            );
        case "cut-off":
        case "unknown":
        case "rolling-back":
        case "rolled-back":
        case "rollback-failed":
        case "given-up":
        case "interrupted":
            return (
                <>
                    <Notice variant="danger" title={cut(operation)}>
                        {whoCut(operation)}{" "}
                        {_("What it had done until then is done, and nothing was undone.")}
                    </Notice>
                    <Afterwards operation={operation} />
                </>
            );
    }
}

function Afterwards({ operation }: { operation: Operation }) {
    return (
        <Suspense fallback={null}>
            <MgradmAftermath operation={operation} />
        </Suspense>
    );
}

function failure(operation: Operation): string {
    const failed = operation.steps.find((step) => step.status === "failed");
    const status = failed?.exitStatus ?? 0;
    if (failed !== undefined && !runsMgradm(failed)) {
        const after = aftermath(operation)?.reached === "after";
        return format(
            after
                ? _("mgradm has done it; what failed afterwards: $0")
                : _("It failed before mgradm was run: $0"),
            translate(failed.title),
        );
    }
    return status === 0 ? _("mgradm failed") : format(_("mgradm failed with exit status $0"), status);
}

function cut(operation: Operation): string {
    switch (aftermath(operation)?.reached) {
        case "before":
            return _("It was cut off before mgradm began");
        case "after":
            return _("mgradm has done it; it was cut off afterwards");
        case "within":
        case undefined:
            return _("mgradm was cut off before its end");
    }
}

/** By what was written of its end. */
function whoCut({ cancelled, endedAt, steps }: Operation): string {
    const killed = steps.find(({ signalled }) => signalled);
    if (cancelled) return _("Its unit was stopped.");
    if (killed !== undefined) return format(_("It was killed by signal $0."), killed.exitStatus);
    return endedAt === 0
        ? _("Its end was never written down: the host went down in the middle of it.")
        : _("It did not end by itself.");
}
