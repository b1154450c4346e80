import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import PauseIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-pause-icon";
import PlayIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-play-icon";
import { useState } from "react";
import type { LogQuery } from "../../../host/host.js";
import { jump } from "../../../host/page.js";
import { writeClipboard } from "../../components/copyable.js";
import { count } from "../../time.js";
import { _, format, ngettext } from "../../translate.js";
import { LogDownload } from "./log-download.js";
import type { LogFilters } from "./log-filters.js";
import { asText } from "./log-words.js";
import type { Log } from "./use-log.js";

interface LogActionsProps {
    query: LogQuery;
    filters: LogFilters;
    log: Log;
    /** Older lines can be loaded. */
    older: boolean;
    paused: boolean;
    onPause: (paused: boolean) => void;
}

/** What can be done with the lines that are shown. */
export function LogActions({ query, filters, log, older, paused, onPause }: LogActionsProps) {
    const { entries } = log.content;
    return (
        <div className="uyuni-log-actions">
            <Button
                variant="secondary"
                size="sm"
                isAriaDisabled={!older || log.loadingOlder}
                isLoading={log.loadingOlder}
                spinnerAriaValueText={_("Loading")}
                onClick={log.loadOlder}
            >
                {_("Load older lines")}
            </Button>
            {query.until === undefined && (
                <Button
                    variant="secondary"
                    size="sm"
                    icon={paused ? <PlayIcon /> : <PauseIcon />}
                    onClick={() => {
                        onPause(!paused);
                    }}
                >
                    {paused ? _("Follow again") : _("Pause")}
                </Button>
            )}
            <CopyLines log={log} />
            <LogDownload query={query} />
            <Button
                variant="link"
                size="sm"
                isInline
                onClick={() => {
                    jump(
                        `/system/logs#/?prio=${filters.priority ?? "debug"}&service=${encodeURIComponent(query.unit)}`,
                    );
                }}
            >
                {_("Open in Cockpit's logs")}
            </Button>
            <span className="uyuni-quiet uyuni-log-count">
                {paused
                    ? format(ngettext("$0 new line", "$0 new lines", log.held), count(log.held))
                    : format(ngettext("$0 line", "$0 lines", entries), count(entries))}
            </span>
        </div>
    );
}

function CopyLines({ log }: { log: Log }) {
    const [said, setSaid] = useState("");
    const copy = () => {
        const lines = log.entries();
        writeClipboard(lines.map(asText).join("")).then(
            () => {
                setSaid(
                    format(ngettext("$0 line copied", "$0 lines copied", lines.length), count(lines.length)),
                );
            },
            () => {
                setSaid(_("The browser does not allow copying here"));
            },
        );
    };
    return (
        <>
            <Button variant="secondary" size="sm" onClick={copy}>
                {_("Copy")}
            </Button>
            <span className="uyuni-quiet" role="status">
                {said}
            </span>
        </>
    );
}
