import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import PauseIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-pause-icon";
import PlayIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-play-icon";
import { memo, useLayoutEffect, useRef, useState } from "react";
import type { JournalEntry, JournalQuery } from "../../host/host.js";
import type { Access } from "../../uyuni/host-state.js";
import { useHostState } from "../host-context.js";
import { logTime } from "../time.js";
import { _, format, ngettext } from "../translate.js";
import { visible, visibleLine } from "../visible-text.js";
import { priorityWording } from "../wording.js";
import { ErrorAlert } from "./error-alert.js";
import { ToneIcon } from "./tone-icon.js";
import { useJournal } from "./use-journal.js";

/** A region that scrolls has to be reachable with the keyboard. */
const scrollable = { role: "region", tabIndex: 0 };

interface JournalLineProps {
    entry: JournalEntry;
    /** A container wrote it. */
    isContainer: boolean;
}

const JournalLine = memo(function JournalLine({ entry, isContainer }: JournalLineProps) {
    // podman gives priority 3 to whatever a program writes to stderr, be it ever so harmless.
    const wording = isContainer ? null : priorityWording(entry.priority);
    const isStderr = isContainer && entry.priority <= 3;
    const milliseconds = entry.time / 1000;
    return (
        <li className="uyuni-journal-line">
            <time dateTime={new Date(milliseconds).toISOString()}>{logTime(milliseconds)}</time>
            <span className="uyuni-journal-source">{visibleLine(entry.source)}</span>
            <span className="uyuni-journal-text">
                {wording !== null && (
                    <span className="uyuni-journal-priority">
                        <ToneIcon tone={wording.tone} /> {wording.word}
                    </span>
                )}
                {isStderr && <span className="uyuni-journal-stderr">stderr</span>}
                {visible(entry.text)}
            </span>
        </li>
    );
});

/** How many columns of a terminal the longest text takes; letters beyond Latin, Greek and Cyrillic may take two. */
function widest(texts: readonly string[]): number {
    return Math.max(0, ...texts.map((text) => text.length + (text.match(/[^\u0000-\u058f]/g) ?? []).length));
}

function emptyText(access: Access): string {
    return access === "administrative"
        ? _("The journal has no lines of it.")
        : _("The journal shows no lines of it to this session: needs administrative access.");
}

interface JournalPanelProps {
    query: JournalQuery;
    /** Names the log for screen readers. */
    label: string;
    /** Nothing more will be written: no pause button. */
    finished?: boolean;
    /** Lines that tell nothing to a person. */
    isNoise?: (entry: JournalEntry) => boolean;
}

/** The last lines of a journal, and each new one as it is written. */
export default function JournalPanel(props: JournalPanelProps) {
    const access = useHostState((state) => state.access);
    // What a session sees depends on it.
    if (access === "pending") return <Skeleton width="60%" screenreaderText={_("Loading")} />;
    // Another query begins anew: no line of one journal stays in another.
    return <Followed key={JSON.stringify([props.query, access])} access={access} {...props} />;
}

function Followed({
    query,
    label,
    finished = false,
    isNoise,
    access,
}: JournalPanelProps & { access: Access }) {
    const [paused, setPaused] = useState(false);
    const { entries, held, problem, loading } = useJournal(query, paused);
    const shown = isNoise === undefined ? entries : entries.filter((entry) => !isNoise(entry));
    const view = useRef<HTMLDivElement>(null);
    const atEnd = useRef(true);
    // Columns that find their width themselves would have the browser measure every line again for each new one.
    const timeWidth = widest(shown.slice(-1).map(({ time }) => logTime(time / 1000)));
    const sourceWidth = widest([...new Set(shown.map(({ source }) => visibleLine(source)))]);

    useLayoutEffect(() => {
        view.current?.style.setProperty("--uyuni-journal-time", `${timeWidth}ch`);
        view.current?.style.setProperty("--uyuni-journal-source", `${sourceWidth}ch`);
    }, [timeWidth, sourceWidth]);

    useLayoutEffect(() => {
        if (view.current !== null && atEnd.current) view.current.scrollTop = view.current.scrollHeight;
    }, [entries]);

    return (
        <div className="uyuni-journal">
            {!finished && (
                <div className="uyuni-journal-actions">
                    <Button
                        variant="secondary"
                        size="sm"
                        icon={paused ? <PlayIcon /> : <PauseIcon />}
                        aria-label={
                            paused ? format(_("Follow $0 again"), label) : format(_("Pause $0"), label)
                        }
                        onClick={() => {
                            setPaused(!paused);
                        }}
                    >
                        {paused ? _("Follow again") : _("Pause")}
                    </Button>
                    {paused && (
                        <span className="uyuni-quiet">
                            {format(ngettext("$0 new line", "$0 new lines", held), held)}
                        </span>
                    )}
                </div>
            )}
            {problem !== null && <ErrorAlert title={_("The journal cannot be read")} error={problem} />}
            <div
                ref={view}
                className="uyuni-journal-lines"
                aria-label={label}
                {...scrollable}
                onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
                    atEnd.current = scrollHeight - scrollTop - clientHeight < 8;
                }}
            >
                {loading && <Skeleton width="60%" screenreaderText={_("Loading")} />}
                {!loading && shown.length === 0 && problem === null && (
                    <p className="uyuni-quiet">{emptyText(access)}</p>
                )}
                <ol dir="ltr">
                    {shown.map((entry) => (
                        <JournalLine
                            key={entry.cursor}
                            entry={entry}
                            isContainer={entry.source === query.container}
                        />
                    ))}
                </ol>
            </div>
        </div>
    );
}
