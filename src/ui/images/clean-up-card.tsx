import type { Plan } from "../../uyuni/plan.js";
import { ActionButton } from "../components/action-button.js";
import { useChangeBlock } from "../components/use-block.js";
import { _, translate } from "../translate.js";
import { freedText } from "./image-words.js";
import type { CleanUp } from "./use-clean-up.js";
import { NotStarted } from "../uninstall/not-started.js";

/** How much it frees, and the button. */
export function CleanUpCard({ cleanUp, plan }: { cleanUp: CleanUp; plan: Plan }) {
    const { notice, error, starting } = cleanUp;
    const blocked = useBlock(plan);
    return (
        <section className="uyuni-card" aria-label={_("Clean up")}>
            <h2 className="uyuni-card-title uyuni-card-header">{_("Clean up")}</h2>
            <div className="uyuni-stack">
                <p>{freedText(cleanUp)}</p>
                <NotStarted notice={notice} error={error} />
                <div>
                    <ActionButton
                        variant="danger"
                        blocked={blocked}
                        busy={starting ? _("Starting") : undefined}
                        onClick={cleanUp.start}
                    >
                        {_("Clean up")}
                    </ActionButton>
                </div>
            </div>
        </section>
    );
}

function useBlock({ checks }: Plan): string | null {
    const notNow = useChangeBlock();
    const failed = checks.find(({ result }) => result === "failed" || result === "unknown");
    if (notNow !== null) return notNow;
    return failed === undefined ? null : translate(failed.finding);
}
