import { Modal, ModalBody, ModalHeader } from "@patternfly/react-core/dist/esm/components/Modal";
import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useEffect, useRef, type ReactNode } from "react";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { _ } from "../translate.js";
import { ChecksStep } from "./checks-step.js";
import { ReviewStep } from "./review-step.js";
import type { FieldsProps } from "./fields-props.js";
import { SetUpFooter } from "./set-up-footer.js";
import type { Prefilled, SetUpKind } from "./set-up-kind.js";
import { StepBar } from "./step-bar.js";
import { useSetUp, type SetUp } from "./use-set-up.js";
import "./set-up.css";

/** What every set-up dialog gets. */
export interface SetUpDialogProps {
    /** Of the page's address: they may fill in the form. */
    options: Readonly<Record<string, string>>;
    onStarted: () => void;
    onClose: () => void;
}

/** What the settings of every dialog get. */
export interface SettingsProps<Form> extends FieldsProps<Form>, Pick<Prefilled<Form>, "source"> {
    onSubmit: () => void;
}

interface SetUpFrameProps<Form, Facts> extends SetUpDialogProps {
    title: string;
    kind: SetUpKind<Form, Facts>;
    Settings: (props: SettingsProps<Form>) => ReactNode;
}

/** Setting up a service: what, whether it is possible, what exactly is going to happen. */
export function SetUpFrame<Form, Facts>(props: SetUpFrameProps<Form, Facts>) {
    const { title, kind, Settings, options, onStarted, onClose } = props;
    const setUp = useSetUp(kind, options, onStarted);
    const body = useRef<HTMLDivElement>(null);
    const shown = useRef(setUp.step);
    // After a step, reading goes on at the top of what is new.
    useEffect(() => {
        if (shown.current === setUp.step) return;
        shown.current = setUp.step;
        body.current?.focus();
        body.current?.parentElement?.scrollTo(0, 0);
    }, [setUp.step]);
    const close = () => {
        if (!setUp.starting) onClose();
    };
    return (
        <Modal
            isOpen
            variant="large"
            className="uyuni-set-up"
            onEscapePress={close}
            elementToFocus=".uyuni-set-up-body"
            aria-labelledby="set-up-title"
        >
            <ModalHeader
                title={title}
                labelId="set-up-title"
                description={<StepBar current={setUp.step} />}
            />
            <ModalBody>
                <div ref={body} tabIndex={-1} className="uyuni-set-up-body">
                    <SetUpStep setUp={setUp} Settings={Settings} onShowOperation={onStarted} />
                </div>
            </ModalBody>
            <SetUpFooter
                step={setUp.step}
                blocked={setUp.blocked}
                starting={setUp.starting}
                onBack={setUp.back}
                onNext={setUp.next}
                onRun={setUp.run}
                onClose={close}
            />
        </Modal>
    );
}

interface SetUpStepProps<Form, Facts> extends Pick<SetUpFrameProps<Form, Facts>, "Settings"> {
    setUp: SetUp<Form, Facts>;
    onShowOperation: () => void;
}

function SetUpStep<Form, Facts>({ setUp, Settings, onShowOperation }: SetUpStepProps<Form, Facts>) {
    const { step, prefilled, reading, plan } = setUp;
    if (prefilled === null) {
        return reading.error === null ? (
            <Skeleton height="16rem" screenreaderText={_("Reading the host")} />
        ) : (
            <ErrorAlert
                title={_("The host could not be read")}
                error={reading.error}
                actions={
                    <Button variant="link" isInline onClick={() => void reading.read(null)}>
                        {_("Try again")}
                    </Button>
                }
            />
        );
    }
    switch (step) {
        case "settings":
            return (
                <Settings
                    form={prefilled.form}
                    source={prefilled.source}
                    problems={setUp.problems}
                    onChange={setUp.change}
                    onSubmit={setUp.next}
                />
            );
        case "checks":
            return (
                <ChecksStep
                    checks={setUp.checks}
                    reading={reading}
                    onRead={() => void reading.read(prefilled.form)}
                />
            );
        case "review":
            return (
                <div className="uyuni-stack">
                    <ReviewNotices setUp={setUp} onShowOperation={onShowOperation} />
                    {plan !== null && <ReviewStep plan={plan} />}
                </div>
            );
    }
}

interface ReviewNoticesProps {
    setUp: Pick<SetUp<unknown, unknown>, "notice" | "error">;
    onShowOperation: () => void;
}

function ReviewNotices({ setUp, onShowOperation }: ReviewNoticesProps) {
    return (
        <>
            {setUp.notice === "changed" && (
                <Notice variant="warning" title={_("The host has changed since; look at the new plan")}>
                    {_("Nothing was done. Below is what would be done now.")}
                </Notice>
            )}
            {setUp.notice === "busy" && (
                <Notice
                    variant="warning"
                    title={_("Another operation runs")}
                    actions={
                        <Button variant="link" isInline onClick={onShowOperation}>
                            {_("Show the operation")}
                        </Button>
                    }
                >
                    {_("Nothing was done. Wait until the other operation has ended.")}
                </Notice>
            )}
            {setUp.error !== null && (
                <ErrorAlert
                    title={_("The set-up could not be started, and nothing was changed")}
                    error={setUp.error}
                />
            )}
        </>
    );
}
