/**
 * Who listens on the event channel at present: one reading as the page with the
 * events makes them, for what has to be known before something is changed.
 */
import * as v from "valibot";
import { containerAt } from "../uyuni/events/addresses.js";
import { BaseAnswer } from "../uyuni/events/reading.js";
import { known, unknown, type ContainerState, type Known, type Listener } from "../uyuni/host-state.js";
import { EventsSession, type DatabasePlace } from "./events-session.js";
import { asHostError, HostError } from "./problem.js";

/** Reads the listeners wherever the database is; `place.name` has been checked by the grammar of settings. */
export async function readListeners(
    place: DatabasePlace,
    containers: readonly ContainerState[],
): Promise<Known<readonly Listener[]>> {
    const session = new EventsSession(place);
    try {
        const answer = (await session.ask(["base"])).get("base");
        if (answer?.text == null) throw new HostError("query-failed", answer?.sqlState ?? "");
        const { listeners } = v.parse(BaseAnswer, JSON.parse(answer.text));
        return known(
            listeners.map((listener) => ({
                ...listener,
                container: containerAt(listener.address, containers)?.name ?? "",
            })),
        );
    } catch (reason) {
        return unknown("error", asHostError(reason).message);
    } finally {
        session.close();
    }
}
