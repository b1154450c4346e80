import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { overviewRows } from "../../uyuni/views.js";
import { useHost, useHostState } from "../host-context.js";
import type { MenuStatus } from "../../host/host.js";
import { eventsAlarm } from "../events/alarm.js";
import { clock } from "../events/formats.js";
import { list } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";

/** The icon at the menu's entry, while a service has failed; whatever page of this module is open. */
export function useMenuStatus(): void {
    const host = useHost();
    const failed = useHostState(
        useShallow((state): readonly string[] => {
            const rows = overviewRows(state);
            if (rows.state !== "known") return [];
            const titles = rows.value
                .filter(({ status }) => status === "failed")
                .map(({ service }) => translate(service.title));
            return [...new Set(titles)];
        }),
    );
    const alarm = useEventsStatus();
    useEffect(() => {
        host.setMenuStatus(
            failed.length === 0
                ? alarm
                : {
                      type: "error",
                      title: format(
                          ngettext("A service has failed: $0", "Services have failed: $0", failed.length),
                          list(failed),
                      ),
                  },
        );
    }, [host, failed, alarm]);
}

/** What is wrong with Salt's events; or what was, when somebody looked last. */
function useEventsStatus(): MenuStatus | null {
    const { events } = useHost();
    const { title, isKnown } = useStore(eventsAlarm);
    const isRead = useStore(events.state, ({ isRead }) => isRead) && isKnown;
    // Only then does the time of the last reading stand still.
    const lookedAt = useStore(events.state, ({ lookedAt }) => (isRead ? 0 : lookedAt));
    return useMemo(() => {
        if (title === null) return null;
        if (isRead) return { type: "warning", title: format(_("Salt's events: $0"), title) };
        return {
            type: "info",
            title: format(
                _("Salt's events: not known. They were last looked at $0: $1"),
                clock(lookedAt),
                title,
            ),
        };
    }, [title, isRead, lookedAt]);
}
