/** The files of set-up, as they are and as they are going to be. */
import { processorConf, processorFiles, processorUnitFile } from "./event-processor.js";
import type { FileState, SetUpFacts } from "./host-state.js";
import type { RenderedFile } from "./service-files.js";
import type { CheckedIntent } from "./set-up-intent.js";

/** Absolute paths of all files that set-up may write. */
export const setUpPaths: readonly string[] = [processorConf, processorUnitFile];

export interface SetUpFile {
    /** Position in the plan; names its staged texts. */
    readonly number: number;
    readonly path: string;
    readonly mode: string;
    readonly before: string | null;
    /** Mode of the old file where it is known. */
    readonly beforeMode: string | undefined;
    readonly after: string;
}

export function setUpFiles(
    intent: CheckedIntent,
    { files }: Pick<SetUpFacts, "files">,
): readonly SetUpFile[] {
    return besideOld(processorFiles(intent), files);
}

/** The files that are going to be written beside those that are there. */
export function besideOld(
    rendered: readonly RenderedFile[],
    present: readonly FileState[],
): readonly SetUpFile[] {
    return rendered.map(({ path, mode, text }, number) => {
        const old = present.find((file) => file.path === path);
        return { number, path, mode, before: old?.text ?? null, beforeMode: old?.mode, after: text };
    });
}

/** Name beside `path` that systemd does not read, for writing before renaming over. */
export function besideName(path: string, id: string): string {
    const slash = path.lastIndexOf("/") + 1;
    return `${path.slice(0, slash)}.${path.slice(slash)}.${id}`;
}

/**
 * What besideName() makes of the paths of Uyuni's units, its drop-ins and the recovery unit, and of nobody
 * else's, as POSIX extended regular expression of the whole path.
 */
export const besidePattern =
    "/.*/(\\.(cockpit-)?uyuni-[^/]+\\.service|uyuni-[^/]+\\.d/\\.[^/]+\\.conf)\\.[0-9a-f]{12}";
