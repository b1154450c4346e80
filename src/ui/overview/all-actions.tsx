import { Suspense, useState } from "react";
import { useStore } from "zustand";
import type { UnitAction } from "../../uyuni/order.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { part } from "../components/part.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import { actionsFor, allJobs, runAll, type AllVerb } from "./all-jobs.js";
import { runningTitle } from "./all-words.js";
import { StartAll } from "./start-all.js";

const AllQuestion = part(() => import("./all-question.js"));

/** Start all, Stop all, Restart all. */
export function AllActions() {
    const host = useHost();
    const [asking, setAsking] = useState<{
        readonly verb: Exclude<AllVerb, "start">;
        readonly actions: readonly UnitAction<Service>[];
    } | null>(null);
    const running = useStore(allJobs, ({ jobs }) => (jobs?.running === true ? jobs.verb : null));
    const anyToStop = useHostState((state) => actionsFor("stop", state).length > 0);
    const change = useChangeBlock();
    const block = change ?? (running === null ? null : runningTitle(running));
    const act = (verb: Exclude<AllVerb, "start">) => {
        runAll(host, verb, actionsFor(verb, host.state.getState()));
    };
    const ask = (verb: Exclude<AllVerb, "start">) => {
        setAsking({ verb, actions: actionsFor(verb, host.state.getState()) });
    };
    const busy = (verb: AllVerb) => (running === verb ? runningTitle(verb) : undefined);
    return (
        <>
            <StartAll />
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
