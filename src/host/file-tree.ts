/**
 * What is in a directory, live, through Cockpit's fsinfo channel: it sends the
 * whole state once and then JSON merge patches (RFC 7396) of {info, error}; while
 * `partial` is set, more of the same update is to come. A directory that is not
 * there is an error, and the channel goes on: it tells when one appears.
 */
import cockpit, { type Superuser } from "cockpit";
import * as v from "valibot";
import type { Closeable } from "./host.js";
import { asHostError, HostError } from "./problem.js";

const Entry = v.object({
    type: v.nullish(v.string(), ""),
    tag: v.nullish(v.string(), ""),
    mode: v.nullish(v.number(), 0),
    size: v.nullish(v.number(), 0),
    target: v.nullish(v.string(), null),
});

const State = v.object({
    partial: v.optional(v.boolean(), false),
    info: v.optional(v.object({ entries: v.optional(v.record(v.string(), Entry), {}) })),
    error: v.optional(v.object({ problem: v.string(), message: v.string() })),
});

export type DirectoryEntry = v.InferOutput<typeof Entry>;

export interface DirectoryListener {
    /** By name; empty when there is no such directory. */
    listed(entries: ReadonlyMap<string, DirectoryEntry>): void;
    /** It cannot be looked at; `ended`: and will not be again. */
    problem(error: HostError, ended: boolean): void;
}

/** Watches the entries whose names fit `pattern` (fnmatch(3)), as the user who is logged in unless told otherwise. */
export function watchDirectory(
    path: string,
    pattern: string,
    listener: DirectoryListener,
    superuser?: Superuser,
): Closeable {
    const channel = cockpit.channel({
        payload: "fsinfo",
        path,
        attrs: ["type", "tag", "mode", "size", "target", "entries"],
        fnmatch: pattern,
        watch: true,
        ...(superuser !== undefined && { superuser }),
    });
    let state: unknown = {};
    let closed = false;
    const look = () => {
        const { partial, info, error } = v.parse(State, state);
        if (partial) return;
        if (info !== undefined) listener.listed(new Map(Object.entries(info.entries)));
        else if (error?.problem === "not-found") listener.listed(new Map());
        else if (error !== undefined) listener.problem(new HostError(error.problem, error.message), false);
    };
    channel.addEventListener("message", (_event, patch) => {
        if (closed) return;
        try {
            state = merged(state, JSON.parse(patch));
            look();
        } catch (reason) {
            listener.problem(new HostError("protocol-error", asHostError(reason).message), false);
        }
    });
    channel.addEventListener("close", (_event, options) => {
        if (closed) return;
        closed = true;
        const lost = options.problem ? options : { problem: "disconnected" };
        listener.problem(asHostError(lost), true);
    });
    return {
        close: () => {
            closed = true;
            channel.close();
        },
    };
}

/** RFC 7396. */
function merged(old: unknown, patch: unknown): unknown {
    if (!isRecord(patch)) return patch;
    const result: Record<string, unknown> = isRecord(old) ? { ...old } : {};
    for (const [name, value] of Object.entries(patch)) {
        if (value === null) Reflect.deleteProperty(result, name);
        else result[name] = merged(result[name], value);
    }
    return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
