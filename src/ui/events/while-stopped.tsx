import { whileStopped } from "../../uyuni/events/while-stopped.js";
import { _, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { formats } from "./formats.js";
import { useContainers, useEvents } from "./use-events.js";

const SECONDS = 2;

/** In the question before the event processor is stopped: who takes the events then, and how many wait. */
export default function WhileStopped() {
    const { log, isOld } = useEvents(SECONDS);
    const found = whileStopped(log, useContainers(), formats);
    if (isOld || found.length === 0)
        return <p className="uyuni-quiet">{_("Who else takes events, and how many wait, is not known.")}</p>;
    return found.map((sentence) => <p key={sentence.text}>{visibleLine(translate(sentence))}</p>);
}
