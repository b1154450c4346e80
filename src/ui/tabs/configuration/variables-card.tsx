import { useId } from "react";
import type { Configuration, ConfigurationValue } from "../../../uyuni/configuration.js";
import { CopyButton } from "../../components/copyable.js";
import { Phrase } from "../../components/phrase.js";
import { StateText } from "../../components/tone-icon.js";
import { _ } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";
import { PathText, Value } from "./value.js";

/** Variables of the service with the file that each was set in. */
export function VariablesCard({ view: { values, environmentFiles } }: { view: Configuration }) {
    const heading = useId();
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <h2 id={heading} className="uyuni-card-title uyuni-card-header">
                {_("Variables")}
            </h2>
            {values.length === 0 ? (
                <p className="uyuni-quiet">{_("The unit sets no variables.")}</p>
            ) : (
                <table className="uyuni-table uyuni-variables">
                    <thead>
                        <tr>
                            <th scope="col">{_("Variable")}</th>
                            <th scope="col">{_("Value")}</th>
                            <th scope="col">{_("Set in")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {values.map((value) => (
                            <Variable key={value.variable} of={value} />
                        ))}
                    </tbody>
                </table>
            )}
            {environmentFiles.map(({ file, path }) => (
                <p key={`${path} ${file}`} className="uyuni-table-foot">
                    <Phrase
                        text={_(
                            "More variables are read from $0 when the service starts, as $1 says; they win over these.",
                        )}
                        values={[<PathText key="file" path={file} />, <PathText key="path" path={path} />]}
                    />
                </p>
            ))}
        </section>
    );
}

function Variable({ of: { variable, value, path, state, inFile, overridden } }: { of: ConfigurationValue }) {
    return (
        <tr>
            <th scope="row">
                <code className="uyuni-value">{visibleLine(variable)}</code>
            </th>
            <td data-label={_("Value")}>
                <div>
                    {value === null ? (
                        <span className="uyuni-quiet">{_("Not set in what systemd has loaded")}</span>
                    ) : (
                        <span className="uyuni-copyable">
                            <Value text={value} />
                            {value !== "" && <CopyButton text={value} what={variable} />}
                        </span>
                    )}
                    {state === "not-reloaded" && (
                        <div className="uyuni-variable-note">
                            <StateText
                                word={_("The file has changed since systemd read it, to:")}
                                tone="warning"
                            />{" "}
                            <Value text={inFile ?? ""} />
                        </div>
                    )}
                </div>
            </td>
            <td data-label={_("Set in")}>
                <div>
                    {path === null ? (
                        <span className="uyuni-quiet">{_("No file that was read sets it")}</span>
                    ) : (
                        <PathText path={path} />
                    )}
                    {overridden.map((one, index) => (
                        <div key={index} className="uyuni-quiet">
                            <Phrase
                                text={_("instead of $0 in $1")}
                                values={[
                                    <Value key="value" text={one.value} />,
                                    <PathText key="path" path={one.path} />,
                                ]}
                            />
                        </div>
                    ))}
                </div>
            </td>
        </tr>
    );
}
