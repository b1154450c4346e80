import { useEffect, useRef, useState } from "react";
import type { HostError, JournalEntry, JournalQuery } from "../../host/host.js";
import { useHost } from "../host-context.js";

/** Lines kept while following; the oldest go first. */
const KEPT = 1000;

export interface Journal {
    readonly entries: readonly JournalEntry[];
    /** Lines that arrived while paused, and are not shown yet. */
    readonly held: number;
    readonly problem: HostError | null;
    /** The journal was asked, and has not answered yet. */
    readonly loading: boolean;
}

const NOTHING: Journal = { entries: [], held: 0, problem: null, loading: true };

/** How long an empty journal counts as "still reading". */
const FIRST_ANSWER_MS = 1500;

/** Follows the journal while mounted, for one and the same query. Bursts are drawn once a frame. */
export function useJournal(
    { unit, container, operation, lines, until }: JournalQuery,
    paused: boolean,
): Journal {
    const host = useHost();
    const [journal, setJournal] = useState(NOTHING);
    const arrived = useRef<JournalEntry[]>([]);
    const show = useRef<() => void>(() => undefined);
    const isPaused = useRef(paused);

    useEffect(() => {
        let frame = 0;
        arrived.current = [];
        show.current = () => {
            frame = 0;
            if (isPaused.current) {
                setJournal((journal) => ({ ...journal, held: arrived.current.length }));
                return;
            }
            const fresh = arrived.current;
            arrived.current = [];
            setJournal(({ entries }) => ({
                entries: [...entries, ...fresh].slice(-KEPT),
                held: 0,
                problem: null,
                loading: false,
            }));
        };
        const showSoon = () => {
            if (frame === 0)
                frame = window.requestAnimationFrame(() => {
                    show.current();
                });
        };

        const query: JournalQuery = {
            unit,
            lines,
            ...(container !== undefined && { container }),
            ...(operation !== undefined && { operation }),
            ...(until !== undefined && { until }),
        };
        const stream = host.followJournal(
            query,
            (entries) => {
                arrived.current = [...arrived.current, ...entries].slice(-KEPT);
                showSoon();
            },
            (problem) => {
                setJournal((journal) => ({ ...journal, problem, loading: false }));
            },
        );
        const patience = window.setTimeout(() => {
            // What has an end says when it has come to it.
            if (until !== undefined) return;
            setJournal((journal) => (journal.loading ? { ...journal, loading: false } : journal));
        }, FIRST_ANSWER_MS);
        return () => {
            window.clearTimeout(patience);
            window.cancelAnimationFrame(frame);
            stream.close();
        };
    }, [host, unit, container, operation, lines, until]);

    useEffect(() => {
        isPaused.current = paused;
        if (!paused) show.current();
    }, [paused]);

    return journal;
}
