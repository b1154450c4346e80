/** Checks on who acts, and on whoever else might be acting. */
import { found, passed, whenKnown } from "./check.js";
import type { HostState, SetUpFacts } from "./host-state.js";
import { message } from "./message.js";
import type { Check } from "./plan.js";

export function accessCheck(state: HostState): Check {
    const named = { id: "access", title: message("Administrative access") };
    return state.access === "administrative"
        ? passed(named, message("This session has administrative access."))
        : found(
              "failed",
              named,
              message("This session has limited access."),
              message("Turn on administrative access."),
          );
}

export function operationCheck(state: HostState): Check {
    const named = { id: "operation", title: message("Other operations") };
    return whenKnown(named, state.operation, (operation) => {
        switch (operation?.phase) {
            case "running":
            case "rolling-back":
                return found(
                    "failed",
                    named,
                    message("Another operation is running, started by $0.", operation.user),
                    message("Wait until it has ended."),
                );
            case "interrupted":
                return found(
                    "failed",
                    named,
                    message("The last operation was interrupted and has not been put right."),
                    message("Finish its roll-back first."),
                );
            case "rollback-failed":
                return found(
                    "failed",
                    named,
                    message("The last operation could not be rolled back completely."),
                    message(
                        "Run its roll-back again, or keep the host as it is: both are offered where it is shown.",
                    ),
                );
            case "succeeded":
            case "failed":
            case "rolled-back":
            case "given-up":
            case "unknown":
            case "incomplete":
            case "cut-off":
            case undefined:
                return passed(named, message("No other operation is running."));
        }
    });
}

export function mgradmCheck(facts: Pick<SetUpFacts, "mgradm">): Check {
    const named = { id: "mgradm", title: message("mgradm") };
    return facts.mgradm === null
        ? passed(named, message("mgradm is not running."))
        : found(
              "failed",
              named,
              message("mgradm is running: $0", facts.mgradm),
              message("Wait until it has ended: it changes the same units and containers."),
          );
}
