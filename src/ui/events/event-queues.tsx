import { stallSeconds } from "../../uyuni/events/verdict.js";
import type { EventLog, QueueState } from "../../uyuni/events/log.js";
import { StateText } from "../components/tone-icon.js";
import { count, duration } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { Wording } from "../wording.js";

function movement({ since, seen }: QueueState, { points }: EventLog): Wording {
    const still = seen - since;
    if (still >= stallSeconds * 1000) {
        // Without a consumer that is only natural.
        const tone = points.at(-1)?.isConsumed === true ? "bad" : "off";
        return { word: format(_("Has not moved for $0"), duration(still)), tone };
    }
    return since === points[0]?.time
        ? { word: _("Not known yet"), tone: "unknown" }
        : { word: _("Moves"), tone: "good" };
}

/** Queues with waiting events: how many, and whether the oldest changes. */
export function EventQueues({ log }: { log: EventLog }) {
    const { queues, points } = log;
    if (queues.length === 0)
        return (
            <p className="uyuni-quiet">{points.length === 0 ? _("Not known yet") : _("No event waits.")}</p>
        );
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

/** The number stands beside it. */
function Bar({ part }: { part: number }) {
    return (
        <span className="uyuni-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.round(part * 100)}%` }} />
        </span>
    );
}
