import { asHostError, HostError } from "./problem.js";

/** What podman's command line complained of, without what it writes around it and before it. */
export function podmanError(reason: unknown): HostError {
    const { problem, message } = asHostError(reason);
    // It counts the errors that there were, even if there was one.
    return new HostError(
        problem,
        message.trim().replace(/^(?:[^]*?\n)??Error: (?:1 error occurred:\s+\* )?/, ""),
    );
}
