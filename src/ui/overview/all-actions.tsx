import { Suspense, useState } from "react";
import { useStore } from "zustand";
import { restartAll, startAll, stopAll, type UnitAction } from "../../uyuni/order.js";
import type { HostState, Known } from "../../uyuni/host-state.js";
import { serviceById, isServiceId } from "../../uyuni/names.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { part } from "../components/part.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import { allJobs, runAll, type AllVerb } from "./all-jobs.js";
import { runningTitle } from "./all-words.js";

const AllQuestion = part(() => import("./all-question.js"));

/** What has to be done, in its order; empty while that is not known. */
function actionsFor(verb: AllVerb, state: HostState): readonly UnitAction<Service>[] {
    const found: Known<readonly UnitAction[]> =
        verb === "start" ? startAll(state) : verb === "stop" ? stopAll(state) : restartAll(state);
    if (found.state !== "known") return [];
    return found.value.flatMap(({ service: { id }, ...action }) =>
        isServiceId(id) ? [{ ...action, service: serviceById(id) }] : [],
    );
}

/** Start all, Stop all, Restart all. */
export function AllActions() {
    const host = useHost();
    const [asking, setAsking] = useState<{
        readonly verb: Exclude<AllVerb, "start">;
        readonly actions: readonly UnitAction<Service>[];
    } | null>(null);
    const running = useStore(allJobs, ({ jobs }) => (jobs?.running === true ? jobs.verb : null));
    const anyToStart = useHostState((state) => actionsFor("start", state).length > 0);
    const anyToStop = useHostState((state) => actionsFor("stop", state).length > 0);
    const change = useChangeBlock();
    const block = change ?? (running === null ? null : runningTitle(running));
    const act = (verb: AllVerb) => {
        runAll(host, verb, actionsFor(verb, host.state.getState()));
    };
    const ask = (verb: Exclude<AllVerb, "start">) => {
        setAsking({ verb, actions: actionsFor(verb, host.state.getState()) });
    };
    const busy = (verb: AllVerb) => (running === verb ? runningTitle(verb) : undefined);
    return (
        <>
            <ActionButton
                variant="secondary"
                blocked={block ?? (anyToStart ? null : _("Everything that starts at boot runs already"))}
                busy={busy("start")}
                onClick={() => {
                    act("start");
                }}
            >
                {_("Start all")}
            </ActionButton>
            <ActionButton
                variant="secondary"
                blocked={block ?? (anyToStop ? null : _("Nothing runs"))}
                busy={busy("stop")}
                onClick={() => {
                    ask("stop");
                }}
            >
                {_("Stop all")}
            </ActionButton>
            <ActionButton
                variant="secondary"
                blocked={block ?? (anyToStop ? null : _("Nothing runs: start it instead"))}
                busy={busy("restart")}
                onClick={() => {
                    ask("restart");
                }}
            >
                {_("Restart all")}
            </ActionButton>
            {asking !== null && (
                <Suspense fallback={null}>
                    <AllQuestion
                        verb={asking.verb}
                        actions={asking.actions}
                        onConfirm={() => {
                            act(asking.verb);
                        }}
                        onClose={() => {
                            setAsking(null);
                        }}
                    />
                </Suspense>
            )}
        </>
    );
}
