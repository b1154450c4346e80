import type { ReplicasView } from "../../uyuni/replicas.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useAction } from "../components/use-action.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost } from "../host-context.js";
import { count, list } from "../time.js";
import { _, format, ngettext } from "../translate.js";
import { visibleLine } from "../visible-text.js";

interface ReplicasNoticesProps {
    service: Service;
    view: ReplicasView;
    /** Asks for that many instances: a dialog shows what it means first. */
    onCount: (count: number) => void;
}

/** Where mgradm's count and what there is part, each with the ways out. */
export function ReplicasNotices({ view, onCount }: ReplicasNoticesProps) {
    return (
        <>
            {view.uncounted.length > 0 && <Uncounted view={view} onCount={onCount} />}
            {view.runningDisabled.map((unit) => (
                <RunningDisabled key={unit} unit={unit} />
            ))}
        </>
    );
}

function names(units: readonly string[]): string {
    return list(units.map(visibleLine));
}

/** Enabled instances beyond a gap, or with names that are no numbers. */
function Uncounted({ view, onCount }: Omit<ReplicasNoticesProps, "service">) {
    const blocked = useChangeBlock();
    const { counted, gaps, uncounted } = view;
    const whole = Math.max(0, ...view.instances.map(({ number }) => (number ?? -1) + 1));
    const action = (text: string, wanted: number) => (
        <ActionButton
            variant="secondary"
            blocked={blocked}
            onClick={() => {
                onCount(wanted);
            }}
        >
            {text}
        </ActionButton>
    );
    return (
        <Notice
            variant="warning"
            title={format(
                ngettext(
                    "mgradm counts $0 instance, but more are enabled",
                    "mgradm counts $0 instances, but more are enabled",
                    counted,
                ),
                count(counted),
            )}
            actions={
                <>
                    {gaps.length > 0 && action(format(_("Fill the gap: $0 instances"), count(whole)), whole)}
                    {action(_("Keep only those that mgradm counts"), counted)}
                </>
            }
        >
            {gaps.length > 0 && (
                <p>{format(_("Not enabled, so that the count ends there: $0."), names(gaps))}</p>
            )}
            <p>{format(_("Enabled, and not counted: $0."), names(uncounted))}</p>
            <p>{_("An upgrade with mgradm, or mgradm scale, goes by its own count.")}</p>
        </Notice>
    );
}

/** It runs now, and is gone after the next boot. */
function RunningDisabled({ unit }: { unit: string }) {
    const host = useHost();
    const blocked = useChangeBlock();
    const enable = useAction(() => host.setEnabled(unit, true));
    const stop = useAction(() => host.unitJob(unit, "stop"));
    const name = visibleLine(unit);
    const error: unknown = enable.error ?? stop.error;
    return (
        <>
            <Notice
                variant="warning"
                title={format(_("$0 runs, but does not start when the host boots"), name)}
                actions={
                    <>
                        <ActionButton
                            variant="secondary"
                            blocked={blocked}
                            busy={enable.running ? _("Enabling") : undefined}
                            onClick={enable.run}
                        >
                            {format(_("Enable $0"), name)}
                        </ActionButton>
                        <ActionButton
                            variant="secondary"
                            blocked={blocked}
                            busy={stop.running ? _("Stopping") : undefined}
                            onClick={stop.run}
                        >
                            {format(_("Stop $0"), name)}
                        </ActionButton>
                    </>
                }
            >
                {_("Somebody started it by hand, or disabled it while it ran; mgradm does not count it.")}
            </Notice>
            {error !== null && (
                <ErrorAlert
                    title={format(_("$0 could not be changed"), name)}
                    error={error}
                    onClose={() => {
                        enable.dismiss();
                        stop.dismiss();
                    }}
                />
            )}
        </>
    );
}
