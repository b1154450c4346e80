/**
 * What a host looks like, as far as Uyuni is concerned: plain immutable values.
 *
 * Whatever was not seen is said to be not known, with the reason; nothing here
 * ever stands in for a value that nobody read.
 */
import type { ImageArchive, PackagedImage } from "./archive-facts.js";
import type { Message } from "./message.js";
import type { RanImage } from "./ran-image.js";
import type { ChosenImage } from "./told-image.js";

export type Known<T> =
    | { readonly state: "loading" }
    | { readonly state: "known"; readonly value: T }
    | { readonly state: "unknown"; readonly why: Unknown };

/** Why something is not known. `detail` is the machine's own text, if it gave one. */
export interface Unknown {
    readonly reason:
        /** Needs root, and the session has no administrative access. */
        | "no-access"
        /** podman (or systemd) is not installed on this host. */
        | "not-installed"
        /** podman.socket is there but nobody listens. */
        | "not-running"
        /** The connection broke; it is being tried again. */
        | "disconnected"
        | "error";
    readonly detail?: string;
}

export const loading: Known<never> = { state: "loading" };
export function known<T>(value: T): Known<T> {
    return { state: "known", value };
}
export function unknown(reason: Unknown["reason"], detail?: string): Known<never> {
    return { state: "unknown", why: detail === undefined ? { reason } : { reason, detail } };
}

/** Cockpit's administrative access: not decided yet, limited, or root. */
export type Access = "pending" | "limited" | "administrative";

/** A systemd unit as PID 1 sees it; names and words are systemd's own (org.freedesktop.systemd1(5)). */
export interface UnitState {
    readonly name: string;
    readonly description: string;
    /** loaded, not-found, masked, error, bad-setting, stub */
    readonly loadState: string;
    /** active, inactive, failed, activating, deactivating, reloading, maintenance */
    readonly activeState: string;
    readonly subState: string;
    /** enabled, disabled, static, masked, … or "" where there is no file. */
    readonly unitFileState: string;
    /** The loaded unit differs from its files. */
    readonly needDaemonReload: boolean;
    readonly fragmentPath: string;
    readonly dropInPaths: readonly string[];
    /** When activeState was reached: microseconds since the epoch, 0 if never. */
    readonly stateChangeUsec: number;
    readonly mainPid: number;
    /** Automatic restarts since the unit was last started by hand. */
    readonly restarts: number;
    /** success, exit-code, signal, timeout, start-limit-hit, … */
    readonly result: string;
    /** Effective Environment= of the loaded unit, in order. */
    readonly environment: readonly string[];
    /** Files that give it further variables when it starts (EnvironmentFile=). */
    readonly environmentFiles: readonly string[];
    /** ExecStartPre, ExecStart, ExecStop, ExecStopPost of the loaded unit: argv of each, specifiers replaced. */
    readonly commands: Readonly<Record<string, readonly (readonly string[])[]>>;
    /** Type, Restart, PIDFile of the loaded unit. */
    readonly settings: Readonly<Record<string, string>>;
    readonly invocationId: string;
    /** A job is queued or runs for the unit. */
    readonly job: boolean;
}

export type Health = "healthy" | "unhealthy" | "starting" | "none";

/** A container's place in a network of podman's. */
export interface NetworkAddress {
    readonly name: string;
    readonly address: string;
    /** Absent in a network without IPv6. */
    readonly address6?: string;
}

export interface ContainerState {
    readonly id: string;
    readonly name: string;
    /** The reference the container was created from. */
    readonly image: string;
    readonly imageId: string;
    /** Digest of the image in its registry, "" if podman tells none. */
    readonly imageDigest: string;
    /** created, running, exited, stopped, stopping, paused, removing, … */
    readonly status: string;
    readonly health: Health;
    /** Output of the last health check, "" if none. */
    readonly healthLog: string;
    /** Milliseconds since the epoch, 0 if never started. */
    readonly startedAt: number;
    readonly exitCode: number;
    readonly pid: number;
    /** PODMAN_SYSTEMD_UNIT: the unit that created it, "" if none. */
    readonly unit: string;
    /** The command line it was made with, empty if podman tells none. */
    readonly command: readonly string[];
    /** Values of the variables that this command passed on from its own environment. */
    readonly passed: Readonly<Record<string, string>>;
    readonly networks: readonly NetworkAddress[];
    readonly secrets: readonly string[];
    /** Its environment has a Java process listen for debuggers (JDWP). */
    readonly jdwp?: true;
}

export interface ImageState {
    readonly id: string;
    /** Repository and tag, as podman lists them. */
    readonly references: readonly string[];
    /** Repository and digest, as podman lists them. */
    readonly digests: readonly string[];
    /** Bytes, shared layers included. */
    readonly size: number;
    /** Milliseconds since the epoch. */
    readonly createdAt: number;
    /** Of its label org.opencontainers.image.version; absent without one. */
    readonly version?: string;
}

export interface PodmanState {
    /** "" until it has been read: that is not needed for the first view. */
    readonly version: string;
    /** Architecture of the host in podman's words (amd64, arm64, …); "" until it has been read. */
    readonly architecture: string;
    /** Where images are kept, and its file system in bytes; no size while that is not known. */
    readonly storage: { readonly path: string; readonly free: number; readonly size: number };
    readonly containers: readonly ContainerState[];
    readonly images: readonly ImageState[];
    /** Until all are listed, those that Uyuni's containers use: that another one is not among them says nothing. */
    readonly hasAllImages: boolean;
    /** Names only; contents are never read. */
    readonly secrets: readonly string[];
    readonly networks: readonly string[];
}

