import { useEffect, useState } from "react";
import type { JournalReach, LogQuery } from "../../../host/host.js";
import { readJournalReach } from "../../../host/journal-export.js";
import { absoluteTime, count } from "../../time.js";
import { _, format } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";
import { KEPT, type LogContent } from "./log-buffer.js";

interface LogReachProps {
    query: LogQuery;
    content: LogContent;
    more: boolean;
}

/** How far back the journal goes, and what is not in it. */
export function LogReach({ query, content, more }: LogReachProps) {
    const [reach, setReach] = useState<JournalReach | null>(null);
    useEffect(() => {
        let current = true;
        readJournalReach(query).then(
            (found) => {
                if (current) setReach(found);
            },
            (reason: unknown) => {
                console.warn("How far back the journal goes could not be read", reason);
            },
        );
        return () => {
            current = false;
        };
    }, [query]);
    const isFull = content.dropped || (more && content.entries >= KEPT);
    return (
        <div className="uyuni-log-reach uyuni-quiet">
            {isFull && (
                <p>
                    {format(
                        _("The page keeps $0 lines. To see older ones, choose a time or a text."),
                        count(KEPT),
                    )}
                </p>
            )}
            {reach !== null && <ReachText reach={reach} />}
        </div>
    );
}

/** What the journal holds of the past. */
export function ReachText({ reach: { oldest, storage, partial, driver } }: { reach: JournalReach }) {
    return (
        <>
            {oldest !== null && (
                <p>{format(_("The host's journal goes back to $0."), absoluteTime(oldest / 1000))}</p>
            )}
            {storage === "volatile" && (
                <p>{_("It is kept in memory only, and is lost when the host boots.")}</p>
            )}
            {partial && <p>{_("This session sees only a part of it: needs administrative access.")}</p>}
            {driver !== null && driver !== "journald" && (
                <p>
                    {format(
                        _("What the container writes is not in the journal: podman's log driver is $0."),
                        visibleLine(driver),
                    )}
                </p>
            )}
        </>
    );
}
