/** What a page can do about a verdict, or where it can lead: the first thing to do, as far as it can be a button. */
import type { Consumer } from "./consumers.js";
import type { Verdict } from "./verdict.js";

export type WayOut =
    /** Of the event processor. */
    | { readonly kind: "start" }
    | { readonly kind: "set-up" }
    | { readonly kind: "log" }
    /** The page of another service tells more. */
    | { readonly kind: "service"; readonly service: "db" | "server" }
    | { readonly kind: "busiest" }
    /** Stop and disable the event processor itself, since the server does its work. */
    | { readonly kind: "step-aside" }
    | { readonly kind: "stop-unit"; readonly unit: string }
    | { readonly kind: "stop-container"; readonly name: string };

/** null where nothing is to be done, or it cannot be done from here. */
export function wayOut(verdict: Verdict): WayOut | null {
    switch (verdict.kind) {
        case "no-table":
            return { kind: "set-up" };
        case "unreachable":
            return { kind: "service", service: "db" };
        case "several-consumers": {
            const other = verdict.consumers.find(({ kind }) => kind !== "processor" && kind !== "server");
            return other === undefined ? { kind: "step-aside" } : ending(other);
        }
        case "not-listening":
            return notListening(verdict);
        case "stalled":
            return verdict.cause.kind === "working" || verdict.cause.kind === "unknown"
                ? { kind: "log" }
                : null;
        case "falling-behind":
        case "standing":
            return { kind: "busiest" };
        case "no-events":
            return { kind: "service", service: "server" };
        case "measuring":
        case "not-known":
        case "starting":
        case "stopping":
        case "catching-up":
        case "keeping-up":
            return null;
    }
}

function notListening({
    status,
    instead,
    operating,
}: Extract<Verdict, { kind: "not-listening" }>): WayOut | null {
    if (instead) return instead.kind === "server" ? { kind: "step-aside" } : ending(instead);
    if (operating) return null;
    switch (status) {
        case "running":
        case "starting":
        case "stopping":
            return { kind: "log" };
        case "not-set-up":
            return { kind: "set-up" };
        case "stopped":
        case "failed":
            return { kind: "start" };
    }
}

function ending({ kind, name, unit }: Consumer): WayOut | null {
    if (unit !== "") return { kind: "stop-unit", unit };
    return kind === "address" ? null : { kind: "stop-container", name };
}