/** A configuration file as text; `null` means that there is no such file. */
export interface FileState {
    readonly path: string;
    readonly text: string | null;
    /** Octal, as chmod takes it; absent where it was not read. */
    readonly mode?: string;
}

/** How the server reaches its database (never the password). */
export interface DatabaseSettings {
    readonly host: string;
    readonly port: string;
    readonly name: string;
    /** Where the values were read. */
    readonly source:
        | "rhn.conf of the running server"
        | "rhn.conf in the server's volume"
        | "attestation service"
        | "server.env"
        | "defaults";
}

/** A process that listens on the event channel of the database. */
export interface Listener {
    readonly pid: number;
    readonly address: string;
    /** Seconds since the connection was opened. */
    readonly age: number;
    /** Name of the container with that address, "" if none is known. */
    readonly container: string;
}

/** Everything that plans and views are made from. */
export interface HostState {
    readonly access: Access;
    /** Uyuni's units by name, instances included: only units that exist or run. */
    readonly units: Known<ReadonlyMap<string, UnitState>>;
    /** Uyuni's unit files by name (`uyuni-db.service`, `uyuni-saline@.service`), with systemd's state of the file. */
    readonly unitFiles: Known<ReadonlyMap<string, string>>;
    readonly podman: Known<PodmanState>;
    readonly operation: Known<Operation | null>;
}

/**
 * Whether a pull's bytes can be shown: by curl, out of podman's service, unless
 * that was started before the certificates changed that the host trusts.
 */
export type Watching = "possible" | "no-curl" | "old-certificates";

/** What only set-up needs to know and is read when it is asked for. */
export interface SetUpFacts {
    readonly database: DatabaseSettings;
    /** Present files among those that the plan would write. */
    readonly files: readonly FileState[];
    readonly listeners: Known<readonly Listener[]>;
    /** Drop-ins of the service's units, whoever wrote them; absent where they were not read. */
    readonly dropIns?: readonly FileState[];
    /** A running mgradm, as its command line; null if there is none. */
    readonly mgradm: string | null;
    readonly watching: Watching;
    /** The image that is asked for; null where nothing is known of it, absent before one is. */
    readonly image?: ChosenImage | null;
    /** The archive out of which it is to be loaded; null where there is to be none. */
    readonly archive?: ImageArchive | null;
    /** An RPM's archive of the image that is asked for. */
    readonly packaged?: PackagedImage | null;
}

export type StepStatus =
    | "waiting"
    | "running"
    | "done"
    | "failed"
    | "skipped"
    /** It was run; how it ended is not known. */
    | "ran";

export interface StepState {
    readonly status: StepStatus;
    /** Milliseconds since the epoch, 0 if not known. */
    readonly startedAt: number;
    readonly endedAt: number;
    /** Exit status, or the number of the signal when `signalled`. */
    readonly exitStatus: number;
    readonly signalled: boolean;
}

/** An operation as it was found on the host: running, or the last one that ended. */
export interface Operation {
    readonly id: string;
    readonly kind: string;
    readonly service: string;
    /** Services that it is about, where that is not `service`. */
    readonly services?: readonly string[];
    readonly title: Message;
    /** The login that confirmed it. */
    readonly user: string;
    /** Milliseconds since the epoch. */
    readonly startedAt: number;
    readonly endedAt: number;
    readonly phase:
        | "running"
        | "rolling-back"
        | "succeeded"
        /** It ended before anything was changed (a failed or cancelled pull, a guard). */
        | "failed"
        | "rolled-back"
        | "rollback-failed"
        /** Its roll-back failed, and the recovery unit was taken away: the host is kept as it is. */
        | "given-up"
        /** The host went down in the middle, and has not been put right yet. */
        | "interrupted"
        /** It goes forward only, and steps of it failed. */
        | "incomplete"
        /** It goes forward only, and was cut off before its end: what was done is done. */
        | "cut-off"
        /** It failed; what became of its changes is in the journal, which this session may not read. */
        | "unknown";
    /** The operation was asked to end. */
    readonly cancelled: boolean;
    /** A guard found at the last moment that the host is not as the plan saw it; nothing was changed. */
    readonly refused: boolean;
    readonly steps: readonly (StepTitle & StepState)[];
    /** Of one that goes forward only: what is run at the end, whatever happened before. */
    readonly rollback: readonly (StepTitle & StepState)[];
    /** Images that the service ran from when it was planned. */
    readonly replaced?: readonly RanImage[];
}

export interface StepTitle {
    readonly title: Message;
    readonly phase: Phase;
}

/** Nothing is changed on the host before `change`; `commit` ends the possibility of rolling back. */
export type SetUpPhase = "pull" | "arm" | "change" | "check" | "commit";
/** What the steps of an uninstall take away, in this order; the first two and the last change nothing. */
export type UninstallPhase =
    "note" | "export" | "services" | "volumes" | "images" | "network" | "secrets" | "measure";
export type Phase = SetUpPhase | UninstallPhase | "mgradm";
