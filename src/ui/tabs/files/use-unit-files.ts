import { useEffect, useState } from "react";
import type { HostError, WatchedFile } from "../../../host/host.js";
import { known, loading, type FileState, type Known, type UnitState } from "../../../uyuni/host-state.js";
import { textAsLoaded } from "../../../uyuni/drop-in-files.js";
import { dropInDirectory, isTemplate, unitFilePath } from "../../../uyuni/names.js";
import { unitDirectory, type Service } from "../../../uyuni/services.js";
import { useHost, useHostState } from "../../host-context.js";

export interface UnitFiles {
    /** The unit file, there or not, and everything that is in the folders of its drop-ins. */
    readonly files: Known<readonly WatchedFile[]>;
    /** A folder cannot be watched: its files are those that were there before. */
    readonly problem: HostError | null;
}

interface Seen extends UnitFiles {
    /** The folders of the unit's drop-ins. */
    readonly of: string;
}

const NOTHING: Seen = { of: "", files: loading, problem: null };

/**
 * Watches the files that a unit is made from. Once they were seen, they stay as they were until they are seen anew,
 * whatever becomes of the connection and the access: somebody may be editing one.
 */
export function useUnitFiles(service: Service, unit: string, loaded: UnitState | null): UnitFiles {
    const host = useHost();
    const access = useHostState((state) => state.access);
    const [seen, setSeen] = useState(NOTHING);
    const directories = [
        dropInDirectory(service),
        ...(isTemplate(service) ? [`${unitDirectory}/${unit}.d`] : []),
    ];
    const paths = [loaded?.fragmentPath ?? "", ...(loaded?.dropInPaths ?? [])].filter(
        (path) => path !== "" && !directories.some((directory) => path.startsWith(`${directory}/`)),
    );
    // Compared as texts, since they are made anew with every change of the unit.
    const wanted = [...new Set([unitFilePath(service), ...paths])].join("\n");
    const folders = directories.join("\n");
    useEffect(() => {
        let problem: HostError | null = null;
        const watch = host.watchFiles(wanted.split("\n"), folders.split("\n"), {
            changed: (found) => {
                setSeen({ of: folders, files: known(found), problem });
            },
            problem: (error) => {
                problem = error;
                setSeen((before) =>
                    before.of === folders ? { ...before, problem } : { ...NOTHING, of: folders, problem },
                );
            },
        });
        return () => {
            watch.close();
        };
    }, [host, wanted, folders, access]);
    return seen.of === folders ? seen : NOTHING;
}

/** Files with a text, as the views of a unit take them. */
export function fileStates(files: readonly WatchedFile[]): readonly FileState[] {
    return files.flatMap(({ error, ...file }) => {
        const text = textAsLoaded({ ...file, problem: error?.problem ?? null });
        return text === null ? [] : [{ path: file.path, text, mode: file.mode }];
    });
}
