import { useShallow } from "zustand/react/shallow";
import type { Service } from "../../uyuni/services.js";
import { overviewRows } from "../../uyuni/views.js";
import { Phrase } from "../components/phrase.js";
import { useHostState } from "../host-context.js";
import { serviceHref } from "../routes.js";
import { _, translate } from "../translate.js";

/** Services that this host does without, each with the way to its page. */
export function OverviewAbsent() {
    const absent = useHostState(
        useShallow((state): readonly Service[] => {
            const rows = overviewRows(state);
            if (rows.state !== "known") return [];
            return rows.value
                .filter(({ status, service }) => status === "not-set-up" && service.writtenBy === "mgradm")
                .map(({ service }) => service);
        }),
    );
    if (absent.length === 0) return null;
    return (
        <div className="uyuni-quiet">
            <Phrase
                text={_("Not installed: $0")}
                values={[
                    <ul key="absent" className="uyuni-names">
                        {absent.map(({ id, title }) => (
                            <li key={id}>
                                <a href={serviceHref(id)}>{translate(title)}</a>
                            </li>
                        ))}
                    </ul>,
                ]}
            />
        </div>
    );
}
