import { useState } from "react";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { choose, databaseRows, freedBy, type Choices, type Freed } from "../../uyuni/uninstall/choice.js";
import { confirmationName, planUninstall, type UninstallPlan } from "../../uyuni/uninstall/plan.js";
import type { Row } from "../../uyuni/uninstall/row.js";
import type { ServiceId } from "../../uyuni/services.js";
import { useHost, useHostState } from "../host-context.js";
import { newId } from "../set-up/use-plan.js";
import type { First } from "./draft.js";
import type { SurveyReading } from "./use-survey.js";

export interface Uninstall {
    readonly scope: ReadonlySet<ServiceId>;
    readonly setScope: (scope: ReadonlySet<ServiceId>) => void;
    /** Null while nothing is chosen. */
    readonly planned: UninstallPlan | null;
    readonly freed: Freed;
    /** Volumes are exported before they go. */
    readonly exporting: boolean;
    readonly setExporting: (wanted: boolean) => void;
    readonly choices: Choices;
    readonly setGoing: (rows: readonly Row[], going: boolean) => void;
    /** What has to be typed. */
    readonly name: string;
    readonly typed: string;
    readonly setTyped: (text: string) => void;
    /** Volumes with which the database goes: they need a consent of their own. */
    readonly database: readonly Row[];
    readonly consent: boolean;
    readonly setConsent: (given: boolean) => void;
    /** Why it was not started. */
    readonly notice: "changed" | "busy" | null;
    readonly error: unknown;
    readonly starting: boolean;
    readonly start: () => void;
}

/** The choice of what goes, its plan, and starting it when it is still the one that was shown. */
export function useUninstall(found: Survey, read: SurveyReading["read"], first: First): Uninstall {
    const host = useHost();
    const state = useHostState((all) => all);
    const [id, setId] = useState(newId);
    const [scope, setScope] = useState<ReadonlySet<ServiceId>>(() => new Set(first.scope));
    const [choices, setChoices] = useState(first.choices);
    const [exporting, setExporting] = useState(first.exporting);
    const [typed, setTyped] = useState("");
    const [consent, setConsent] = useState(false);
    const [notice, setNotice] = useState<Uninstall["notice"]>(null);
    const [error, setError] = useState<unknown>(null);
    const [starting, setStarting] = useState(false);

    const present = new Set(found.present.map((service) => service.id).filter((one) => scope.has(one)));
    const planned = present.size === 0 ? null : planUninstall(found, state, present, choices, id, exporting);
    const database = databaseRows(planned?.going ?? []);

    const run = async (shown: UninstallPlan) => {
        setStarting(true);
        setNotice(null);
        setError(null);
        try {
            const fresh = await read();
            if (fresh === null) return;
            const now = planUninstall(fresh, host.state.getState(), present, choices, id, exporting);
            if (now.plan.fingerprint !== shown.plan.fingerprint) {
                setNotice("changed");
                setTyped("");
                return;
            }
            const { outcome } = await host.run(now.plan);
            if (outcome === "busy") setNotice("busy");
            else {
                setId(newId());
                setChoices(new Map());
                setExporting(false);
                setTyped("");
                setConsent(false);
            }
        } catch (reason) {
            setError(reason);
        } finally {
            setStarting(false);
        }
    };
    return {
        scope: present,
        setScope: (wanted) => {
            setScope(wanted);
            setTyped("");
            setNotice(null);
        },
        planned,
        exporting,
        setExporting,
        choices,
        freed: freedBy(found, planned?.going ?? []),
        setGoing: (rows, going) => {
            setChoices(rows.reduce((all, row) => choose(all, row, going), choices));
            setConsent(false);
        },
        name: confirmationName(present),
        typed,
        setTyped,
        database,
        consent,
        setConsent,
        notice,
        error,
        starting,
        start: () => {
            if (planned !== null) void run(planned);
        },
    };
}
