import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { errorText } from "../../components/error-alert.js";
import { StateText } from "../../components/tone-icon.js";
import { count } from "../../time.js";
import { _, format } from "../../translate.js";
import type { Checks } from "./use-checks.js";

/** What is wrong with a text, in the order of its lines. */
export function CheckList({ checks, onGo }: { checks: Checks; onGo?: (line: number) => void }) {
    const { findings, checking, error } = checks;
    return (
        <div className="uyuni-findings">
            <div role="status">
                {checking ? (
                    <StateText word={_("systemd is asked what it makes of it")} tone="busy" />
                ) : error !== null ? (
                    <StateText
                        word={format(_("systemd could not be asked: $0"), errorText(error))}
                        tone="warning"
                    />
                ) : (
                    findings.length === 0 && (
                        <StateText word={_("systemd understands every line")} tone="good" />
                    )
                )}
            </div>
            <ul>
                {findings.map(({ severity, line, text, bySystemd }, index) => (
                    <li key={index} className="uyuni-finding">
                        {line !== null && onGo !== undefined && (
                            <Button
                                variant="link"
                                isInline
                                onClick={() => {
                                    onGo(line);
                                }}
                            >
                                {format(_("Line $0"), count(line))}
                            </Button>
                        )}
                        {line !== null && onGo === undefined && (
                            <span>{format(_("Line $0"), count(line))}</span>
                        )}
                        <StateText
                            word={bySystemd ? format(_("systemd: $0"), text) : text}
                            tone={severity === "error" ? "bad" : "warning"}
                        />
                    </li>
                ))}
            </ul>
        </div>
    );
}
