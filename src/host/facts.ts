/** What set-up has to know beyond the live state; read when it is asked for, never kept. */
import type { ContainerState, FileState, HostState, SetUpFacts } from "../uyuni/host-state.js";
import { databaseSettings, type DatabaseTexts } from "../uyuni/rhn-conf.js";
import { unitDirectory } from "../uyuni/services.js";
import { isLocalDatabase } from "../uyuni/settings.js";
import { setUpPaths } from "../uyuni/set-up.js";
import { readListeners } from "./listeners.js";
import * as v from "valibot";
import { podmanRequest } from "./podman-socket.js";
import { asHostError } from "./problem.js";
import { outputOrNull, readText } from "./read-files.js";

/** Lines of rhn.conf that tell where the database is; the password's line never leaves the host. */
const WANTED = "^[[:space:]]*db_(name|host|port|backend)[[:space:]]*=";
const RHN_CONF = "/etc/rhn/rhn.conf";

const Volume = v.object({ Mountpoint: v.string() });

async function rhnConfInVolume(): Promise<string | null> {
    try {
        const { Mountpoint } = v.parse(Volume, await podmanRequest("GET", "/volumes/etc-rhn/json"));
        return await outputOrNull(["grep", "-E", "-e", WANTED, "--", `${Mountpoint}/rhn.conf`]);
    } catch {
        // No such volume: then the next source is asked.
        return null;
    }
}

/** What the server and its neighbours say about their database; for a form, and for questions to it. */
export async function databaseTexts(containers: readonly ContainerState[]): Promise<DatabaseTexts> {
    const server = containers.find(
        (container) => container.name === "uyuni-server" && container.status === "running",
    );
    const [rhnConf, inVolume, attestationConf, serverEnv] = await Promise.all([
        server === undefined
            ? null
            : outputOrNull(["podman", "exec", "uyuni-server", "grep", "-E", "-e", WANTED, "--", RHN_CONF]),
        rhnConfInVolume(),
        readText(`${unitDirectory}/uyuni-server-attestation@.service.d/generated.conf`),
        outputOrNull([
            "grep",
            "-E",
            "-e",
            "^MANAGER_DB_(NAME|HOST|PORT)=",
            "--",
            `${unitDirectory}/uyuni-server.service.d/server.env`,
        ]),
    ]);
    return { rhnConf, rhnConfInVolume: inVolume, attestationConf, serverEnv };
}

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
        const [texts, files, mgradm, curl] = await Promise.all([
            databaseTexts(containers),
            Promise.all(setUpPaths.map(readFile)),
            outputOrNull(["pgrep", "-a", "-x", "mgradm"]),
            outputOrNull(["test", "-x", "/usr/bin/curl"]),
        ]);
        const database = databaseSettings(texts);
        const place = { isLocal: isLocalDatabase(database.host), name: database.name };
        const listeners = await readListeners(place, containers);
        return {
            database,
            files,
            listeners,
            mgradm: mgradm === null ? null : mgradm.replace(/^[0-9]+ /, "").trim(),
            curl: curl !== null,
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}
