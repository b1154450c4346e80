import { useCallback, useEffect, useRef, useState } from "react";
import { TagDetailsReader } from "../../host/tag-details.js";
import type { Message } from "../../uyuni/message.js";
import type { TagDetails } from "../../uyuni/told-image.js";
import { useHostState } from "../host-context.js";

type Details = ReadonlyMap<string, TagDetails>;

export interface ReadDetails {
    /** What is known so far, by tag. */
    readonly details: Details;
    /** Why the registry does not tell any, or not all; null if it may. */
    readonly missing: Missing | null;
    /** Has it asked for all of them once more. */
    readonly again: () => void;
    /** Has the registry asked for those that were not asked for yet. */
    readonly want: (tags: readonly string[]) => void;
}

/** The words of podman or of the host, or what a registry failed with. */
export type Missing = { readonly reason: Message } | { readonly error: unknown };

const NOTHING: Details = new Map();

/**
 * Details of the tags of `repository`, as far as they are wanted. Nothing is asked before its tags are known.
 *
 * @param isListed the registry has told its tags
 */
export function useTagDetails(repository: string, isListed: boolean): ReadDetails {
    const architecture = useHostArchitecture();
    const reader = useRef<TagDetailsReader | null>(null);
    const wanted = useRef<readonly string[]>([]);
    const [answer, setAnswer] = useState({ repository, details: NOTHING });
    const [attempt, setAttempt] = useState(0);
    const [refusal, setRefusal] = useState<{ of: string; attempt: number; missing: Missing } | null>(null);

    useEffect(() => {
        if (!isListed) return undefined;
        const miss = (missing: Missing) => {
            setRefusal({ of: repository, attempt, missing });
        };
        const opened = new TagDetailsReader(repository, architecture, {
            told: (more) => {
                setAnswer((before) => ({
                    repository,
                    details: new Map([
                        ...(before.repository === repository ? before.details : NOTHING),
                        ...more,
                    ]),
                }));
            },
            without: (reason) => {
                miss({ reason });
            },
            failed: (error) => {
                miss({ error });
            },
        });
        reader.current = opened;
        opened.read(wanted.current);
        return () => {
            reader.current = null;
            opened.close();
        };
    }, [repository, architecture, isListed, attempt]);
    useEffect(
        () => () => {
            wanted.current = [];
        },
        [repository, architecture, isListed],
    );

    const want = useCallback((tags: readonly string[]) => {
        // A child's effects run before those that open the reader.
        wanted.current = tags;
        reader.current?.read(tags);
    }, []);
    const again = useCallback(() => {
        setAttempt((before) => before + 1);
    }, []);
    return {
        details: answer.repository === repository ? answer.details : NOTHING,
        missing: refusal?.of === repository && refusal.attempt === attempt ? refusal.missing : null,
        again,
        want,
    };
}

/** In podman's words; "" while it is not known. */
export function useHostArchitecture(): string {
    return useHostState(({ podman }) => (podman.state === "known" ? podman.value.architecture : ""));
}
