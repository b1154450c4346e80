import type { Operation } from "../../uyuni/host-state.js";
import { recordedAsScript } from "../../uyuni/recorded-script.js";
import { ScriptButton } from "../components/script-button.js";
import { useCommands } from "./use-commands.js";

/** The script of an operation, where one was offered before it was started and the journal has all of it. */
export default function OperationScript({ operation }: { operation: Operation }) {
    const read = useCommands(operation.id);
    const script = read.state === "known" ? recordedAsScript(operation, read.value) : null;
    return script === null ? null : <ScriptButton text={() => script} />;
}
