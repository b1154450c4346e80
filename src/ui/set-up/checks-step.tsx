import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import type { Check } from "../../uyuni/plan.js";
import { ErrorAlert } from "../components/error-alert.js";
import { StateText } from "../components/tone-icon.js";
import { _, format, ngettext, translate } from "../translate.js";
import { checkWording } from "../wording.js";
import type { FactsReading } from "./use-facts.js";

interface ChecksStepProps {
    /** Null until everything was looked at, and where it could not be. */
    checks: readonly Check[] | null;
    reading: Pick<FactsReading<unknown, unknown>, "reading" | "error">;
    onRead: () => void;
}

/** What was looked at on the host, what was found, and what to do about it. */
export function ChecksStep({ checks, reading, onRead }: ChecksStepProps) {
    return (
        <div className="uyuni-stack">
            {reading.error !== null && (
                <ErrorAlert title={_("The host could not be looked at")} error={reading.error} />
            )}
            <div className="uyuni-checks-head">
                <p role="status">{summary(checks, reading.reading)}</p>
                <Button
                    variant="secondary"
                    size="sm"
                    isAriaDisabled={reading.reading}
                    isLoading={reading.reading}
                    spinnerAriaValueText={_("Looking")}
                    onClick={onRead}
                >
                    {_("Look again")}
                </Button>
            </div>
            {checks === null ? (
                reading.reading && <Skeleton height="12rem" screenreaderText={_("Looking at the host")} />
            ) : (
                <ul className="uyuni-checks">
                    {checks.map((check) => (
                        <CheckItem key={check.id} check={check} />
                    ))}
                </ul>
            )}
        </div>
    );
}

function summary(checks: readonly Check[] | null, reading: boolean): string {
    if (reading) return _("Looking at the host …");
    if (checks === null) return _("Whether set-up is possible is not known.");
    const failed = checks.filter(({ result }) => result === "failed").length;
    if (failed > 0) {
        return format(
            ngettext(
                "$0 check failed: set-up is not possible before it passes.",
                "$0 checks failed: set-up is not possible before they pass.",
                failed,
            ),
            failed,
        );
    }
    const open = checks.filter(({ result }) => result !== "passed").length;
    if (open === 0) return _("Every check passed.");
    return format(
        ngettext(
            "Set-up is possible; read $0 remark first.",
            "Set-up is possible; read $0 remarks first.",
            open,
        ),
        open,
    );
}

function CheckItem({ check }: { check: Check }) {
    return (
        <li className="uyuni-check">
            <StateText {...checkWording(check.result)} />
            <div>
                <h2 className="uyuni-check-title">{translate(check.title)}</h2>
                <p className="uyuni-machine-text">{translate(check.finding)}</p>
                {check.remedy !== null && (
                    <p className="uyuni-machine-text uyuni-quiet">{translate(check.remedy)}</p>
                )}
            </div>
        </li>
    );
}
