import type { ContainerState, Known, PodmanState } from "../../uyuni/host-state.js";
import { processorVariables } from "../../uyuni/event-processor.js";
import type { SecretUse, Service } from "../../uyuni/services.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { Copyable } from "../components/copyable.js";
import { Fact, FactsCard } from "../components/facts.js";
import { KnownText } from "../components/known-text.js";
import { StateText } from "../components/tone-icon.js";
import { useHostState } from "../host-context.js";
import { unitVariable } from "../service-state.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";

interface ConnectionsCardProps {
    row: OverviewRow;
    container: Known<ContainerState | null>;
}

/** What the service needs of others: database, network, secrets. */
export function ConnectionsCard({ row, container }: ConnectionsCardProps) {
    const { service, unitState: unit } = row;
    const podman = useHostState((state) => state.podman);
    const host = unitVariable(unit, processorVariables.databaseHost);
    const port = unitVariable(unit, processorVariables.databasePort);
    const name = unitVariable(unit, processorVariables.databaseName);
    return (
        <FactsCard title={_("Connections")}>
            {host !== null && port !== null && name !== null && (
                <Fact name={_("Database")}>
                    <Copyable
                        text={`${host.includes(":") ? `[${host}]` : host}:${port}/${name}`}
                        what={_("address of the database")}
                    />
                </Fact>
            )}
            {addressVariables(service).map((variable) => {
                const value = unitVariable(unit, variable);
                return (
                    value !== null && (
                        <Fact key={variable} name={_("Database")}>
                            <Copyable text={value} what={_("address of the database")} />
                        </Fact>
                    )
                );
            })}
            <Fact name={_("Network")}>
                <Networks service={service} podman={podman} container={container} />
            </Fact>
            {service.secrets.length > 0 && (
                <Fact name={_("Secrets")}>
                    <KnownText of={podman}>
                        {({ secrets }) => (
                            <ul>
                                {service.secrets.map((use) => (
                                    <li key={use.secret}>
                                        <Secret use={use} isHere={secrets.includes(use.secret)} />
                                    </li>
                                ))}
                            </ul>
                        )}
                    </KnownText>
                </Fact>
            )}
        </FactsCard>
    );
}

/** Variables of a service that hold the whole address of the database. */
function addressVariables({ files }: Service): readonly string[] {
    return (files?.generated ?? [])
        .filter(({ value }) => value.includes("{{databaseAddress}}"))
        .map(({ variable }) => variable);
}

interface NetworksProps {
    service: Service;
    podman: Known<PodmanState>;
    container: Known<ContainerState | null>;
}

function Networks({ service, podman, container }: NetworksProps) {
    if (container.state === "known" && container.value !== null && container.value.networks.length > 0) {
        return (
            <ul>
                {container.value.networks.map(({ name, address }) => (
                    <li key={name}>
                        <code className="uyuni-value">{visibleLine(name)}</code>
                        {address !== "" && (
                            <span className="uyuni-aside uyuni-quiet">
                                <code className="uyuni-value">{visibleLine(address)}</code>
                            </span>
                        )}
                    </li>
                ))}
            </ul>
        );
    }
    return (
        <KnownText of={podman}>
            {({ networks }) =>
                networks.includes(service.network) ? (
                    <code className="uyuni-value">{service.network}</code>
                ) : (
                    <StateText word={format(_("$0 is missing"), service.network)} tone="bad" />
                )
            }
        </KnownText>
    );
}

function Secret({ use, isHere }: { use: SecretUse; isHere: boolean }) {
    return (
        <span className="uyuni-secret">
            <code className="uyuni-value">{use.secret}</code>
            {isHere ? (
                <StateText word={_("Present")} tone="good" />
            ) : use.optional === true ? (
                <StateText word={_("Not there, and not needed")} tone="off" />
            ) : (
                <StateText word={_("Missing")} tone="bad" />
            )}
        </span>
    );
}
