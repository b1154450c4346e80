import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { hostNow } from "../../host/clock.js";
import { pausedUntil, pauses } from "../../host/registry-pause.js";
import { absoluteTime } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { RegistryReading } from "./answers.js";

/** The longest that a browser's timer knows. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Why nobody is asked now, which ends by itself; null where one of them may be.
 *
 * @param registries null stands for one that had not too many requests
 */
export function usePause(registries: readonly (string | null)[]): string | null {
    const known = useStore(
        pauses,
        useShallow((all) => registries.map((one) => (one === null ? 0 : (all[one] ?? 0)))),
    );
    const next = Math.min(...known);
    const [, setOver] = useState(0);
    useEffect(() => {
        const left = next - hostNow();
        if (!Number.isFinite(left) || left <= 0) return undefined;
        const timer = window.setTimeout(
            () => {
                setOver(hostNow());
            },
            Math.min(left, LONGEST_MS),
        );
        return () => {
            window.clearTimeout(timer);
        };
    }, [next]);
    const registry = registries[known.indexOf(next)] ?? null;
    if (registry === null || pausedUntil(registry) === 0) return null;
    return format(
        _("$0 had too many requests: it is left alone until $1"),
        visibleLine(registry),
        absoluteTime(next),
    );
}

/** The registry that had too many requests when it was asked; null otherwise. */
export function busyRegistry({ asked }: RegistryReading): string | null {
    return asked !== null && "failure" in asked.answer && asked.answer.failure.problem === "busy"
        ? asked.registry
        : null;
}
