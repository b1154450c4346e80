import { useCallback, useState } from "react";
import type { Host } from "../../host/host.js";
import type { UnitChange } from "../../uyuni/replicas.js";
import { useHost } from "../host-context.js";

export interface ChangeReport extends UnitChange {
    readonly state: "waiting" | "running" | "done" | "failed";
    readonly error: unknown;
}

export interface UnitChanges {
    /** null: nothing was begun yet. */
    readonly reports: readonly ChangeReport[] | null;
    readonly running: boolean;
    readonly run: (changes: readonly UnitChange[]) => void;
}

/** As `systemctl enable --now` and `disable --now` do, by systemd's own interface. */
async function carryOut(host: Host, { action, unit }: UnitChange): Promise<void> {
    if (action === "stop-and-disable") {
        await host.remove(unit);
        return;
    }
    await host.setEnabled(unit, true);
    await host.unitJob(unit, "start");
}

/** Carries out changes of units one after the other, each whatever came of the one before. */
export function useUnitChanges(): UnitChanges {
    const host = useHost();
    const [reports, setReports] = useState<readonly ChangeReport[] | null>(null);
    const [running, setRunning] = useState(false);
    const run = useCallback(
        (changes: readonly UnitChange[]) => {
            const report = (at: number, part: Partial<ChangeReport>) => {
                setReports(
                    (all) => all?.map((one, index) => (index === at ? { ...one, ...part } : one)) ?? null,
                );
            };
            const all = async () => {
                for (const [index, change] of changes.entries()) {
                    report(index, { state: "running" });
                    try {
                        await carryOut(host, change);
                        report(index, { state: "done" });
                    } catch (error) {
                        report(index, { state: "failed", error });
                    }
                }
                setRunning(false);
            };
            setReports(changes.map((change) => ({ ...change, state: "waiting", error: null })));
            setRunning(true);
            void all();
        },
        [host],
    );
    return { reports, running, run };
}
