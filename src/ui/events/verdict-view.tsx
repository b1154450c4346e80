import type { EventsProblem, Verdict } from "../../uyuni/events/verdict.js";
import { verdictWords } from "../../uyuni/events/verdict-words.js";
import { StateText } from "../components/tone-icon.js";
import { _, translate } from "../translate.js";
import { visible } from "../visible-text.js";
import { notKnownWording } from "../wording.js";
import { useEventsAlarm } from "./alarm.js";
import { formats } from "./formats.js";
import { VerdictButton } from "./verdict-button.js";

/** What PostgreSQL, psql or podman said. */
function detailOf(problem: EventsProblem | null): string {
    if (problem === null) return "";
    return problem.kind === "unreachable" ? visible(problem.detail) : notKnownWording(problem.why);
}

interface VerdictViewProps {
    verdict: Verdict;
    problem: EventsProblem | null;
    onBusiest: () => void;
}

/** The answer to the page's question. Only the word is read out when it changes: the numbers change all the time. */
export function VerdictView({ verdict, problem, onBusiest }: VerdictViewProps) {
    const { tone, word, meaning, action } = verdictWords(verdict, formats);
    const detail = detailOf(problem);
    const title = translate(word);
    useEventsAlarm(tone, title);
    return (
        <div className={`uyuni-verdict uyuni-verdict-${tone}`}>
            <p role="status" className="uyuni-verdict-word">
                <StateText tone={tone} word={title} />
            </p>
            <p>{translate(meaning)}</p>
            {detail !== "" && <p className="uyuni-machine-text uyuni-quiet">{detail}</p>}
            {action !== null && (
                <p>
                    <strong>{_("What to do:")}</strong> {translate(action)}
                </p>
            )}
            <div>
                <VerdictButton verdict={verdict} onBusiest={onBusiest} />
            </div>
        </div>
    );
}
