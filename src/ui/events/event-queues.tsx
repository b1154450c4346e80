import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { limits } from "../../uyuni/events/queries.js";
import { stallSeconds } from "../../uyuni/events/verdict.js";
import type { EventLog, QueueState } from "../../uyuni/events/log.js";
import type { Refused } from "../../uyuni/events/reading.js";
import { ErrorAlert } from "../components/error-alert.js";
import { StateText } from "../components/tone-icon.js";
import { useAction } from "../components/use-action.js";
import { useHost } from "../host-context.js";
import { count, duration } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { Wording } from "../wording.js";

function movement({ since, seen, moved }: QueueState, { points }: EventLog): Wording {
    const still = seen - since;
    if (still >= stallSeconds * 1000) {
        // Without a consumer that is only natural.
        const tone = points.at(-1)?.isConsumed === true ? "bad" : "off";
        return { word: format(_("Has not moved for $0"), duration(still)), tone };
    }
    return moved ? { word: _("Moves"), tone: "good" } : { word: _("Not known yet"), tone: "unknown" };
}

/** Queues with waiting events: how many, and whether the oldest changes; `isHeld` where this is not the present. */
export function EventQueues({ log, isHeld }: { log: EventLog; isHeld: boolean }) {
    if (log.queues.length === 0)
        return (
            <p className="uyuni-quiet">
                {log.points.length === 0 ? _("Not known yet") : _("No event waits.")}
            </p>
        );
    return (
        <div>
            <QueueTable log={log} />
            {!log.complete && <Counting log={log} isHeld={isHeld} />}
        </div>
    );
}

function QueueTable({ log }: { log: EventLog }) {
    const { queues } = log;
    const most = Math.max(1, ...queues.map((queue) => queue.count ?? 0));
    return (
        <table className="uyuni-queues">
            <thead>
                <tr>
                    <th scope="col">{_("Queue")}</th>
                    <th scope="col">{_("Waiting")}</th>
                    <th scope="col">{_("Oldest event")}</th>
                    <th scope="col">{_("Movement")}</th>
                </tr>
            </thead>
            <tbody>
                {queues.map((queue) => (
                    <tr key={queue.queue}>
                        <th scope="row">{String(queue.queue)}</th>
                        <td>
                            <Bar part={(queue.count ?? 0) / most} />
                            {queue.count === null ? (
                                <span className="uyuni-quiet">{_("not counted yet")}</span>
                            ) : (
                                count(queue.count)
                            )}
                        </td>
                        <td>
                            <span className="uyuni-value">{String(queue.first)}</span>
                            {queue.minion !== null && (
                                <span className="uyuni-aside uyuni-quiet uyuni-value">
                                    {visibleLine(queue.minion)}
                                </span>
                            )}
                        </td>
                        <td>
                            <StateText {...movement(queue, log)} />
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}

/** How old the numbers are that cannot be had with every reading. */
function Counting({ log: { attempt, counted, time }, isHeld }: { log: EventLog; isHeld: boolean }) {
    const { events } = useHost();
    const recount = useAction(() => events.count());
    const refused = attempt?.refused ?? null;
    return (
        <div className="uyuni-counting uyuni-quiet">
            {refused !== null && <span>{uncounted(refused)}</span>}
            {counted !== null && <span>{countedText(time - counted.time)}</span>}
            {!isHeld && (
                <Button
                    variant="secondary"
                    size="sm"
                    isLoading={recount.running}
                    {...(recount.running && { spinnerAriaValueText: _("Counting") })}
                    onClick={recount.run}
                >
                    {_("Count now")}
                </Button>
            )}
            {recount.error !== null && (
                <ErrorAlert
                    title={_("The waiting events could not be counted")}
                    error={recount.error}
                    onClose={recount.dismiss}
                />
            )}
        </div>
    );
}

function countedText(ago: number): string {
    return ago < 1000 ? _("Counted just now.") : format(_("Counted $0 ago."), duration(ago));
}

function uncounted(refused: Refused): string {
    if (refused === "locked") return _("They could not be counted: the table was locked.");
    if (refused === "error") return _("They could not be counted.");
    return format(
        _("Counting them takes longer than $0, and is not done all the time."),
        duration(limits.counts),
    );
}

/** The number stands beside it. */
function Bar({ part }: { part: number }) {
    return (
        <span className="uyuni-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.round(part * 100)}%` }} />
        </span>
    );
}
