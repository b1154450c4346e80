/** What set-up has to know beyond the live state; read when it is asked for, never kept. */
import { eventProcessor } from "../uyuni/event-processor.js";
import type { FileState, HostState, SetUpFacts } from "../uyuni/host-state.js";
import { runningIn } from "../uyuni/mgradm/tool.js";
import { databaseSettings } from "../uyuni/rhn-conf.js";
import { isLocalDatabase } from "../uyuni/settings.js";
import { setUpPaths } from "../uyuni/set-up.js";
import { databaseTexts } from "./database-texts.js";
import { readDropIns } from "./drop-ins.js";
import { readListeners } from "./listeners.js";
import { preparePull } from "./podman-service.js";
import { asHostError } from "./problem.js";
import { outputOrNull, readText } from "./read-files.js";

/** Text and mode. Rejects with HostError. */
export async function readFile(path: string): Promise<FileState> {
    const [text, mode] = await Promise.all([
        readText(path),
        outputOrNull(["stat", "--format=%a", "--", path]),
    ]);
    return mode === null ? { path, text } : { path, text, mode: mode.trim().padStart(4, "0") };
}

/** Rejects with HostError. */
export async function readSetUpFacts(state: HostState): Promise<SetUpFacts> {
    const containers = state.podman.state === "known" ? state.podman.value.containers : [];
    try {
        const [texts, files, dropIns, mgradm, watching] = await Promise.all([
            databaseTexts(containers),
            Promise.all(setUpPaths.map(readFile)),
            readDropIns(eventProcessor),
            outputOrNull(["pgrep", "-a", "-x", "mgradm"]),
            preparePull(),
        ]);
        const database = databaseSettings(texts);
        const place = { isLocal: isLocalDatabase(database.host), name: database.name };
        const listeners = await readListeners(place, containers);
        return {
            database,
            files,
            dropIns,
            listeners,
            mgradm: runningIn(mgradm ?? ""),
            watching,
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}
