import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import type { ServiceId } from "../../uyuni/services.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { list } from "../time.js";
import { _, format, translate } from "../translate.js";
import { Notice } from "../components/notice.js";

interface ScopeCardProps {
    found: Survey;
    scope: ReadonlySet<ServiceId>;
    onChange: (scope: ReadonlySet<ServiceId>) => void;
}

/** Which services are taken away. */
export function ScopeCard({ found: { present, installed }, scope, onChange }: ScopeCardProps) {
    const all = present.every(({ id }) => scope.has(id));
    const without = installed.filter(
        ({ id, wants }) => !scope.has(id) && wants.some((one) => scope.has(one)),
    );
    return (
        <section className="uyuni-card">
            <fieldset className="uyuni-uninstall-scope">
                <legend className="uyuni-card-title">{_("What is uninstalled")}</legend>
                <Checkbox
                    id="uninstall-all"
                    label={_("Every service of Uyuni")}
                    isChecked={all ? true : scope.size === 0 ? false : null}
                    onChange={() => {
                        onChange(all ? new Set() : new Set(present.map(({ id }) => id)));
                    }}
                />
                <ul className="uyuni-uninstall-services">
                    {present.map((service) => (
                        <li key={service.id}>
                            <Checkbox
                                id={`uninstall-${service.id}`}
                                label={translate(service.title)}
                                description={
                                    installed.includes(service)
                                        ? undefined
                                        : _("Not installed any more; it has left something behind")
                                }
                                isChecked={scope.has(service.id)}
                                onChange={(_event, checked) => {
                                    const changed = new Set(scope);
                                    if (checked) changed.add(service.id);
                                    else changed.delete(service.id);
                                    onChange(changed);
                                }}
                            />
                        </li>
                    ))}
                </ul>
            </fieldset>
            {without.length > 0 && (
                <Notice
                    variant="warning"
                    title={format(
                        _("$0 would stay without a service that it needs"),
                        list(without.map(({ title }) => translate(title))),
                    )}
                />
            )}
        </section>
    );
}
