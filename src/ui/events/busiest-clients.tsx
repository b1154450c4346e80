import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useState, type Ref } from "react";
import type { Busiest } from "../../uyuni/events/reading.js";
import { ErrorAlert } from "../components/error-alert.js";
import { useAction, type Action } from "../components/use-action.js";
import { useHost } from "../host-context.js";
import { count } from "../time.js";
import { _ } from "../translate.js";
import { visibleLine } from "../visible-text.js";

export interface BusiestAsking {
    readonly ask: Action;
    /** null: not asked yet. */
    readonly found: readonly Busiest[] | null;
}

/** Who sends the most: asked when it is wanted, since every waiting event has to be read for it. */
export function useBusiest(): BusiestAsking {
    const { events } = useHost();
    const [found, setFound] = useState<readonly Busiest[] | null>(null);
    const ask = useAction(async () => {
        setFound(await events.busiest());
    });
    return { ask, found };
}

/** `place` is where the answer is going to be, for whoever asks from elsewhere. */
export function BusiestClients({ asking, place }: { asking: BusiestAsking; place: Ref<HTMLDivElement> }) {
    const { ask, found } = asking;
    return (
        <div ref={place} className="uyuni-event-details" tabIndex={-1}>
            <Button
                variant="secondary"
                size="sm"
                isLoading={ask.running}
                {...(ask.running && { spinnerAriaValueText: _("Counting") })}
                onClick={ask.run}
            >
                {_("Show the busiest clients")}
            </Button>
            {ask.error !== null && (
                <ErrorAlert
                    title={_("The clients could not be counted")}
                    error={ask.error}
                    onClose={ask.dismiss}
                />
            )}
            <div role="status">
                {found?.length === 0 && <p className="uyuni-quiet">{_("No event of a client waits.")}</p>}
                {found !== null && found.length > 0 && (
                    <table className="uyuni-queues">
                        <thead>
                            <tr>
                                <th scope="col">{_("Client")}</th>
                                <th scope="col">{_("Waiting")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {found.map(({ minion, count: waiting }) => (
                                <tr key={minion ?? ""}>
                                    <th scope="row" className="uyuni-value">
                                        {visibleLine(minion ?? "")}
                                    </th>
                                    <td>{count(waiting)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                )}
            </div>
        </div>
    );
}
