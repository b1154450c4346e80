import { lossesOf, type UnitAction } from "../../uyuni/order.js";
import type { Service } from "../../uyuni/services.js";
import ConfirmDialog from "../components/confirm-dialog.js";
import { list } from "../time.js";
import { _, format, translate } from "../translate.js";
import type { AllVerb } from "./all-jobs.js";
import "./overview.css";

interface AllQuestionProps {
    verb: Exclude<AllVerb, "start">;
    actions: readonly UnitAction<Service>[];
    onConfirm: () => void;
    onClose: () => void;
}

/** Asks before everything is stopped: in which order, and what users lose meanwhile. */
export default function AllQuestion({ verb, actions, onConfirm, onClose }: AllQuestionProps) {
    const losses = lossesOf(actions);
    const order = [...new Set(losses.map(({ service }) => translate(service.title)))];
    return (
        <ConfirmDialog
            title={verb === "stop" ? _("Stop all services?") : _("Restart all services?")}
            action={verb === "stop" ? _("Stop all") : _("Restart all")}
            onConfirm={onConfirm}
            onClose={onClose}
        >
            <p>
                {verb === "stop"
                    ? format(_("They are stopped one after the other: $0."), list(order))
                    : format(
                          _(
                              "They are stopped one after the other ($0), and then started again the other way round.",
                          ),
                          list(order),
                      )}{" "}
                {verb === "stop" ? _("Until they are started again:") : _("Until they run again:")}
            </p>
            <dl className="uyuni-losses">
                {losses.map(({ service, loss }) => (
                    <div key={service.id}>
                        <dt>{translate(service.title)}</dt>
                        <dd>{translate(loss)}</dd>
                    </div>
                ))}
            </dl>
            {verb === "stop" && (
                <p>{_("Services that are enabled start again by themselves when the host boots.")}</p>
            )}
        </ConfirmDialog>
    );
}
