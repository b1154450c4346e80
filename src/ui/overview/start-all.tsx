import { useStore } from "zustand";
import { ActionButton } from "../components/action-button.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import { actionsFor, allJobs, runAll } from "./all-jobs.js";
import { runningTitle } from "./all-words.js";

/** Starts every service that starts at boot and does not run. */
export function StartAll() {
    const host = useHost();
    const running = useStore(allJobs, ({ jobs }) => (jobs?.running === true ? jobs.verb : null));
    const anyToStart = useHostState((state) => actionsFor("start", state).length > 0);
    const change = useChangeBlock();
    const block = change ?? (running === null ? null : runningTitle(running));
    return (
        <ActionButton
            variant="secondary"
            blocked={block ?? (anyToStart ? null : _("Everything that starts at boot runs already"))}
            busy={running === "start" ? runningTitle(running) : undefined}
            onClick={() => {
                runAll(host, "start", actionsFor("start", host.state.getState()));
            }}
        >
            {_("Start all")}
        </ActionButton>
    );
}
