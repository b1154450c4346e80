import { useCallback, useEffect, useRef, useState } from "react";
import type { HostState } from "../../uyuni/host-state.js";
import type { Inventory } from "../../uyuni/uninstall/inventory.js";
import { survey, type Survey } from "../../uyuni/uninstall/survey.js";
import { isUp } from "../../uyuni/unit-words.js";
import { useHost, useHostState } from "../host-context.js";

export interface InventoryReading {
    /** Null until the host was read for the first time. */
    readonly inventory: Inventory | null;
    readonly error: unknown;
    /** Reads everything again; null when that failed. */
    readonly read: () => Promise<Survey | null>;
}

/** Several things change at once when a service starts or stops. */
const SETTLED_MS = 700;

/** What has to change for the host to be read again: not health, not times. */
function outline({ units, podman }: HostState): string {
    return JSON.stringify([
        units.state === "known" &&
            [...units.value.values()].map((unit) => [unit.name, isUp(unit.activeState), unit.unitFileState]),
        podman.state === "known" && [
            podman.value.containers.map(({ id }) => id),
            podman.value.images.map(({ id, references }) => [id, references]),
            podman.value.secrets,
            podman.value.networks,
        ],
    ]);
}

/** What there is of Uyuni on the host, read again whenever the host changes; not in the middle of an operation. */
export function useInventory(paused: boolean): InventoryReading {
    const host = useHost();
    const now = useHostState(outline);
    const ready = useHostState(({ units, podman }) => units.state === "known" && podman.state === "known");
    const [inventory, setInventory] = useState<Inventory | null>(null);
    const [error, setError] = useState<unknown>(null);
    const latest = useRef(0);

    const read = useCallback(async () => {
        const own = ++latest.current;
        try {
            const fresh = await host.readInventory();
            if (latest.current === own) {
                setInventory(fresh);
                setError(null);
            }
            return survey(host.state.getState(), fresh);
        } catch (reason) {
            if (latest.current === own) setError(reason);
            return null;
        }
    }, [host]);

    // What was read before an operation is no news after it.
    if (paused && inventory !== null) setInventory(null);

    const isFirst = inventory === null && error === null;
    useEffect(() => {
        if (paused || !ready) return undefined;
        const timer = window.setTimeout(() => void read(), isFirst ? 0 : SETTLED_MS);
        return () => {
            window.clearTimeout(timer);
        };
        // `now` is what it waits for.
    }, [paused, ready, now, read, isFirst]);

    return { inventory, error, read };
}
