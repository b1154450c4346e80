/** The texts that say where the database is; read when it is asked for, never kept. */
import type { ContainerState } from "../uyuni/host-state.js";
import type { DatabaseTexts } from "../uyuni/rhn-conf.js";
import { unitDirectory } from "../uyuni/services.js";
import { outputOrNull, readText } from "./read-files.js";
import { volumeFolder } from "./volume-folder.js";

/** Lines of rhn.conf that tell where the database is; the password's line never leaves the host. */
const WANTED = "^[[:space:]]*db_(name|host|port|backend)[[:space:]]*=";
const RHN_CONF = "/etc/rhn/rhn.conf";

async function rhnConfInVolume(): Promise<string | null> {
    try {
        const folder = await volumeFolder("etc-rhn");
        return await outputOrNull(["grep", "-E", "-e", WANTED, "--", `${folder}/rhn.conf`]);
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
