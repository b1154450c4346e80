/** Why a registry did not give what it was asked for. */

export type RegistryProblem =
    | "name"
    | "connection"
    /** The connection ended in the middle of an answer. */
    | "broken"
    | "time"
    | "tls"
    | "proxy"
    | "login"
    | "forbidden"
    | "missing"
    | "busy"
    | "server"
    /** registries.conf forbids it, so it was not asked. */
    | "blocked"
    /** The registry says that tokens are to be had where nobody asks for any. */
    | "realm"
    | "other";

export interface RegistryFailure {
    readonly problem: RegistryProblem;
    /** HTTP status; 0 when there was no answer. */
    readonly status: number;
    /** Retry-After as the registry wrote it: seconds, or a date; "" if it did not. */
    readonly retryAfter: string;
    /** curl's own words, "" if it had none. */
    readonly detail: string;
    /** Host and port (for "realm": the address) of the service that gives tokens for the registry, if that one failed. */
    readonly tokens?: string;
}
