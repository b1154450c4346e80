import { quoteShellCommand } from "../../uyuni/shell.js";
import type { StepList } from "../../uyuni/step-marks.js";
import { CommandLine } from "../components/command-line.js";
import { errorText } from "../components/error-alert.js";
import { _, format } from "../translate.js";
import { visible } from "../visible-text.js";
import { useCommands } from "./use-commands.js";

interface StepCommandProps {
    operation: string;
    list: StepList;
    /** Position of the step, from 0. */
    index: number;
}

/** What a step runs, as the review showed it; or that the journal does not have it. */
export default function StepCommand({ operation, list, index }: StepCommandProps) {
    const read = useCommands(operation);
    if (read.state === "reading") return <p role="status">{_("Reading the journal …")}</p>;
    if (read.state === "failed")
        return (
            <p className="uyuni-quiet">
                {format(
                    _("The journal, which has the command, could not be read: $0"),
                    visible(errorText(read.error)),
                )}
            </p>
        );
    const command = read.value[list].get(index);
    if (command === undefined)
        return (
            <p className="uyuni-quiet">
                {_(
                    "The journal does not have this command: its line is gone or was cut off, or the operation was run before commands were written down.",
                )}
            </p>
        );
    return (
        <>
            <CommandLine text={quoteShellCommand(command.argv)} />
            {command.mayFail === true && <p className="uyuni-quiet">{_("(goes on if it fails)")}</p>}
        </>
    );
}
