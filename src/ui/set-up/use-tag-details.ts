import { useCallback, useEffect, useRef, useState } from "react";
import { TagDetailsReader } from "../../host/tag-details.js";
import type { Message } from "../../uyuni/message.js";
import type { TagDetails } from "../../uyuni/told-image.js";
import { useHostState } from "../host-context.js";

type Details = ReadonlyMap<string, TagDetails>;

export interface ReadDetails {
    /** What is known so far, by tag. */
    readonly details: Details;
    /** Why the registry, which asks for a login, does not tell any; null if it may. */
    readonly without: Message | null;
    /** Has the registry asked for those that were not asked for yet. */
    readonly want: (tags: readonly string[]) => void;
}

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
    const [refusal, setRefusal] = useState<{ repository: string; reason: Message } | null>(null);

    useEffect(() => {
        if (!isListed) return undefined;
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
                setRefusal({ repository, reason });
            },
        });
        reader.current = opened;
        opened.read(wanted.current);
        return () => {
            reader.current = null;
            wanted.current = [];
            opened.close();
        };
    }, [repository, architecture, isListed]);

    const want = useCallback((tags: readonly string[]) => {
        // A child's effects run before those that open the reader.
        wanted.current = tags;
        reader.current?.read(tags);
    }, []);
    return {
        details: answer.repository === repository ? answer.details : NOTHING,
        without: refusal?.repository === repository ? refusal.reason : null,
        want,
    };
}

/** In podman's words; "" while it is not known. */
export function useHostArchitecture(): string {
    return useHostState(({ podman }) => (podman.state === "known" ? podman.value.architecture : ""));
}
