import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { registrySentence } from "../../uyuni/registry-answer.js";
import { overviewRows } from "../../uyuni/views.js";
import { ActionButton } from "../components/action-button.js";
import { errorText } from "../components/error-alert.js";
import { Phrase } from "../components/phrase.js";
import { Since } from "../components/since.js";
import { StateText } from "../components/tone-icon.js";
import { useAccessBlock } from "../components/use-block.js";
import { useHost, useHostState } from "../host-context.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { answers, ask, canAsk, NEVER, type RegistryReading } from "./answers.js";
import { busyRegistry, usePause } from "./use-pause.js";

/** References of all services that are set up, each once. */
function useReferences(): readonly string[] {
    return useHostState(
        useShallow((state) => {
            const rows = overviewRows(state);
            const found = rows.state === "known" ? rows.value : [];
            return [...new Set(found.map(({ configuredImage }) => configuredImage))].filter(canAsk);
        }),
    );
}

/** Asks the registries for the images of all services, by hand only, and says why one could not be asked. */
export function CheckImages() {
    const { state } = useHost();
    const references = useReferences();
    const blocked = useAccessBlock();
    const readings = useStore(
        answers,
        useShallow((all) => references.map((reference) => all[reference] ?? NEVER)),
    );
    const paused = usePause(readings.map(busyRegistry));
    if (references.length === 0) return null;
    const asking = readings.some((reading) => reading.asking);
    const times = readings.map(({ time }) => time);
    const failures = [...new Set(readings.flatMap((reading) => failureOf(reading) ?? []))];
    return (
        <div>
            <ActionButton
                variant="link"
                blocked={blocked ?? paused}
                busy={asking ? _("Asking the registry") : undefined}
                onClick={() => {
                    for (const reference of references) void ask(reference, state);
                }}
            >
                {_("Check for newer images")}
            </ActionButton>{" "}
            <span role="status" className="uyuni-quiet">
                {!asking && times.every((time) => time > 0) && (
                    <Phrase text={_("Asked $0")} values={[<Since key="time" time={Math.min(...times)} />]} />
                )}
            </span>
            {failures.map((failure) => (
                <div key={failure}>
                    <StateText word={failure} tone="warning" />
                </div>
            ))}
        </div>
    );
}

function failureOf({ asked, error }: RegistryReading): string | null {
    if (asked !== null && "failure" in asked.answer)
        return visibleLine(translate(registrySentence(asked.registry, asked.answer.failure)));
    return error === null ? null : format(_("The registry could not be asked: $0"), errorText(error));
}
