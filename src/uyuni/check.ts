/** Making checks. */
import type { Known, Unknown } from "./host-state.js";
import { message, type Message } from "./message.js";
import type { Check, CheckResult } from "./plan.js";

/** The name of a check, and the sentences of its outcomes. */
export interface Named {
    readonly id: string;
    readonly title: Message;
}

export function passed(named: Named, finding: Message): Check {
    return { ...named, result: "passed", finding, remedy: null };
}

export function found(
    result: Exclude<CheckResult, "passed">,
    named: Named,
    finding: Message,
    remedy: Message,
): Check {
    return { ...named, result, finding, remedy };
}

/** The check on a value, or, while it is not known, a failure that says why. */
export function whenKnown<T>(named: Named, value: Known<T>, judge: (value: T) => Check): Check {
    switch (value.state) {
        case "known":
            return judge(value.value);
        case "loading":
            return found(
                "failed",
                named,
                message("This is still being read."),
                message("Wait a moment and look again."),
            );
        case "unknown":
            return found("failed", named, ...whyUnknown(value.why));
    }
}

function whyUnknown({ reason, detail = "" }: Unknown): [Message, Message] {
    switch (reason) {
        case "no-access":
            return [
                message("This can be read with administrative access only."),
                message("Turn on administrative access."),
            ];
        case "not-installed":
            return [
                message("podman is not installed."),
                message("Install the package $0 on this host.", "podman"),
            ];
        case "not-running":
            return [message("podman's service does not answer."), message("Start $0.", "podman.socket")];
        case "disconnected":
            return [
                message("The connection broke. It is being tried again."),
                message("Wait a moment and look again."),
            ];
        case "error":
            return [
                message("This could not be read: $0", detail),
                message("Look into the journal of this host for the cause."),
            ];
    }
}
