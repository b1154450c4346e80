import { useState } from "react";
import { ranBefore } from "../../uyuni/images/going-back.js";
import { freedByRows, goingRows, planCleanUp } from "../../uyuni/images/plan.js";
import { imageRows, type ImageRow } from "../../uyuni/images/rows.js";
import type { HistoryEntry } from "../../uyuni/history.js";
import type { Plan } from "../../uyuni/plan.js";
import type { Choices, Freed } from "../../uyuni/uninstall/choice.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { useHost, useHostState } from "../host-context.js";
import { newId } from "../set-up/use-plan.js";
import { useKept } from "./use-kept.js";

export interface CleanUp {
    readonly rows: readonly ImageRow[];
    readonly going: readonly ImageRow[];
    readonly setGoing: (row: ImageRow, going: boolean) => void;
    readonly freed: Freed;
    /** Null while nothing is chosen. */
    readonly plan: Plan | null;
    /** How many images of each service are kept for going back. */
    readonly count: number;
    readonly setCount: (count: number) => void;
    /** Why it was not started. */
    readonly notice: "changed" | "busy" | null;
    readonly error: unknown;
    readonly starting: boolean;
    readonly start: () => void;
}

/** The choice of images that go, its plan, and starting it when it is still the one that was shown. */
export function useCleanUp(
    found: Survey,
    entries: readonly HistoryEntry[],
    read: () => Promise<Survey | null>,
): CleanUp {
    const host = useHost();
    const state = useHostState((all) => all);
    const [id, setId] = useState(newId);
    const [count, setCount] = useKept();
    const [choices, setChoices] = useState<Choices>(new Map());
    const [notice, setNotice] = useState<CleanUp["notice"]>(null);
    const [error, setError] = useState<unknown>(null);
    const [starting, setStarting] = useState(false);

    const look = (at: Survey) => {
        const rows = imageRows(at, { ran: ranBefore(entries), count });
        return { rows, going: goingRows(rows, choices) };
    };
    const { rows, going } = look(found);
    const plan = going.length === 0 ? null : planCleanUp(found, state, rows, going, id);

    const run = async (shown: Plan) => {
        setStarting(true);
        setNotice(null);
        setError(null);
        try {
            const fresh = await read();
            if (fresh === null) return;
            const now = look(fresh);
            const planned = planCleanUp(fresh, host.state.getState(), now.rows, now.going, id);
            if (planned.fingerprint !== shown.fingerprint) {
                setNotice("changed");
                return;
            }
            const { outcome } = await host.run(planned);
            if (outcome === "busy") setNotice("busy");
            else {
                setId(newId());
                setChoices(new Map());
            }
        } catch (reason) {
            setError(reason);
        } finally {
            setStarting(false);
        }
    };
    return {
        ...{ rows, going, plan, count, setCount, notice, error, starting },
        freed: freedByRows(found, going),
        setGoing: ({ image, byDefault }, wanted) => {
            const changed = new Map(choices);
            if (wanted === byDefault) changed.delete(image.id);
            else changed.set(image.id, wanted);
            setChoices(changed);
            setNotice(null);
        },
        start: () => {
            if (plan !== null) void run(plan);
        },
    };
}
