/** What the set-up of an optional service needs to know beyond the live state; read when it is asked for. */
import type { ImageArchive, PackagedImage } from "./archive-facts.js";
import type { FileState, Known, Watching } from "./host-state.js";
import type { ChosenImage } from "./told-image.js";
import type { PublishedPort } from "./run-options.js";

/** A port of the host that somebody listens on. */
export interface UsedPort extends PublishedPort {
    /** Who: a process or a container, "" if it is not known. */
    readonly by: string;
}

export interface ServiceSetUpFacts {
    /** The files of `serviceFilePaths` as they are. */
    readonly files: readonly FileState[];
    /** Drop-ins of the service's units, whoever wrote them; absent where they were not read. */
    readonly dropIns?: readonly FileState[];
    /** A running mgradm, as its command line; null if there is none. */
    readonly mgradm: string | null;
    readonly watching: Watching;
    /** The image that is asked for; null where nothing is known of it, absent before one is. */
    readonly image?: ChosenImage | null;
    /** The archive out of which it is to be loaded; null where there is to be none. */
    readonly archive?: ImageArchive | null;
    /** An RPM's archive of the image that is asked for. */
    readonly packaged?: PackagedImage | null;
    /** Names of podman's volumes. */
    readonly volumes: Known<readonly string[]>;
    readonly ports: Known<readonly UsedPort[]>;
}
