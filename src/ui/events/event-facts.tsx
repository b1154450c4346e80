import { DescriptionList } from "@patternfly/react-core/dist/esm/components/DescriptionList";
import { afterStart, type AfterStart } from "../../uyuni/events/after-start.js";
import { containerAt } from "../../uyuni/events/addresses.js";
import { consumers } from "../../uyuni/events/consumers.js";
import type { EventLog } from "../../uyuni/events/log.js";
import { ratesOver } from "../../uyuni/events/rates.js";
import type { Transaction } from "../../uyuni/events/reading.js";
import { consumerName } from "../../uyuni/events/words.js";
import { Fact } from "../components/facts.js";
import { count, duration } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { rate } from "./formats.js";
import { useContainers } from "./use-events.js";

interface EventFactsProps {
    log: EventLog;
    /** When the processor was started, milliseconds since the epoch; 0 if it does not run. */
    startedAt: number;
}

/** The numbers behind the verdict. */
export function EventFacts({ log, startedAt }: EventFactsProps) {
    const last = log.points.at(-1);
    const now = ratesOver(log.points, 10);
    return (
        <DescriptionList isHorizontal isCompact className="uyuni-facts">
            <Fact name={_("Waiting")}>{last === undefined ? <Nothing /> : <Waiting log={log} />}</Fact>
            <Fact name={_("Arriving")}>
                {now === null ? <Nothing /> : format(_("$0 a second"), rate(now.in))}
            </Fact>
            <Fact name={_("Processed")}>
                {now === null ? <Nothing /> : format(_("$0 a second"), rate(now.out))}
            </Fact>
            <Fact name={_("Listening")}>
                <Consumers log={log} />
            </Fact>
            <Fact name={_("Longest transaction")}>
                <Longest transactions={log.transactions} />
            </Fact>
            {startedAt > 0 && (
                <Fact name={_("After the last start")}>
                    {afterStartText(afterStart(log.points, startedAt))}
                </Fact>
            )}
        </DescriptionList>
    );
}

function Nothing() {
    return <span className="uyuni-quiet">{_("Not known yet")}</span>;
}

function Waiting({ log: { points, counted, time } }: { log: EventLog }) {
    const last = points.at(-1);
    if (last === undefined) return null;
    if (last.exact) return <>{count(last.waiting)}</>;
    return (
        <>
            {format(_("about $0"), count(last.waiting))}
            <span className="uyuni-aside uyuni-quiet">
                {counted === null
                    ? _("PostgreSQL's estimate: counting them takes too long")
                    : format(_("counted $0 ago, and reckoned on from there"), duration(time - counted.time))}
            </span>
        </>
    );
}

function Consumers({ log }: { log: EventLog }) {
    const found = consumers(log, useContainers());
    const local = log.listeners.filter(({ address }) => address === "");
    if (found.length === 0 && local.length === 0) return <span className="uyuni-quiet">{_("Nobody")}</span>;
    return (
        <ul className="uyuni-consumers">
            {found.map((consumer) => (
                <li key={consumer.address}>
                    {visibleLine(consumerName(consumer))}
                    <span className="uyuni-aside uyuni-quiet">
                        {format(
                            _("from $0, for $1, PID $2"),
                            visibleLine(consumer.address),
                            duration(consumer.age * 1000),
                            consumer.pids.join(", "),
                        )}
                    </span>
                </li>
            ))}
            {local.map(({ pid }) => (
                <li key={pid} className="uyuni-quiet">
                    {format(
                        _("A session on the database's own socket, PID $0: it takes no events"),
                        String(pid),
                    )}
                </li>
            ))}
        </ul>
    );
}

function Longest({ transactions }: { transactions: readonly Transaction[] }) {
    const containers = useContainers();
    const [longest] = transactions;
    if (longest?.age == null) return <span className="uyuni-quiet">{_("None on the table of events")}</span>;
    const name = containerAt(longest.address, containers)?.name ?? longest.address;
    const who = name === "" ? longest.application : name;
    return (
        <>
            {duration(longest.age * 1000)}
            <span className="uyuni-aside uyuni-quiet">
                {format(_("$0, PID $1, $2"), visibleLine(who), String(longest.pid), longest.state ?? "")}
                {longest.blockedBy !== null &&
                    ` ${format(_("waits for PID $0"), longest.blockedBy.join(", "))}`}
            </span>
        </>
    );
}

function afterStartText(after: AfterStart): string {
    switch (after.kind) {
        case "processed":
            return format(_("The first event was processed within $0"), duration(after.seconds * 1000));
        case "waiting":
            return format(_("No event processed yet, after $0"), duration(Math.max(0, after.seconds) * 1000));
        case "not-seen":
            return _("Not seen: this page was not open then, or no event was there");
    }
}
