import cockpit, { type Problem } from "cockpit";

/** Something the machine refused or could not do, in its own words. */
export class HostError extends Error {
    /** Cockpit's problem code (access-denied, not-found, timeout, disconnected, …), or a D-Bus error name. */
    readonly problem: string;
    constructor(problem: string, text: string) {
        super(text);
        this.name = "HostError";
        this.problem = problem;
    }
}

function isProblem(reason: unknown): reason is Problem {
    return typeof reason === "object" && reason !== null;
}

/** The rejection of any of Cockpit's channels as a `HostError`. */
export function asHostError(reason: unknown): HostError {
    if (reason instanceof HostError) return reason;
    if (!isProblem(reason)) return new HostError("internal-error", String(reason));
    const code = reason.problem ?? reason.name ?? "internal-error";
    const text = reason.message ?? "";
    return new HostError(code, text !== "" ? text : cockpit.message(code));
}

/** How a process that was rejected ended; null when it was not run, or did not exit by itself. */
export function exitStatus(reason: unknown): number | null {
    if (!isProblem(reason)) return null;
    return reason.exit_status ?? null;
}

/** Rejects with `timeout` when `promise` takes longer than `seconds`; the caller ends whatever it was waiting for. */
export async function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
    let timer = 0;
    const late = new Promise<never>((_resolve, reject) => {
        timer = window.setTimeout(() => {
            reject(new HostError("timeout", cockpit.message("timeout")));
        }, seconds * 1000);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        window.clearTimeout(timer);
    }
}
