import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core/dist/esm/components/Modal";
import { useEffect, useRef, useState } from "react";
import type { WatchedFile } from "../../../host/host.js";
import type { DropInName } from "../../../uyuni/custom-conf.js";
import type { Service } from "../../../uyuni/services.js";
import { ActionButton } from "../../components/action-button.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { Notice } from "../../components/notice.js";
import { useChangeBlock } from "../../components/use-block.js";
import { _, format } from "../../translate.js";
import { EditStep, ReviewStep } from "./drop-in-steps.js";
import { useChecks, type Checks } from "./use-checks.js";
import { useDropIn, type DropIn } from "./use-drop-in.js";

interface DropInDialogProps {
    service: Service;
    unit: string;
    name: DropInName;
    files: readonly WatchedFile[];
    onSaved: () => void;
    onClose: () => void;
}

/** Edits a drop-in: the text, what is wrong with it, what would change, and only then saves it. */
export default function DropInDialog({ service, unit, name, files, onSaved, onClose }: DropInDialogProps) {
    const draft = useDropIn(service, name, files, () => {
        onSaved();
        onClose();
    });
    const checks = useChecks(service, unit, name, files, draft.text);
    const [step, setStep] = useState<"edit" | "review">("edit");
    const [leaving, setLeaving] = useState(false);
    const body = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (step === "review") body.current?.focus();
    }, [step]);
    useUnloadQuestion(draft.dirty);
    const leave = () => {
        if (draft.saving) return;
        if (draft.dirty) setLeaving(true);
        else onClose();
    };
    return (
        <Modal
            isOpen
            variant="large"
            onEscapePress={() => {
                if (leaving) setLeaving(false);
                else leave();
            }}
            elementToFocus=".uyuni-drop-in"
            aria-labelledby="drop-in-title"
        >
            <ModalHeader
                title={format(_("Edit $0"), name)}
                labelId="drop-in-title"
                description={draft.path}
            />
            <ModalBody>
                <div ref={body} tabIndex={-1} className="uyuni-drop-in">
                    <DraftNotices
                        draft={draft}
                        onCompare={() => {
                            draft.keepMine();
                            setStep("review");
                        }}
                    />
                    {step === "edit" ? (
                        <EditStep draft={draft} checks={checks} name={name} />
                    ) : (
                        <ReviewStep draft={draft} checks={checks} />
                    )}
                </div>
            </ModalBody>
            <ModalFooter>
                {leaving ? (
                    <LeaveQuestion
                        onLeave={onClose}
                        onStay={() => {
                            setLeaving(false);
                        }}
                    />
                ) : (
                    <DialogButtons
                        draft={draft}
                        checks={checks}
                        step={step}
                        onStep={setStep}
                        onLeave={leave}
                    />
                )}
            </ModalFooter>
        </Modal>
    );
}

/** The browser asks as well before the page is left. */
function useUnloadQuestion(dirty: boolean): void {
    useEffect(() => {
        if (!dirty) return undefined;
        const ask = (event: BeforeUnloadEvent) => {
            event.preventDefault();
        };
        window.addEventListener("beforeunload", ask);
        return () => {
            window.removeEventListener("beforeunload", ask);
        };
    }, [dirty]);
}

function DraftNotices({ draft, onCompare }: { draft: DropIn; onCompare: () => void }) {
    return (
        <>
            {draft.error !== null && (
                <ErrorAlert
                    title={_("Not done: the file or systemd could not be changed")}
                    error={draft.error}
                />
            )}
            {draft.elsewhere !== null && (
                <Notice
                    variant="warning"
                    title={
                        draft.elsewhere.text === null
                            ? _("The file was removed while you were editing")
                            : _("The file was changed elsewhere while you were editing")
                    }
                    actions={
                        <>
                            <Button variant="link" isInline onClick={draft.takeTheirs}>
                                {_("Drop my changes and load it")}
                            </Button>
                            <Button variant="link" isInline onClick={onCompare}>
                                {_("Compare with mine")}
                            </Button>
                        </>
                    }
                >
                    {_("Nothing was overwritten. Your text is still here.")}
                </Notice>
            )}
        </>
    );
}

interface DialogButtonsProps {
    draft: DropIn;
    checks: Checks;
    step: "edit" | "review";
    onStep: (step: "edit" | "review") => void;
    onLeave: () => void;
}

function DialogButtons({ draft, checks, step, onStep, onLeave }: DialogButtonsProps) {
    const access = useChangeBlock();
    const unchanged = draft.changed ? null : _("Nothing has been changed");
    const conflict = draft.elsewhere === null ? null : _("Choose first what becomes of the other change");
    const hasErrors = checks.findings.some(({ severity }) => severity === "error");
    return (
        <>
            {step === "edit" ? (
                <ActionButton
                    key="review"
                    variant="primary"
                    blocked={conflict ?? unchanged}
                    onClick={() => {
                        onStep("review");
                    }}
                >
                    {_("Review changes")}
                </ActionButton>
            ) : (
                <>
                    <ActionButton
                        key="save"
                        variant={hasErrors ? "danger" : "primary"}
                        blocked={access ?? conflict ?? unchanged}
                        busy={draft.saving ? _("Saving") : undefined}
                        onClick={draft.save}
                    >
                        {hasErrors ? _("Save in spite of the errors") : _("Save")}
                    </ActionButton>
                    <Button
                        variant="secondary"
                        isAriaDisabled={draft.saving}
                        onClick={() => {
                            onStep("edit");
                        }}
                    >
                        {_("Back")}
                    </Button>
                </>
            )}
            <Button variant="link" onClick={onLeave}>
                {_("Cancel")}
            </Button>
        </>
    );
}

function LeaveQuestion({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
    const stay = useRef<HTMLButtonElement>(null);
    useEffect(() => {
        stay.current?.focus();
    }, []);
    return (
        <>
            <p role="status" className="uyuni-unsaved">
                {_("Your changes are not saved.")}
            </p>
            <Button ref={stay} variant="primary" onClick={onStay}>
                {_("Go on editing")}
            </Button>
            <Button variant="danger" onClick={onLeave}>
                {_("Drop my changes")}
            </Button>
        </>
    );
}
