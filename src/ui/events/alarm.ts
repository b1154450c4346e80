/**
 * What the readings of Salt's events warn of, for the menu's entry. It stays
 * when the page that read is left: then it is not known how things stand, and
 * the menu says that rather than nothing.
 */
import { useEffect } from "react";
import { createStore } from "zustand/vanilla";
import type { VerdictTone } from "../../uyuni/events/verdict-words.js";

interface EventsAlarm {
    /** The last verdict's words where that was a bad one, null where all was well, or nobody has read yet. */
    readonly title: string | null;
    /** It was said by the last reading. */
    readonly isKnown: boolean;
}

export const eventsAlarm = createStore<EventsAlarm>()(() => ({ title: null, isKnown: true }));

/** Tells of each verdict while the component is there. */
export function useEventsAlarm(tone: VerdictTone, title: string): void {
    useEffect(() => {
        if (tone === "unknown") eventsAlarm.setState({ isKnown: false });
        else eventsAlarm.setState({ title: tone === "bad" ? title : null, isKnown: true });
    }, [tone, title]);
}
