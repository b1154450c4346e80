/** Where the database with Salt's events is: as the event processor's unit has it, else as the server has it. */
import type { HostState } from "../uyuni/host-state.js";
import { databaseSettings } from "../uyuni/rhn-conf.js";
import { checkDatabaseHost, checkDatabaseName, isLocalDatabase } from "../uyuni/settings.js";
import { eventProcessorView } from "../uyuni/views.js";
import type { DatabasePlace } from "./events-session.js";
import { databaseTexts } from "./database-texts.js";

/** Rejects with HostError. */
export async function findDatabase(state: HostState): Promise<DatabasePlace> {
    const view = eventProcessorView(state);
    if (view.kind === "set-up") {
        const host = checkDatabaseHost(view.database.host);
        const name = checkDatabaseName(view.database.name);
        if ("ok" in host && "ok" in name) return { isLocal: isLocalDatabase(host.ok), name: name.ok };
    }
    const containers = state.podman.state === "known" ? state.podman.value.containers : [];
    const { host, name } = databaseSettings(await databaseTexts(containers));
    return { isLocal: isLocalDatabase(host), name };
}
