import { useCallback, useEffect, useState } from "react";
import { listTags } from "../../host/tags.js";
import type { AnsweredSource } from "../../uyuni/answered-source.js";
import { parseReference } from "../../uyuni/reference.js";
import { imageTags } from "../../uyuni/tag-order.js";

export type Tags =
    | { readonly state: "none" }
    | { readonly state: "loading" }
    | { readonly state: "ready"; readonly tags: readonly string[]; readonly from: AnsweredSource }
    | { readonly state: "failed"; readonly error: unknown };

/** Typing goes on for about this long before a registry is asked. */
const PAUSE_MS = 400;

interface Answer {
    readonly repository: string;
    readonly attempt: number;
    readonly tags: Tags;
}

/** The tags that the registry has for `repository`. Answers to an earlier question are dropped. */
export function useTags(repository: string): { readonly tags: Tags; readonly again: () => void } {
    const [attempt, setAttempt] = useState(0);
    const [answer, setAnswer] = useState<Answer | null>(null);
    const isName = "ok" in parseReference(`${repository}:latest`);

    useEffect(() => {
        if (!isName) return undefined;
        const stop = new AbortController();
        const give = (tags: Tags) => {
            if (!stop.signal.aborted) setAnswer({ repository, attempt, tags });
        };
        const timer = window.setTimeout(() => {
            listTags(repository, stop.signal).then(
                ({ tags, from }) => {
                    give({ state: "ready", tags: imageTags(tags), from });
                },
                (error: unknown) => {
                    give({ state: "failed", error });
                },
            );
        }, PAUSE_MS);
        return () => {
            stop.abort();
            window.clearTimeout(timer);
        };
    }, [repository, attempt, isName]);

    const again = useCallback(() => {
        setAttempt((before) => before + 1);
    }, []);
    if (!isName) return { tags: { state: "none" }, again };
    const isAnswered = answer !== null && answer.repository === repository && answer.attempt === attempt;
    return { tags: isAnswered ? answer.tags : { state: "loading" }, again };
}
