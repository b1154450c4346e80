import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { memo, useEffect, useLayoutEffect, useRef, useState, type UIEvent } from "react";
import { logTime } from "../../time.js";
import { _ } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";
import type { LogContent, LogLayout, LogRow } from "./log-buffer.js";
import { toneOf } from "./log-words.js";

/** A region that scrolls has to be reachable with the keyboard. */
const scrollable = { tabIndex: 0 };
/** Rows drawn above and below what can be seen. */
const OVERSCAN = 20;
/** Columns of time and source; where the text has fewer than this beside them, they go above it. */
const ASIDE = 18 + 17;
const NARROW = 50;

interface LogViewProps {
    content: LogContent;
    /** Names the log for screen readers. */
    label: string;
    container: string;
    onLayout: (layout: LogLayout) => void;
    /** Scrolled to the beginning of what is held. */
    onTop: () => void;
}

interface Place {
    /** The first row that is drawn. */
    readonly first: number;
    /** At the end, and staying there as lines come. */
    readonly following: boolean;
}

/** Rows of a log, of which only those in view are elements of the page. */
export function LogView({ content, label, container, onLayout, onTop }: LogViewProps) {
    const view = useRef<HTMLDivElement>(null);
    const probe = useRef<HTMLSpanElement>(null);
    const [size, setSize] = useState({ row: 20, visible: 30, stacked: false });
    const [place, setPlace] = useState<Place>({ first: 0, following: true });
    const shift = useRef(content.shift);
    const lastTop = useRef(0);

    useEffect(() => {
        const element = view.current;
        const sample = probe.current;
        if (element === null || sample === null) return undefined;
        const measure = () => {
            const { width, height } = sample.getBoundingClientRect();
            if (width === 0) return;
            const style = window.getComputedStyle(element);
            const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
            const columns = Math.floor((element.clientWidth - padding) / (width / 10)) - 1;
            const stacked = columns - ASIDE < NARROW;
            onLayout({ columns: Math.max(20, stacked ? columns : columns - ASIDE), stacked });
            setSize({ row: height, visible: Math.ceil(element.clientHeight / height), stacked });
        };
        const observer = new ResizeObserver(measure);
        observer.observe(element);
        return () => {
            observer.disconnect();
        };
    }, [onLayout]);

    // Before the browser paints: what is in view stays there when rows come above it.
    useLayoutEffect(() => {
        const element = view.current;
        if (element === null) return;
        const moved = content.shift - shift.current;
        shift.current = content.shift;
        if (place.following) element.scrollTop = element.scrollHeight;
        else if (moved !== 0) element.scrollTop += moved * size.row;
    }, [content, place.following, size]);

    const scrolled = ({ currentTarget: element }: UIEvent<HTMLDivElement>) => {
        const { scrollTop, scrollHeight, clientHeight } = element;
        const up = scrollTop < lastTop.current;
        lastTop.current = scrollTop;
        const following = scrollHeight - scrollTop - clientHeight < size.row;
        // Not at every pixel.
        const row = Math.floor(scrollTop / size.row / (OVERSCAN / 2)) * (OVERSCAN / 2);
        const first = Math.max(0, row - OVERSCAN);
        setPlace((now) => (now.first === first && now.following === following ? now : { first, following }));
        if (up && scrollTop < clientHeight) onTop();
    };

    const drawn = size.visible + 2 * OVERSCAN + OVERSCAN / 2;
    const first = place.following
        ? Math.max(0, content.rows - drawn)
        : Math.min(place.first, Math.max(0, content.rows - drawn));
    return (
        <div className="uyuni-log-frame">
            <div
                ref={view}
                className={size.stacked ? "uyuni-log uyuni-log-stacked" : "uyuni-log"}
                role="log"
                aria-live="off"
                aria-label={label}
                dir="ltr"
                onScroll={scrolled}
                {...scrollable}
            >
                <span ref={probe} className="uyuni-log-probe" aria-hidden="true">
                    0000000000
                </span>
                <div className="uyuni-log-all" style={{ blockSize: content.rows * size.row }}>
                    <div style={{ transform: `translateY(${first * size.row}px)` }}>
                        {content.window(first, drawn).map((row) => (
                            <Row key={row.key} row={row} container={container} />
                        ))}
                    </div>
                </div>
            </div>
            {!place.following && (
                <Button
                    variant="secondary"
                    size="sm"
                    className="uyuni-log-newest"
                    onClick={() => {
                        setPlace({ first: 0, following: true });
                        view.current?.focus();
                    }}
                >
                    {_("Go to the newest line")}
                </Button>
            )}
        </div>
    );
}

interface RowProps {
    row: LogRow;
    container: string;
}

const Row = memo(
    function Row({ row: { entry, first, pieces }, container }: RowProps) {
        const tone = toneOf(entry, container);
        const stacked = pieces === null;
        return (
            <div className={`uyuni-log-row${tone === null ? "" : ` uyuni-log-${tone}`}`}>
                {(first || stacked) && (
                    <>
                        <time dateTime={new Date(entry.time / 1000).toISOString()}>
                            {logTime(entry.time / 1000)}
                        </time>
                        <span className="uyuni-log-source">{visibleLine(entry.source)}</span>
                    </>
                )}
                {pieces !== null && (
                    <span className="uyuni-log-text">
                        {pieces.map(({ text, style }, index) =>
                            style === "" ? (
                                text
                            ) : (
                                <span key={index} className={style}>
                                    {text}
                                </span>
                            ),
                        )}
                    </span>
                )}
            </div>
        );
    },
    (before, after) =>
        before.row.key === after.row.key &&
        before.container === after.container &&
        before.row.pieces?.length === after.row.pieces?.length &&
        before.row.pieces?.[0]?.text === after.row.pieces?.[0]?.text,
);
