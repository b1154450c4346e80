import { useId } from "react";
import { secretsOf } from "../../../uyuni/configuration.js";
import type { Known, PodmanState } from "../../../uyuni/host-state.js";
import type { SecretUse, Service } from "../../../uyuni/services.js";
import { KnownText } from "../../components/known-text.js";
import { Phrase } from "../../components/phrase.js";
import { StateText } from "../../components/tone-icon.js";
import { _ } from "../../translate.js";

/** Secrets by their names. What is in them is never read. */
export function SecretsCard({ service, podman }: { service: Service; podman: Known<PodmanState> }) {
    const heading = useId();
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <h2 id={heading} className="uyuni-card-title uyuni-card-header">
                {_("Secrets")}
            </h2>
            <table className="uyuni-table">
                <thead>
                    <tr>
                        <th scope="col">{_("Secret")}</th>
                        <th scope="col">{_("State")}</th>
                        <th scope="col">{_("Used as")}</th>
                    </tr>
                </thead>
                <tbody>
                    {secretsOf(service, podman).map(({ secret, use, optional, present }, index) => (
                        <tr key={index}>
                            <th scope="row">
                                <code className="uyuni-value">{secret}</code>
                            </th>
                            <td data-label={_("State")}>
                                <div>
                                    <KnownText of={present} short>
                                        {(isHere) => (
                                            <Presence isHere={isHere} isOptional={optional === true} />
                                        )}
                                    </KnownText>
                                </div>
                            </td>
                            <td data-label={_("Used as")}>
                                <div>
                                    <Use use={use} />
                                </div>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </section>
    );
}

function Presence({ isHere, isOptional }: { isHere: boolean; isOptional: boolean }) {
    if (isHere) return <StateText word={_("Present")} tone="good" />;
    return isOptional ? (
        <StateText word={_("Not there, and not needed")} tone="off" />
    ) : (
        <StateText word={_("Missing")} tone="bad" />
    );
}

function Use({ use }: Pick<SecretUse, "use">) {
    return "variable" in use ? (
        <Phrase
            text={_("variable $0")}
            values={[
                <code key="name" className="uyuni-value">
                    {use.variable}
                </code>,
            ]}
        />
    ) : (
        <Phrase
            text={_("file $0")}
            values={[
                <code key="name" className="uyuni-value">
                    {use.file}
                </code>,
            ]}
        />
    );
}
