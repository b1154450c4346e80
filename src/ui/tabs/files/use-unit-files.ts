import { useEffect, useState } from "react";
import type { HostError, WatchedFile } from "../../../host/host.js";
import { known, loading, type FileState, type Known, type UnitState } from "../../../uyuni/host-state.js";
import { dropInDirectory, isTemplate, unitFilePath } from "../../../uyuni/names.js";
import { unitDirectory, type Service } from "../../../uyuni/services.js";
import { useHost, useHostState } from "../../host-context.js";

export interface UnitFiles {
    /** The unit file, there or not, and everything that is in the folders of its drop-ins. */
    readonly files: Known<readonly WatchedFile[]>;
    /** A folder cannot be watched. */
    readonly problem: HostError | null;
}

const NOTHING: UnitFiles = { files: loading, problem: null };

/** Watches the files that a unit is made from. */
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
        const watch = host.watchFiles(wanted.split("\n"), folders.split("\n"), {
            changed: (found) => {
                setSeen(({ problem }) => ({ files: known(found), problem }));
            },
            problem: (problem) => {
                setSeen(({ files }) => ({ files, problem }));
            },
        });
        return () => {
            watch.close();
            setSeen(NOTHING);
        };
    }, [host, wanted, folders, access]);
    return seen;
}

/** Files with a text, as the views of a unit take them. */
export function fileStates(files: readonly WatchedFile[]): readonly FileState[] {
    return files.flatMap(({ path, text, mode }) => (text === null ? [] : [{ path, text, mode }]));
}
