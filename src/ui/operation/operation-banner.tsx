import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useState } from "react";
import type { Operation } from "../../uyuni/host-state.js";
import { Notice } from "../components/notice.js";
import { useOperation } from "../host-context.js";
import { operationHref } from "../routes.js";
import { count, percent } from "../time.js";
import { _, format, translate } from "../translate.js";
import { operationWording } from "../wording.js";
import { isPulling, isRunning, needsAttention, position } from "./progress.js";
import { pulledBytes } from "./pulled-bytes.js";
import { usePull } from "./use-pull.js";

/** Closed banners stay closed until the browser tab is closed; the operation's own page goes on showing it. */
const DISMISSED = "uyuni:dismissed-operation";

/** On every page but the operation's own: what runs, or what went wrong last. */
export function OperationBanner({ page }: { page: string | null }) {
    const operation = useOperation();
    const [dismissed, setDismissed] = useState(() => window.sessionStorage.getItem(DISMISSED));
    if (operation === null || operation.service === page) return null;
    if (isRunning(operation)) return <RunningBanner operation={operation} />;
    if (!needsAttention(operation) || operation.id === dismissed) return null;
    const closeable = operation.phase !== "interrupted" && operation.phase !== "rollback-failed";
    const dismiss = () => {
        window.sessionStorage.setItem(DISMISSED, operation.id);
        setDismissed(operation.id);
    };
    const { word, tone } = operationWording(operation);
    return (
        <Notice
            variant={tone === "warning" ? "warning" : "danger"}
            title={format(_("$0: $1"), translate(operation.title), word)}
            actions={<OperationLink operation={operation} />}
            {...(closeable && { onClose: dismiss })}
        />
    );
}

function RunningBanner({ operation }: { operation: Operation }) {
    const pull = usePull(operation.id, isPulling(operation));
    const now = position(operation);
    return (
        <Notice
            variant={operation.phase === "rolling-back" ? "warning" : "info"}
            title={translate(operation.title)}
            actions={<OperationLink operation={operation} />}
        >
            <p>
                {now === null
                    ? operationWording(operation).word
                    : format(
                          operation.phase === "rolling-back"
                              ? _("Rolling back, step $0 of $1: $2")
                              : _("Step $0 of $1: $2"),
                          count(now.number),
                          count(now.of),
                          translate(now.step.title),
                      )}
            </p>
            {/* Bytes change four times a second: not read out. */}
            {pull !== null && (
                <p aria-live="off">
                    {pull.total > 0
                        ? format(
                              _("$0, $1"),
                              pulledBytes(pull),
                              percent(Math.min(1, pull.bytes / pull.total)),
                          )
                        : pulledBytes(pull)}
                </p>
            )}
        </Notice>
    );
}

function OperationLink({ operation }: { operation: Operation }) {
    return (
        <Button variant="link" isInline component="a" href={operationHref(operation)}>
            {isRunning(operation) ? _("Show the operation") : _("Show what happened")}
        </Button>
    );
}
