import { readCommands } from "../../host/operation-commands.js";
import type { OperationCommands } from "../../uyuni/step-commands.js";
import { useReading, type Reading } from "./use-reading.js";

/** The commands of an operation, as the journal has them. */
export function useCommands(operation: string): Reading<OperationCommands> {
    return useReading(readCommands, operation);
}
