import { EmptyState, EmptyStateBody } from "@patternfly/react-core/dist/esm/components/EmptyState";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import SearchIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-search-icon";
import { useState } from "react";
import { useStore } from "zustand";
import { hostNow } from "../../host/clock.js";
import { location } from "../../host/page.js";
import { isTask, tasks, type Mgradm, type Task } from "../../uyuni/mgradm/tool.js";
import { serviceById, unitName } from "../../uyuni/names.js";
import { MGRADM_PAGE } from "../../uyuni/plan.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { useLast } from "../components/use-last.js";
import { useHostState, useOperation } from "../host-context.js";
import OperationView from "../operation/operation-view.js";
import { isRunning } from "../operation/progress.js";
import { PodmanNotice } from "../pages/podman-notice.js";
import { mgradmHref } from "../routes.js";
import { useRow } from "../service-state.js";
import { splitReference } from "../set-up/form.js";
import { _, format } from "../translate.js";
import { useSurvey, type SurveyReading } from "../uninstall/use-survey.js";
import { visibleLine } from "../visible-text.js";
import { TaskForm } from "./task-form.js";
import { taskTitle } from "./task-words.js";
import { useMgradm, type MgradmReading } from "./use-mgradm.js";
import "../set-up/set-up.css";
import "../uninstall/uninstall.css";
import "./mgradm.css";

/** Running mgradm: upgrade, backup, restore and support data. */
export default function MgradmPage() {
    const access = useHostState((state) => state.access);
    const allowed = access === "administrative";
    // What was filled in stays: without the access nothing can be started.
    const open = useLast(allowed, allowed);
    return (
        <>
            <h1 className="uyuni-title">{_("Through mgradm")}</h1>
            {access === "limited" && (
                <Notice variant="info" title={_("mgradm needs administrative access")}>
                    {_("Only root can run it.")}
                </Notice>
            )}
            {open && <Tool />}
        </>
    );
}

function Tool() {
    const last = useOperation();
    const operation = last?.service === MGRADM_PAGE ? last : null;
    const busy = last !== null && isRunning(last);
    const reading = useMgradm(busy);
    const survey = useSurvey(busy);
    const server = serviceById("server");
    const { tool, error } = reading;
    return (
        <>
            {operation !== null && (
                <OperationView
                    key={operation.id}
                    operation={operation}
                    unit={unitName(server)}
                    container={server.container}
                />
            )}
            <PodmanNotice />
            {error !== null && <ErrorAlert title={_("The host could not be read")} error={error} />}
            {tool === null && <NotInstalled />}
            {tool !== null && tool !== undefined && !busy && (
                <Tasks tool={tool} reading={reading} survey={survey} />
            )}
            {tool === undefined && error === null && !busy && <Loading />}
        </>
    );
}

function Loading() {
    return (
        <section className="uyuni-card" aria-busy="true">
            <Skeleton height="12rem" screenreaderText={_("Loading")} />
        </section>
    );
}

function NotInstalled() {
    return (
        <EmptyState
            className="uyuni-empty"
            headingLevel="h2"
            icon={SearchIcon}
            titleText={_("mgradm is not installed on this host")}
        >
            <EmptyStateBody>
                {_(
                    "The server and its database are upgraded, backed up and restored by mgradm alone, since their data has to go with them. Install the package mgradm on this host.",
                )}
            </EmptyStateBody>
        </EmptyState>
    );
}

interface TasksProps {
    tool: Mgradm;
    reading: MgradmReading;
    survey: SurveyReading;
}

function Tasks({ tool, reading, survey }: TasksProps) {
    const asked = useStore(location, ({ options }) => options["task"]);
    const task = isTask(asked) ? asked : "upgrade";
    return (
        <>
            <p className="uyuni-quiet">{format(_("mgradm $0"), visibleLine(tool.version))}</p>
            <nav className="uyuni-tabs" aria-label="mgradm">
                {tasks.map((one) => (
                    <a key={one} href={mgradmHref(one)} aria-current={one === task ? "page" : undefined}>
                        {taskTitle(one)}
                    </a>
                ))}
            </nav>
            {survey.error !== null && (
                <ErrorAlert title={_("The host could not be read")} error={survey.error} />
            )}
            {survey.found === null && survey.error === null && <Loading />}
            <OneTask key={task} {...{ task, tool, reading, survey }} />
        </>
    );
}

/** A folder that is root's alone on most hosts. */
const FOLDER = "/var/backups/uyuni";

function firstPath(task: Task, now: number): string {
    switch (task) {
        case "upgrade":
            return "";
        case "backup":
            return `${FOLDER}/${new Date(now)
                .toISOString()
                .slice(0, 19)
                .replace(/[^0-9]/g, "")}`;
        case "restore":
        case "support":
            return FOLDER;
    }
}

function OneTask({ task, tool, reading, survey }: TasksProps & { task: Task }) {
    const [path] = useState(() => firstPath(task, hostNow()));
    const server = serviceById("server");
    const row = useRow(server, unitName(server));
    const flags = tool.commands[task];
    if (flags === null) {
        return (
            <Notice variant="info" title={_("This version of mgradm cannot do that")}>
                {_("Install a newer one to do it from here.")}
            </Notice>
        );
    }
    if (survey.found === null) return null;
    return (
        <TaskForm
            {...{ task, tool, flags, firstPath: path }}
            found={survey.found}
            repository={splitReference(row.configuredImage).repository}
            readTool={reading.read}
            readSurvey={survey.read}
        />
    );
}
