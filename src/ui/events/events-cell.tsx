import { verdictWords } from "../../uyuni/events/verdict-words.js";
import { StateText } from "../components/tone-icon.js";
import { translate } from "../translate.js";
import { useEventsAlarm } from "./alarm.js";
import { formats } from "./formats.js";
import { useEvents, useVerdict } from "./use-events.js";

/** On the overview a glance is enough. */
const SECONDS = 10;

/** The verdict in two or three words, for a row of a table. */
export default function EventsCell() {
    const { tone, word, meaning } = verdictWords(useVerdict(useEvents(SECONDS)), formats);
    const title = translate(word);
    useEventsAlarm(tone, title);
    return (
        <span className="uyuni-events-cell" title={translate(meaning)}>
            <StateText tone={tone} word={title} />
        </span>
    );
}
