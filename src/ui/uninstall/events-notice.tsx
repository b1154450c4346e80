import { consumers } from "../../uyuni/events/consumers.js";
import { Notice } from "../components/notice.js";
import { useContainers, useEvents } from "../events/use-events.js";
import { _ } from "../translate.js";

const SECONDS = 5;

/** What becomes of Salt's events when the event processor goes and the server stays. */
export function EventsNotice() {
    const { log, problem, isOld } = useEvents(SECONDS);
    const containers = useContainers();
    const server = consumers(log, containers).some(({ kind }) => kind === "server");
    return (
        <Notice
            variant={server ? "info" : "warning"}
            title={_("Salt's events stay in their table in the database")}
        >
            {problem !== null
                ? _(
                      "Whether the server works them off itself could not be read. If it does not, they pile up, and results of actions do not show up in Uyuni.",
                  )
                : isOld
                  ? _("Whether the server works them off itself is being read.")
                  : server
                    ? _(
                          "The server listens for them as well: it works them off itself, and goes on with that.",
                      )
                    : _(
                          "The server does not listen for them: they pile up, and results of actions do not show up in Uyuni, until there is an event processor again or a server that works them off itself.",
                      )}
        </Notice>
    );
}
