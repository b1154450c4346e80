import CheckCircleIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-check-circle-fill-icon";
import ErrorIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-error-fill-icon";
import InProgressIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-in-progress-icon";
import OffIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-stop-circle-icon";
import QuestionIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-question-mark-circle-icon";
import WarningIcon from "@patternfly/react-icons/dist/esm/icons/rh-ui-warning-fill-icon";
import type { Tone, Wording } from "../wording.js";

// Names of classes are written out: the build drops rules whose names it does not find.
const LOOKS = {
    good: { Icon: CheckCircleIcon, color: "uyuni-tone-good" },
    busy: { Icon: InProgressIcon, color: "uyuni-tone-busy" },
    warning: { Icon: WarningIcon, color: "uyuni-tone-warning" },
    bad: { Icon: ErrorIcon, color: "uyuni-tone-bad" },
    off: { Icon: OffIcon, color: "uyuni-tone-off" },
    unknown: { Icon: QuestionIcon, color: "uyuni-tone-unknown" },
};

/** The picture of a tone; a word always stands beside it, so it says nothing to screen readers. */
export function ToneIcon({ tone }: { tone: Tone }) {
    const { Icon, color } = LOOKS[tone];
    return <Icon className={`uyuni-tone ${color}`} />;
}

/** A state as icon and word, in a line of text. */
export function StateText({ word, tone }: Wording) {
    return (
        <span className="uyuni-state">
            <ToneIcon tone={tone} />
            <span>{word}</span>
        </span>
    );
}
