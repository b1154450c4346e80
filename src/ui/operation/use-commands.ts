import { useEffect, useState } from "react";
import { readCommands } from "../../host/operation-commands.js";
import type { OperationCommands } from "../../uyuni/step-commands.js";

export type Commands =
    | { readonly state: "reading" }
    | { readonly state: "known"; readonly commands: OperationCommands }
    | { readonly state: "failed"; readonly error: unknown };

const READING: Commands = { state: "reading" };

/** The commands of an operation, as the journal has them. */
export function useCommands(operation: string): Commands {
    const [found, setFound] = useState<{ of: string; commands: Commands } | null>(null);
    useEffect(() => {
        let current = true;
        const give = (commands: Commands) => {
            if (current) setFound({ of: operation, commands });
        };
        readCommands(operation).then(
            (commands) => {
                give({ state: "known", commands });
            },
            (error: unknown) => {
                give({ state: "failed", error });
            },
        );
        return () => {
            current = false;
        };
    }, [operation]);
    return found?.of === operation ? found.commands : READING;
}
