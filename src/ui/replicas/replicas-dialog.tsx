import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Form } from "@patternfly/react-core/dist/esm/components/Form";
import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core/dist/esm/components/Modal";
import { useState } from "react";
import type { Checked } from "../../uyuni/checked.js";
import { planReplicas, type UnitChange } from "../../uyuni/replicas.js";
import type { Service } from "../../uyuni/services.js";
import { ActionButton } from "../components/action-button.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHostState } from "../host-context.js";
import { TextField } from "../set-up/field.js";
import { wholeNumber } from "../set-up/form.js";
import { count as written } from "../time.js";
import { _, format, translate } from "../translate.js";
import { ChangeReportList, UnitChangeList } from "./unit-change-list.js";
import { useUnitChanges } from "./use-unit-changes.js";
import "../set-up/set-up.css";
import "./replicas.css";

interface ReplicasDialogProps {
    service: Service;
    /** What the field says at first. */
    count: number;
    onClose: () => void;
}

/** How many instances there are to be, which units that changes, and doing it. */
export default function ReplicasDialog({ service, count, onClose }: ReplicasDialogProps) {
    const [text, setText] = useState(String(count));
    const state = useHostState((all) => all);
    const changes = useUnitChanges();
    const blocked = useChangeBlock();
    const plan = planReplicas(service, wholeNumber(text), state);
    const close = () => {
        if (!changes.running) onClose();
    };
    const apply = () => {
        if (blocked === null && "ok" in plan && plan.ok.length > 0 && changes.reports === null)
            changes.run(plan.ok);
    };
    return (
        <Modal isOpen variant="small" onEscapePress={close} aria-labelledby="replicas-title">
            <ModalHeader
                title={format(_("Instances of $0"), translate(service.title))}
                labelId="replicas-title"
            />
            <ModalBody>
                {changes.reports === null ? (
                    <Form
                        noValidate
                        onSubmit={(event) => {
                            event.preventDefault();
                            apply();
                        }}
                    >
                        <TextField
                            label={_("Instances")}
                            value={text}
                            inputMode="numeric"
                            problem={"error" in plan ? plan.error : undefined}
                            onChange={setText}
                        >
                            {bounds(service)}
                        </TextField>
                        <Changes plan={plan} />
                    </Form>
                ) : (
                    <div role="status">
                        <ChangeReportList reports={changes.reports} />
                    </div>
                )}
            </ModalBody>
            <ModalFooter>
                {changes.reports === null && (
                    <ActionButton variant="primary" blocked={blocked ?? notYet(plan)} onClick={apply}>
                        {_("Apply")}
                    </ActionButton>
                )}
                <Button variant="link" isAriaDisabled={changes.running} onClick={close}>
                    {changes.reports === null ? _("Cancel") : _("Close")}
                </Button>
            </ModalFooter>
        </Modal>
    );
}

function bounds({ replicas: { max } }: Service): string {
    return max === null
        ? _("As with mgradm scale: 0 for none, and no upper bound.")
        : format(_("As with mgradm scale: from 0 to $0."), written(max));
}

function notYet(plan: Checked<readonly UnitChange[]>): string | null {
    if ("error" in plan) return translate(plan.error);
    return plan.ok.length === 0 ? _("Everything is that way already") : null;
}

function Changes({ plan }: { plan: Checked<readonly UnitChange[]> }) {
    if ("error" in plan) return null;
    return (
        <section aria-label={_("What is done")}>
            {plan.ok.length === 0 ? (
                <p className="uyuni-quiet">{_("Nothing has to be done for that.")}</p>
            ) : (
                <UnitChangeList changes={plan.ok} />
            )}
        </section>
    );
}
