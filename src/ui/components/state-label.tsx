import { Label } from "@patternfly/react-core/dist/esm/components/Label";
import type { Tone, Wording } from "../wording.js";
import { ToneIcon } from "./tone-icon.js";

const COLORS = {
    good: "green",
    busy: "blue",
    warning: "orange",
    bad: "red",
    off: "grey",
    unknown: "grey",
} as const satisfies Record<Tone, string>;

/** A state as a coloured label with icon and word. */
export function StateLabel({ word, tone }: Wording) {
    return (
        <Label color={COLORS[tone]} icon={<ToneIcon tone={tone} />}>
            {word}
        </Label>
    );
}
