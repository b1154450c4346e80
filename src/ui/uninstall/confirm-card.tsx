import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { Form } from "@patternfly/react-core/dist/esm/components/Form";
import type { UninstallPlan } from "../../uyuni/uninstall/plan.js";
import { ActionButton } from "../components/action-button.js";
import { useChangeBlock } from "../components/use-block.js";
import { TextField } from "../set-up/field.js";
import { bytes, count, list } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";
import type { Uninstall } from "./use-uninstall.js";
import { NotStarted } from "./not-started.js";

/** How much it is, the name to type, and the button. */
export function ConfirmCard({ uninstall, planned }: { uninstall: Uninstall; planned: UninstallPlan }) {
    const { name, typed, database, consent, notice, error, starting, freed } = uninstall;
    const blocked = useBlock(uninstall, planned);
    const kept = planned.rows.length - planned.going.length;
    return (
        <section className="uyuni-card" aria-label={_("Confirm")}>
            <h2 className="uyuni-card-title uyuni-card-header">{_("Confirm")}</h2>
            <div className="uyuni-stack">
                <p>
                    {format(
                        freed.complete
                            ? _("$0, $1, and $2 become free.")
                            : freed.bytes > 0
                              ? _("$0, $1, and at least $2 become free.")
                              : _("$0, $1, and how much becomes free is not known."),
                        format(
                            ngettext("$0 thing goes", "$0 things go", planned.going.length),
                            count(planned.going.length),
                        ),
                        format(ngettext("$0 stays", "$0 stay", kept), count(kept)),
                        bytes(freed.bytes),
                    )}
                </p>
                <NotStarted notice={notice} error={error} />
                <Form
                    onSubmit={(event) => {
                        event.preventDefault();
                        if (blocked === null && !starting) uninstall.start();
                    }}
                >
                    {database.length > 0 && (
                        <Checkbox
                            id="uninstall-database"
                            label={format(
                                _("Delete the data of the database for good: $0"),
                                list(database.map((row) => row.name)),
                            )}
                            isChecked={consent}
                            onChange={(_event, given) => {
                                uninstall.setConsent(given);
                            }}
                        />
                    )}
                    <TextField
                        label={format(_("Type $0 to confirm"), name)}
                        value={typed}
                        onChange={uninstall.setTyped}
                    />
                    <div>
                        <ActionButton
                            variant="danger"
                            blocked={blocked}
                            busy={starting ? _("Starting") : undefined}
                            onClick={uninstall.start}
                        >
                            {_("Uninstall")}
                        </ActionButton>
                    </div>
                </Form>
            </div>
        </section>
    );
}

function useBlock({ name, typed, database, consent }: Uninstall, { plan }: UninstallPlan): string | null {
    const notNow = useChangeBlock();
    const failed = plan.checks.find(({ result }) => result === "failed" || result === "unknown");
    if (notNow !== null) return notNow;
    if (failed !== undefined) return translate(failed.finding);
    if (database.length > 0 && !consent) return _("Agree first that the data of the database is deleted");
    return typed === name ? null : format(_("Type $0 first"), name);
}
