import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import PauseIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-pause-icon";
import PlayIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-play-icon";
import { Suspense, useId, useRef, useState } from "react";
import type { EventsState } from "../../host/event-monitor.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { part } from "../components/part.js";
import { StateText } from "../components/tone-icon.js";
import { duration } from "../time.js";
import { _, format } from "../translate.js";
import { BusiestClients, useBusiest } from "./busiest-clients.js";
import { EventFacts } from "./event-facts.js";
import { EventQueues } from "./event-queues.js";
import { EventTable } from "./event-table.js";
import "./events.css";
import { clock } from "./formats.js";
import { useEvents, useVerdict } from "./use-events.js";
import { VerdictView } from "./verdict-view.js";

const EventChart = part(() => import("./event-chart.js"));

const SECONDS = 2;

/** Of which moment the numbers are, where that is not now. */
function AsOf({ state, isHeld, isOld }: { state: EventsState; isHeld: boolean; isOld: boolean }) {
    const time = clock(state.log.time, true);
    return (
        <div role="status" className="uyuni-as-of">
            {isHeld ? (
                <StateText tone="off" word={format(_("Paused: numbers and curves as of $0"), time)} />
            ) : (
                isOld && (
                    <StateText
                        tone="warning"
                        word={format(_("Numbers and curves as of $0: nothing newer could be read"), time)}
                    />
                )
            )}
        </div>
    );
}

/** Whether events are processed, in order, by one consumer, and how fast. */
export default function EventsCard({ row }: { row: OverviewRow }) {
    const heading = useId();
    const live = useEvents(SECONDS);
    const verdict = useVerdict(live);
    const [held, setHeld] = useState<EventsState | null>(null);
    const busiest = useBusiest();
    const clients = useRef<HTMLDivElement>(null);
    const shown = held ?? live;
    const { log } = shown;
    const isKnown = log.points.length > 0;
    return (
        <section className="uyuni-card uyuni-events" aria-labelledby={heading}>
            <div className="uyuni-card-header">
                <h2 id={heading} className="uyuni-card-title">
                    {_("Events")}
                </h2>
                <div className="uyuni-card-actions">
                    <Button
                        variant="secondary"
                        size="sm"
                        icon={held === null ? <PauseIcon /> : <PlayIcon />}
                        aria-label={
                            held === null
                                ? _("Pause the numbers and curves")
                                : _("Follow the numbers and curves again")
                        }
                        onClick={() => {
                            setHeld(held === null ? live : null);
                        }}
                    >
                        {held === null ? _("Pause") : _("Follow again")}
                    </Button>
                </div>
            </div>
            <VerdictView
                verdict={verdict}
                problem={live.problem}
                onBusiest={() => {
                    busiest.ask.run();
                    clients.current?.scrollIntoView({ block: "center" });
                    clients.current?.focus();
                }}
            />
            {isKnown && (
                <>
                    <AsOf state={shown} isHeld={held !== null} isOld={live.isOld} />
                    <div className="uyuni-event-columns">
                        <EventFacts log={log} startedAt={row.status === "running" ? row.since : 0} />
                        <EventQueues log={log} isHeld={held !== null} />
                    </div>
                    <Suspense fallback={<Skeleton height="20rem" screenreaderText={_("Loading")} />}>
                        <EventChart points={log.points} />
                    </Suspense>
                    <EventTable points={log.points} />
                    <BusiestClients asking={busiest} place={clients} />
                    <p className="uyuni-quiet">
                        {_(
                            "While the event processor is stopped or restarts, events wait in the database and none is lost; afterwards it takes them in their order.",
                        )}{" "}
                        {format(
                            _(
                                "The database is asked every $0 while this page is shown. The last answer took it $1.",
                            ),
                            duration(SECONDS * 1000),
                            duration(Math.max(1, Math.ceil(log.ms))),
                        )}
                    </p>
                </>
            )}
        </section>
    );
}
