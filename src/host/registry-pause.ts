/** Registries that had too many requests, and so are left alone for a while by everything on this page. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RegistryFailure } from "../uyuni/registry-answer.js";
import { pauseLength } from "../uyuni/retry-after.js";
import { hostNow } from "./clock.js";

/** Until when (milliseconds since the epoch, by the host's clock), by registry; some of it may be over. */
export const pauses: StoreApi<Readonly<Record<string, number>>> = createStore(() => ({}));

/** Takes note of it if it is one to leave the registry alone for. */
export function noteFailure(registry: string, { problem, retryAfter }: RegistryFailure): void {
    if (problem !== "busy") return;
    const now = hostNow();
    pauses.setState({ [registry]: now + pauseLength(retryAfter, now) });
}

/** Milliseconds since the epoch; 0 when it may be asked. */
export function pausedUntil(registry: string): number {
    const until = pauses.getState()[registry] ?? 0;
    return until > hostNow() ? until : 0;
}

/** In place of an answer, while it is left alone; null when it may be asked. */
export function pauseFailure(registry: string): RegistryFailure | null {
    const until = pausedUntil(registry);
    if (until === 0) return null;
    const seconds = Math.ceil((until - hostNow()) / 1000);
    return { problem: "busy", status: 429, retryAfter: String(seconds), detail: "" };
}

/** Somebody else asks from now on: who is logged in has another account there. */
export function endPause(registry: string): void {
    pauses.setState({ [registry]: 0 });
}
