import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { HostError, JournalEntry, LogQuery } from "../../../host/host.js";
import { JournalReader } from "../../../host/journal-reader.js";
import { asHostError } from "../../../host/problem.js";
import { KEPT, LogBuffer, type LogContent, type LogLayout } from "./log-buffer.js";
import { prefixOf } from "./log-words.js";

/** Lines that are read at first, and each time older ones are asked for. */
const FIRST = 500;
const OLDER = 5000;
/** Lines that are taken in between two frames. */
const AT_ONCE = 4000;
/** And of older ones, each of which moves all the others. */
const OLDER_AT_ONCE = 1000;

export interface Log {
    readonly content: LogContent;
    readonly loading: boolean;
    /** Older lines are being read. */
    readonly loadingOlder: boolean;
    /** There may be older ones. */
    readonly more: boolean;
    /** Lines that arrived while paused. */
    readonly held: number;
    readonly problem: HostError | null;
    readonly loadOlder: () => void;
    readonly setLayout: (layout: LogLayout) => void;
    /** What is held, for copying. */
    readonly entries: () => readonly JournalEntry[];
}

interface Status {
    readonly loading: boolean;
    readonly loadingOlder: boolean;
    readonly more: boolean;
    readonly held: number;
    readonly problem: HostError | null;
}

const BEGINNING: Status = { loading: true, loadingOlder: false, more: false, held: 0, problem: null };

/** Lets the browser do what else is to be done: events, frames. */
function afterTask(): Promise<void> {
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
            port1.close();
            resolve();
        };
        port2.postMessage(null);
    });
}

/** Reads the journal while mounted, for one and the same query; what arrives is taken in once a frame. */
export function useLog(query: LogQuery, paused: boolean): Log {
    const { container = "" } = query;
    const buffer = useMemo(() => new LogBuffer((entry) => prefixOf(entry, container)), [container]);
    const [content, setContent] = useState(() => buffer.content);
    const [status, setStatus] = useState(BEGINNING);
    const arrived = useRef<JournalEntry[]>([]);
    const frame = useRef(0);
    const isPaused = useRef(paused);
    const reader = useRef<JournalReader | null>(null);
    const change = useCallback((part: Partial<Status>) => {
        setStatus((status) => ({ ...status, ...part }));
    }, []);

    const takeIn = useCallback(() => {
        const step = () => {
            frame.current = 0;
            if (isPaused.current) {
                change({ held: arrived.current.length });
                return;
            }
            buffer.append(arrived.current.splice(0, AT_ONCE));
            setContent(buffer.content);
            change({ held: 0, loading: false });
            if (arrived.current.length > 0) frame.current = window.requestAnimationFrame(step);
        };
        if (frame.current === 0) frame.current = window.requestAnimationFrame(step);
    }, [buffer, change]);

    useEffect(() => {
        buffer.clear();
        arrived.current = [];
        const opened = new JournalReader(query, FIRST, {
            first: ({ entries, more }) => {
                buffer.clear();
                buffer.append(entries);
                setContent(buffer.content);
                change({ more, loading: false, problem: null });
            },
            newer: (entries) => {
                arrived.current.push(...entries);
                // Nobody looks at a page that is hidden: no frame comes.
                if (arrived.current.length > KEPT) arrived.current.splice(0, arrived.current.length - KEPT);
                takeIn();
            },
            problem: (problem) => {
                change({ problem, loading: false });
            },
        });
        reader.current = opened;
        return () => {
            window.cancelAnimationFrame(frame.current);
            frame.current = 0;
            opened.close();
        };
    }, [buffer, query, change, takeIn]);

    useEffect(() => {
        isPaused.current = paused;
        if (!paused && arrived.current.length > 0) takeIn();
    }, [paused, takeIn]);

    const loadOlder = useCallback(() => {
        const asked = reader.current;
        if (asked === null) return;
        change({ loadingOlder: true });
        asked
            .older(OLDER)
            .then(async ({ entries, more }) => {
                for (let end = entries.length; end > 0; end -= OLDER_AT_ONCE) {
                    if (reader.current !== asked) return;
                    buffer.prepend(entries.slice(Math.max(0, end - OLDER_AT_ONCE), end));
                    setContent(buffer.content);
                    await afterTask();
                }
                if (reader.current !== asked) return;
                change({ more: more && buffer.entries.length < KEPT, problem: null });
            })
            .catch((reason: unknown) => {
                if (reader.current === asked) change({ problem: asHostError(reason) });
            })
            .finally(() => {
                if (reader.current === asked) change({ loadingOlder: false });
            });
    }, [buffer, change]);

    const setLayout = useCallback(
        (layout: LogLayout) => {
            buffer.setLayout(layout);
            setContent(buffer.content);
        },
        [buffer],
    );
    const entries = useCallback(() => buffer.entries, [buffer]);
    return { content, ...status, loadOlder, setLayout, entries };
}
