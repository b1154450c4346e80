import { useId } from "react";
import type { DriftRow, TextDifference } from "../../../uyuni/drift.js";
import { Difference } from "../../components/difference.js";
import { StateText } from "../../components/tone-icon.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { _, translate } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";
import type { Tone } from "../../wording.js";
import { MendButton } from "./mend-button.js";

/** A region that scrolls has to be reachable with the keyboard. */
const scrollable = { role: "region", tabIndex: 0 };

/** Template, files, loaded unit, container and image: which neighbours agree, and what mends it where they do not. */
export function DriftCard({ service, unit, rows }: ServiceTabProps & { rows: readonly DriftRow[] }) {
    const heading = useId();
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <h2 id={heading} className="uyuni-card-title uyuni-card-header">
                {_("From template to container")}
            </h2>
            <ol className="uyuni-drift">
                {rows.map((row) => (
                    <li key={row.pair} data-pair={row.pair}>
                        <div className="uyuni-drift-head">
                            <span className="uyuni-drift-pair">{pairText(row.pair)}</span>
                            <span role="status">
                                <StateText word={translate(row.finding)} tone={toneOf(row)} />
                            </span>
                            {row.action !== null && (
                                <MendButton service={service} unit={unit} action={row.action} />
                            )}
                        </div>
                        {row.differences.map((difference, index) => (
                            <Parting
                                key={index}
                                difference={difference}
                                wanted={row.result === "overridden"}
                            />
                        ))}
                    </li>
                ))}
            </ol>
        </section>
    );
}

interface PartingProps {
    difference: TextDifference;
    /** Somebody wants it as it is now. */
    wanted: boolean;
}

function Parting({ difference: { path, expected, actual }, wanted }: PartingProps) {
    const [before, after] = wanted ? [expected, actual] : [actual, expected];
    return (
        <figure className="uyuni-file">
            {path !== "" && (
                <figcaption className="uyuni-file-head">
                    <code className="uyuni-value">{visibleLine(path)}</code>
                </figcaption>
            )}
            <div
                className="uyuni-scroll"
                aria-label={path === "" ? _("Difference") : visibleLine(path)}
                {...scrollable}
            >
                <Difference before={ended(before)} after={ended(after)} />
            </div>
            <figcaption className="uyuni-quiet">
                {wanted
                    ? _("Lines with − are what it was given; lines with + are what the drop-ins make of it.")
                    : _("Lines with − are there now; lines with + are what should be there.")}
            </figcaption>
        </figure>
    );
}

/** Values have no line end of their own. */
function ended(text: string): string {
    return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function pairText(pair: DriftRow["pair"]): string {
    switch (pair) {
        case "template-file":
            return _("Template and files");
        case "drop-ins":
            return _("Files and drop-ins");
        case "file-unit":
            return _("Files and loaded unit");
        case "unit-container":
            return _("Loaded unit and container");
        case "container-registry":
            return _("Container and registry");
    }
}

function toneOf({ result }: DriftRow): Tone {
    switch (result) {
        case "agrees":
            return "good";
        case "differs":
            return "warning";
        case "unknown":
            return "unknown";
        case "overridden":
        case "not-compared":
            return "off";
    }
}
