import { useEffect, useState } from "react";
import { VOLUMES } from "../../uyuni/mgradm/checks.js";
import { fieldProblems, type FieldProblems } from "../../uyuni/mgradm/command.js";
import type { Values } from "../../uyuni/mgradm/fields.js";
import { planMgradm } from "../../uyuni/mgradm/plan.js";
import type { Flags, Mgradm, Task } from "../../uyuni/mgradm/tool.js";
import type { Message } from "../../uyuni/message.js";
import type { Plan } from "../../uyuni/plan.js";
import { checkExportPath, type ExportPlace } from "../../uyuni/uninstall/export-place.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { useHost, useHostState } from "../host-context.js";
import { newId } from "../set-up/use-plan.js";
import { useOldData } from "./use-old-data.js";

/** While a path is typed. */
const SETTLED_MS = 300;

export interface TaskInput {
    readonly task: Task;
    readonly tool: Mgradm;
    readonly flags: Flags;
    readonly found: Survey;
    /** "" for a task without a folder. */
    readonly firstPath: string;
    /** Both rejects or null: it could not be read. */
    readonly readTool: () => Promise<Mgradm | null>;
    readonly readSurvey: () => Promise<Survey | null>;
}

export interface TaskRun {
    readonly values: Values;
    readonly setValue: (flag: string, value: string) => void;
    readonly problems: FieldProblems;
    readonly path: string;
    readonly setPath: (path: string) => void;
    readonly pathProblem: Message | undefined;
    /** Null while a field is not valid, or the host is being looked at. */
    readonly plan: Plan | null;
    readonly notice: "changed" | "busy" | null;
    readonly error: unknown;
    readonly starting: boolean;
    readonly start: () => void;
}

/** The form of a task, its plan, and starting it when the plan is still the one that was shown. */
export function useTask({ task, tool, flags, found, firstPath, readTool, readSurvey }: TaskInput): TaskRun {
    const host = useHost();
    const state = useHostState((all) => all);
    const [id, setId] = useState(newId);
    const [values, setValues] = useState<Values>({});
    const [path, setPath] = useState(firstPath);
    const [notice, setNotice] = useState<TaskRun["notice"]>(null);
    const [error, setError] = useState<unknown>(null);
    const [starting, setStarting] = useState(false);
    const checked = task === "upgrade" ? null : checkExportPath(path);
    const asked = checked !== null && "ok" in checked ? lookedAt(task, checked.ok) : null;
    const { place, setPlace, placeError } = usePlace(asked);
    const oldData = useOldData(task === "upgrade");
    const problems = fieldProblems(task, flags, values);
    const valid = Object.keys(problems).length === 0 && (checked === null || "ok" in checked);

    const planFor = (now: Mgradm, survey: Survey, there: ExportPlace | null) =>
        planMgradm(
            { task, tool: now, values, place: there, survey, oldData, state: host.state.getState() },
            id,
        );
    const isRead = task !== "upgrade" || oldData.state !== "loading";
    const plan =
        valid && isRead ? planMgradm({ task, tool, values, place, survey: found, oldData, state }, id) : null;

    const run = async (shown: Plan) => {
        setStarting(true);
        setNotice(null);
        setError(null);
        try {
            const [now, survey, there] = await Promise.all([
                readTool(),
                readSurvey(),
                asked === null ? null : host.readExportPlace(asked),
            ]);
            if (there !== null && asked !== null) setPlace(asked, there);
            if (now === null || survey === null) {
                setNotice("changed");
                return;
            }
            const planned = planFor(now, survey, there);
            if (planned?.fingerprint !== shown.fingerprint || isBlocked(planned)) {
                setNotice("changed");
                return;
            }
            const { outcome } = await host.run(planned);
            if (outcome === "busy") setNotice("busy");
            else setId(newId());
        } catch (reason) {
            setError(reason);
        } finally {
            setStarting(false);
        }
    };
    return {
        ...{ values, problems, path, plan, notice, starting },
        error: error ?? placeError,
        pathProblem: checked !== null && "error" in checked ? checked.error : undefined,
        setValue: (flag, value) => {
            setValues((before) => ({ ...before, [flag]: value }));
            setNotice(null);
        },
        setPath: (text) => {
            setPath(text);
            setNotice(null);
        },
        start: () => {
            if (plan !== null) void run(plan);
        },
    };
}

export function isBlocked({ checks }: Plan): boolean {
    return checks.some(({ result }) => result === "failed" || result === "unknown");
}

/** Of a backup it is its folder of volumes that tells whether it is one. */
function lookedAt(task: Task, path: string): string {
    return task === "restore" ? `${path === "/" ? "" : path}${VOLUMES}` : path;
}

/** What the host says of a folder; null until it has. */
function usePlace(asked: string | null) {
    const host = useHost();
    const [seen, setSeen] = useState<{ asked: string; place: ExportPlace } | null>(null);
    const [placeError, setError] = useState<unknown>(null);
    useEffect(() => {
        if (asked === null) return undefined;
        let gone = false;
        const timer = window.setTimeout(() => {
            host.readExportPlace(asked).then(
                (place) => {
                    if (gone) return;
                    setSeen({ asked, place });
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
    }, [host, asked]);
    return {
        place: seen !== null && seen.asked === asked ? seen.place : null,
        placeError,
        setPlace: (path: string, place: ExportPlace) => {
            setSeen({ asked: path, place });
        },
    };
}
