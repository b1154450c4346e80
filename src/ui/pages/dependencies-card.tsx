import { useShallow } from "zustand/react/shallow";
import { services, type Service } from "../../uyuni/services.js";
import { Fact, FactsCard } from "../components/facts.js";
import { StateText } from "../components/tone-icon.js";
import { rowWording } from "../components/unit-label.js";
import { useHostState } from "../host-context.js";
import { serviceHref } from "../routes.js";
import { chosenUnit, isInstalled, unitsOf, useRow } from "../service-state.js";
import { _, translate } from "../translate.js";

/** Services that this one is started with or after, and those that are started with it. */
export function DependenciesCard({ service }: { service: Service }) {
    const needed = services.filter(({ id }) => service.wants.includes(id) || service.after.includes(id));
    const needing = useHostState(
        useShallow((state) =>
            services.filter(({ wants, ...other }) => {
                const isNeeded = wants.includes(service.id);
                return isNeeded && isInstalled(state, { wants, ...other }) === true;
            }),
        ),
    );
    if (needed.length === 0 && needing.length === 0) return null;
    return (
        <FactsCard title={_("Dependencies")}>
            {needed.length > 0 && (
                <Fact name={_("Needs")}>
                    <Dependencies list={needed} />
                </Fact>
            )}
            {needing.length > 0 && (
                <Fact name={_("Needed by")}>
                    <Dependencies list={needing} />
                </Fact>
            )}
        </FactsCard>
    );
}

function Dependencies({ list }: { list: readonly Service[] }) {
    return (
        <ul className="uyuni-dependencies">
            {list.map((service) => (
                <li key={service.id}>
                    <a href={serviceHref(service.id)}>{translate(service.title)}</a>
                    <DependencyState service={service} />
                </li>
            ))}
        </ul>
    );
}

function DependencyState({ service }: { service: Service }) {
    const unit = useHostState((state) => chosenUnit(service, unitsOf(state, service), undefined));
    const row = useRow(service, unit);
    // A database may well be on a host of its own.
    if (row.status === "not-set-up") return <StateText word={_("Not on this host")} tone="off" />;
    return <StateText {...rowWording(row)} />;
}
