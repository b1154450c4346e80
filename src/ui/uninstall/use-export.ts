import { useEffect, useState } from "react";
import type { Message } from "../../uyuni/message.js";
import type { Plan } from "../../uyuni/plan.js";
import { exportCheck } from "../../uyuni/uninstall/exported.js";
import { planExport } from "../../uyuni/uninstall/export.js";
import { checkExportPath, type ExportPlace } from "../../uyuni/uninstall/export-place.js";
import type { Row } from "../../uyuni/uninstall/row.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { useHost, useHostState } from "../host-context.js";
import { newId } from "../set-up/use-plan.js";
import type { SurveyReading } from "./use-survey.js";
import type { Uninstall } from "./use-uninstall.js";

/** While a path is typed. */
const SETTLED_MS = 300;

export interface VolumeExport {
    readonly path: string;
    readonly setPath: (path: string) => void;
    readonly problem: Message | undefined;
    /** Null until the folder was looked at. */
    readonly plan: Plan | null;
    /** There is nothing left to export. */
    readonly done: boolean;
    readonly notice: "changed" | "busy" | null;
    readonly error: unknown;
    readonly starting: boolean;
    readonly start: () => void;
}

/** The export of the volumes that are chosen to go. `onStart` is told before the operation begins. */
export function useExport(
    found: Survey,
    read: SurveyReading["read"],
    { scope, exporting }: Uninstall,
    volumes: readonly Row[],
    first: string,
    onStart: (operation: string) => void,
): VolumeExport {
    const host = useHost();
    const state = useHostState((all) => all);
    const [id, setId] = useState(newId);
    const [path, setPath] = useState(first);
    const [place, setPlace] = useState<{ asked: string; found: ExportPlace } | null>(null);
    const [notice, setNotice] = useState<VolumeExport["notice"]>(null);
    const [error, setError] = useState<unknown>(null);
    const [starting, setStarting] = useState(false);
    const checked = checkExportPath(path);
    const asked = "ok" in checked ? checked.ok : null;

    const wanted = exporting && volumes.length > 0;
    useEffect(() => {
        if (asked === null || !wanted) return undefined;
        let gone = false;
        const timer = window.setTimeout(() => {
            host.readExportPlace(asked).then(
                (fresh) => {
                    if (gone) return;
                    setPlace({ asked, found: fresh });
                    setError(null);
                },
                (reason: unknown) => {
                    if (!gone) setError(reason);
                },
            );
        }, SETTLED_MS);
        return () => {
            gone = true;
            window.clearTimeout(timer);
        };
    }, [host, asked, wanted]);

    const planFor = (now: Survey, there: ExportPlace) =>
        planExport(now, host.state.getState(), { scope, volumes, place: there }, id);
    const plan = wanted && place !== null && place.asked === asked ? planFor(found, place.found) : null;

    const run = async (shown: Plan) => {
        if (asked === null) return;
        setStarting(true);
        setNotice(null);
        setError(null);
        try {
            const [fresh, there] = await Promise.all([read(), host.readExportPlace(asked)]);
            if (fresh === null) return;
            setPlace({ asked, found: there });
            const now = planFor(fresh, there);
            if (
                now.fingerprint !== shown.fingerprint ||
                now.checks.some(({ result }) => result === "failed")
            ) {
                setNotice("changed");
                return;
            }
            onStart(now.id);
            const { outcome } = await host.run(now);
            if (outcome === "busy") setNotice("busy");
            else setId(newId());
        } catch (reason) {
            setError(reason);
        } finally {
            setStarting(false);
        }
    };
    return {
        path,
        setPath: (text) => {
            setPath(text);
            setNotice(null);
        },
        problem: "error" in checked ? checked.error : undefined,
        plan,
        done: wanted && exportCheck(found, state, volumes).result === "passed",
        ...{ notice, error, starting },
        start: () => {
            if (plan !== null) void run(plan);
        },
    };
}
