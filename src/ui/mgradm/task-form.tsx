import { Form } from "@patternfly/react-core/dist/esm/components/Form";
import { Suspense, useState } from "react";
import type { Check, Plan } from "../../uyuni/plan.js";
import { quoteShellCommand } from "../../uyuni/shell.js";
import type { Task } from "../../uyuni/mgradm/tool.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { Notice } from "../components/notice.js";
import { part } from "../components/part.js";
import { StateText } from "../components/tone-icon.js";
import { useChangeBlock } from "../components/use-block.js";
import { TextField } from "../set-up/field.js";
import { PlanStepList } from "../set-up/plan-steps.js";
import { _, translate } from "../translate.js";
import { NotStarted } from "../uninstall/not-started.js";
import { visible } from "../visible-text.js";
import { checkWording } from "../wording.js";
import { FlagFields } from "./flag-fields.js";
import { taskAction, taskConsequences, taskNote, taskQuestion, taskText, taskTitle } from "./task-words.js";
import { useTask, type TaskInput, type TaskRun } from "./use-task.js";

const ConfirmDialog = part(() => import("../components/confirm-dialog.js"));

/** One thing that mgradm is run for: the flags, what was looked at, the command, and the button. */
export function TaskForm({ repository, ...input }: TaskInput & { repository: string }) {
    const { task, flags } = input;
    const run = useTask(input);
    const { plan } = run;
    const note = taskNote(task);
    return (
        <>
            <section className="uyuni-card" aria-label={taskTitle(task)}>
                <h2 className="uyuni-card-title uyuni-card-header">{taskTitle(task)}</h2>
                <div className="uyuni-stack">
                    <p>{taskText(task)}</p>
                    <Form
                        onSubmit={(event) => {
                            event.preventDefault();
                        }}
                    >
                        {task !== "upgrade" && <FolderField task={task} run={run} />}
                        <FlagFields task={task} flags={flags} run={run} repository={repository} />
                    </Form>
                    {note !== null && <p className="uyuni-quiet">{note}</p>}
                    {plan !== null && <Checks checks={plan.checks} />}
                </div>
            </section>
            <Review task={task} run={run} installed={input.found.installed} />
        </>
    );
}

function FolderField({ task, run }: { task: Task; run: TaskRun }) {
    return (
        <TextField
            label={_("Folder on the server")}
            value={run.path}
            onChange={run.setPath}
            problem={run.pathProblem}
        >
            {task === "backup"
                ? _("A folder that is not there yet: mgradm makes it.")
                : task === "restore"
                  ? _("The folder of a backup that mgradm has made.")
                  : _("The archive is written into it.")}
        </TextField>
    );
}

function Checks({ checks }: { checks: readonly Check[] }) {
    return (
        <ul aria-label={_("Checks")}>
            {checks.map(({ id, title, result, finding, remedy }) => (
                <li key={id} className="uyuni-check">
                    <StateText {...checkWording(result)} />
                    <div className="uyuni-machine-text">
                        <p className="uyuni-check-title">{translate(title)}</p>
                        <p>{translate(finding)}</p>
                        {remedy !== null && <p className="uyuni-quiet">{translate(remedy)}</p>}
                    </div>
                </li>
            ))}
        </ul>
    );
}

/** The very command, what it means, and the button. */
function Review({ task, run, installed }: { task: Task; run: TaskRun; installed: readonly Service[] }) {
    const [asking, setAsking] = useState(false);
    const { plan, notice, error, starting, start } = run;
    const blocked = useBlock(run);
    const consequences = taskConsequences(task, run.values, installed);
    return (
        <section className="uyuni-card" aria-label={_("What is going to be run")}>
            <h2 className="uyuni-card-title uyuni-card-header">{_("What is going to be run")}</h2>
            <div className="uyuni-stack">
                {plan !== null && <PlanStepList steps={plan.steps} />}
                {plan !== null && plan.rollback.length > 0 && (
                    <>
                        <h3 className="uyuni-subtitle">{_("At the end, whatever happened before")}</h3>
                        <PlanStepList steps={plan.rollback} />
                    </>
                )}
                {consequences.length > 0 && (
                    <Notice variant="warning" title={_("What this means")}>
                        <Consequences list={consequences} />
                    </Notice>
                )}
                <p className="uyuni-quiet">
                    {_(
                        "It goes on when this page is closed, and its output is kept in the journal. This page cannot undo what mgradm does.",
                    )}
                </p>
                <NotStarted notice={notice} error={error} />
                <div>
                    <ActionButton
                        variant={task === "restore" ? "danger" : "primary"}
                        blocked={blocked}
                        busy={starting ? _("Starting") : undefined}
                        onClick={() => {
                            if (consequences.length > 0) setAsking(true);
                            else start();
                        }}
                    >
                        {taskAction(task)}
                    </ActionButton>
                </div>
            </div>
            {asking && plan !== null && (
                <Suspense fallback={null}>
                    <ConfirmDialog
                        title={taskQuestion(task)}
                        action={taskAction(task)}
                        onConfirm={start}
                        onClose={() => {
                            setAsking(false);
                        }}
                    >
                        <Consequences list={consequences} />
                        <Commands plan={plan} />
                    </ConfirmDialog>
                </Suspense>
            )}
        </section>
    );
}

function Consequences({ list }: { list: readonly string[] }) {
    return (
        <ul className="uyuni-mgradm-list">
            {list.map((sentence) => (
                <li key={sentence}>{sentence}</li>
            ))}
        </ul>
    );
}

function Commands({ plan }: { plan: Plan }) {
    return (
        <pre className="uyuni-mgradm-commands" dir="ltr">
            {plan.steps.map(({ argv }) => visible(quoteShellCommand(argv))).join("\n")}
        </pre>
    );
}

function useBlock({ problems, pathProblem, plan }: TaskRun): string | null {
    const notNow = useChangeBlock();
    if (notNow !== null) return notNow;
    const problem = pathProblem ?? Object.values(problems).find((one) => one !== undefined);
    if (problem !== undefined) return translate(problem);
    if (plan === null) return _("The host is being looked at");
    const failed = plan.checks.find(({ result }) => result === "failed" || result === "unknown");
    return failed === undefined ? null : translate(failed.finding);
}
