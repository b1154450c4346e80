import { useCallback, useEffect, useRef, useState } from "react";
import type { ImageArchive } from "../../uyuni/archive-facts.js";
import { checkArchivePath } from "../../uyuni/archive-path.js";
import { useHost } from "../host-context.js";

export interface ArchiveLook {
    /** As it was typed. */
    readonly path: string;
    readonly archive: ImageArchive | null;
    readonly error: unknown;
}

export interface ReadArchive {
    readonly looking: boolean;
    /** What was seen in the archive at `path`; null while that is not known. */
    readonly look: ArchiveLook | null;
    readonly lookInside: () => void;
}

/**
 * What is in the archive at `path`, when it is asked for. A late answer is dropped.
 *
 * @param onFound is told of what was seen
 */
export function useArchive(path: string, onFound: (archive: ImageArchive) => void): ReadArchive {
    const host = useHost();
    const latest = useRef(path);
    const found = useRef(onFound);
    const [asked, setAsked] = useState<string | null>(null);
    const [look, setLook] = useState<ArchiveLook | null>(null);
    useEffect(() => {
        latest.current = path;
        found.current = onFound;
    });
    useEffect(
        () => () => {
            latest.current = "";
        },
        [],
    );
    const lookInside = useCallback(() => {
        const checked = checkArchivePath(path);
        if ("error" in checked) return;
        setAsked(path);
        const give = (answer: ArchiveLook) => {
            if (latest.current !== path) return;
            setAsked(null);
            setLook(answer);
            if (answer.archive !== null) found.current(answer.archive);
        };
        host.readArchive(checked.ok).then(
            (archive) => {
                give({ path, archive, error: null });
            },
            (error: unknown) => {
                give({ path, archive: null, error });
            },
        );
    }, [host, path]);
    return { looking: asked === path, look: look?.path === path ? look : null, lookInside };
}
