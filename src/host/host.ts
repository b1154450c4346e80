/**
 * What the pages may ask of the machine. One `Host` a page; `connectHost()`
 * makes it, `close()` ends everything that it opened.
 *
 * A log is opened, and closed, by the view that shows it, which is loaded when it
 * is shown: `JournalReader`, `exportJournal`. Logs and watched files are to be
 * opened anew when administrative access changes.
 */
import type { StoreApi } from "zustand/vanilla";
import type { ImageArchive } from "../uyuni/archive-facts.js";
import type { DatabaseSettings, HostState, Known, SetUpFacts } from "../uyuni/host-state.js";
import type { ImageChoice } from "../uyuni/image-choice.js";
import type { PullProgress } from "../uyuni/image-progress.js";
import type { Mgradm, OldData } from "../uyuni/mgradm/tool.js";
import type { RpmImage } from "../uyuni/rpm-images.js";
import type { Plan } from "../uyuni/plan.js";
import type { ServiceSetUpFacts } from "../uyuni/service-facts.js";
import type { Service } from "../uyuni/services.js";
import type { ExportPlace } from "../uyuni/uninstall/export-place.js";
import type { FoundVolume, Inventory, VolumeSizes } from "../uyuni/uninstall/inventory.js";
import type { EventMonitor } from "./event-monitor.js";
import type { HostError } from "./problem.js";

export { HostError } from "./problem.js";

export interface Closeable {
    close(): void;
}

export type UnitVerb = "start" | "stop" | "restart";

export type RunOutcome =
    | { readonly outcome: "started" }
    /** Another operation (of this module) runs; it is in the store. */
    | { readonly outcome: "busy" };

export interface JournalEntry {
    readonly cursor: string;
    /** Microseconds since the epoch. */
    readonly time: number;
    /** 0 (emerg) to 7 (debug) */
    readonly priority: number;
    /** Program or container that wrote it. */
    readonly source: string;
    readonly text: string;
    readonly bootId: string;
    /** Of podman's monitor for a container's lines. */
    readonly pid: number;
}

export interface JournalQuery {
    /** Unit whose own lines, container's lines and PID 1's lines about it are wanted. */
    readonly unit: string;
    /** Container name, for lines that podman wrote for it. */
    readonly container?: string;
    /** Only lines of this operation. */
    readonly operation?: string;
    /** How many older lines at first. */
    readonly lines: number;
    /** Microseconds since the epoch. With it, nothing is followed. */
    readonly until?: number;
}

/** Which entries a page wants to see. */
export interface LogQuery {
    /** As in JournalQuery. */
    readonly unit: string;
    readonly container?: string;
    readonly operation?: string;
    /** The least urgent that is wanted: 0 (emerg) to 7 (debug). */
    readonly priority?: number;
    /** Only entries whose text has it somewhere, without regard to case. */
    readonly text?: string;
    /** Microseconds since the epoch. With `until`, nothing is followed. */
    readonly since?: number;
    readonly until?: number;
}

/** Entries in order, the oldest first. */
export interface LogPage {
    readonly entries: readonly JournalEntry[];
    /** There may be older ones. */
    readonly more: boolean;
}

export interface LogListener {
    /** The newest entries, once. */
    first(page: LogPage): void;
    /** New entries, in order; told in batches. */
    newer(entries: readonly JournalEntry[]): void;
    /** The journal cannot be read; that is tried again. */
    problem(error: HostError): void;
}

export interface LogReader extends Closeable {
    /** At most `count` entries before the oldest one that was told. Rejects with HostError. */
    older(count: number): Promise<LogPage>;
}

export interface LogExport extends Closeable {
    /** Resolves with the number of entries when all of them were told, or it was closed. Rejects with HostError. */
    readonly done: Promise<number>;
}

/** What the journal has of the past. */
export interface JournalReach {
    /** The first entry that this user can see: microseconds since the epoch, null when there is none. */
    readonly oldest: number | null;
    /** "volatile": it is lost at the next boot. */
    readonly storage: "persistent" | "volatile";
    /** This user sees only entries of their own. */
    readonly partial: boolean;
    /** Where podman puts what the container writes: "journald", or a driver that keeps it out of the journal; null if unknown. */
    readonly driver: string | null;
}

/** A file on the host as it was last seen. */
export interface WatchedFile {
    readonly path: string;
    readonly kind: "file" | "link" | "directory" | "other" | "missing";
    /** null: not read (only drop-ins and files that were asked for are), no text, or it cannot be read. */
    readonly text: string | null;
    /** It has bytes that are no UTF-8 text. */
    readonly binary: boolean;
    /** What `saveText` has to be given; null: it must not be saved. */
    readonly tag: string | null;
    /** Octal, as chmod takes it; "" for a missing file. */
    readonly mode: string;
    readonly size: number;
    /** Where a link leads. */
    readonly target: string | null;
    readonly error: HostError | null;
}

export interface FileWatchListener {
    /** All files, once everything was seen, and after each change. */
    changed(files: readonly WatchedFile[]): void;
    /** A directory cannot be watched: what was told of it is what was there before. null: all of them can be again. */
    problem(error: HostError | null): void;
}

/** The new tag, or what somebody else left there meanwhile; nothing was written then. */
export type SaveOutcome =
    | { readonly saved: string }
    | { readonly conflict: { readonly text: string | null; readonly tag: string } };

export interface FileText {
    /** Below /etc/systemd/system. */
    readonly path: string;
    readonly text: string;
}

/** What systemd-analyze said. */
export interface VerifyOutput {
    /** Stands in the lines for /etc/systemd/system. */
    readonly root: string;
    readonly lines: readonly string[];
}

/** What the shell's menu shows beside the module's name. */
export interface MenuStatus {
    readonly type: "info" | "warning" | "error";
    /** In the user's language. */
    readonly title: string;
}

export interface JobRequest {
    readonly unit: string;
    readonly verb: UnitVerb;
}

export interface JobReport extends JobRequest {
    readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
    readonly error: HostError | null;
}

export interface RunningJobs {
    /** All reports, when the last job ended; never rejects. */
    readonly done: Promise<readonly JobReport[]>;
    /** Lets the job that runs come to its end, and begins no other. */
    cancel(): void;
}

/** What a container uses of the host. */
export interface Usage {
    readonly container: string;
    /** Of one processor: 2 is two of them, busy all the time. "measuring": it takes two answers. null: the host cannot tell. */
    readonly cpu: number | "measuring" | null;
    /** Bytes; null: the host cannot tell. */
    readonly memory: number | null;
    /** Bytes that it may use at most, its own limit or the host's memory; null like `memory`. */
    readonly memoryLimit: number | null;
    /** Milliseconds since the epoch. */
    readonly time: number;
}

export interface UsageListener {
    usage(usage: readonly Usage[]): void;
    /** podman does not tell (a container ended, or podman is gone); that is tried again. */
    problem(error: HostError): void;
}

/** For the set-up of an optional service: what its plan is made from, and what its form is filled with. */
export interface ServiceFacts extends ServiceSetUpFacts {
    readonly defaults: {
        readonly database: DatabaseSettings;
        /** Name of the server for its clients, "" if nothing tells it. */
        readonly fqdn: string;
        /** Of the host, "" if nothing tells it. */
        readonly timezone: string;
    };
}

export interface Host extends Closeable {
    readonly state: StoreApi<HostState>;
    /** Salt's event queue, read while somebody looks. */
    readonly events: EventMonitor;

    /** Runs a systemd job and waits for its result. Rejects with HostError. */
    unitJob(unit: string, verb: UnitVerb): Promise<void>;
    /** Runs jobs of several units, each after the end of the one before, whatever its result. */
    runJobs(jobs: readonly JobRequest[], onProgress: (reports: readonly JobReport[]) => void): RunningJobs;
    /** Enables or disables a unit at boot, and reloads systemd. Rejects with HostError. */
    setEnabled(unit: string, enabled: boolean): Promise<void>;
    /** Stops a unit and takes it out of the boot. Rejects with HostError. */
    remove(unit: string): Promise<void>;
    startPodmanSocket(): Promise<void>;
    /** Stops a container by its name, and leaves it there. Rejects with HostError. */
    stopContainer(name: string): Promise<void>;
    /** Masks an instance, or takes the mask away; systemd refuses what has a unit file of its own. Rejects with HostError. */
    setMasked(unit: string, masked: boolean): Promise<void>;
    /** Clears the failed state of one of Uyuni's units. Rejects with HostError. */
    resetFailed(unit: string): Promise<void>;
    /** Has systemd read its files again. Rejects with HostError. */
    daemonReload(): Promise<void>;

    /** Watches `files`, there or not, and everything in `directories`. */
    watchFiles(
        files: readonly string[],
        directories: readonly string[],
        listener: FileWatchListener,
    ): Closeable;
    /**
     * Saves a unit file or drop-in of Uyuni's if it still has `tag` ("-": if it is not there; its folder is made then).
     * systemd does not know of it before `daemonReload()`. Rejects with HostError.
     */
    saveText(path: string, text: string, tag: string): Promise<SaveOutcome>;
    /**
     * What systemd says of a unit (with its instance) if its files were these: all of the unit's and its template's
     * below /etc/systemd/system. Rejects with HostError.
     */
    verifyUnit(unit: string, files: readonly FileText[]): Promise<VerifyOutput>;

    /** @param choice the image that is asked for, once it is. Rejects with HostError. */
    readSetUpFacts(choice: ImageChoice | null): Promise<SetUpFacts>;
    /** @param choice as of `readSetUpFacts`. Rejects with HostError. */
    readServiceFacts(service: Service, choice: ImageChoice | null): Promise<ServiceFacts>;
    /** Looks into an image archive on the host, and loads nothing. Rejects with HostError. */
    readArchive(path: string): Promise<ImageArchive>;
    /** Images that RPMs put on the host. Rejects with HostError. */
    readRpmImages(): Promise<readonly RpmImage[]>;

    /** Everything that an uninstall may concern, as it is now. Rejects with HostError. */
    readInventory(): Promise<Inventory>;
    /** How much of the disk volumes take up: that may last minutes. Rejects with HostError. */
    measureVolumes(volumes: readonly FoundVolume[]): Promise<VolumeSizes>;
    /** What a folder for exports is like, there or not. Rejects with HostError. */
    readExportPlace(path: string): Promise<ExportPlace>;
    /** The installed mgradm; null where there is none. Rejects with HostError. */
    readMgradm(): Promise<Mgradm | null>;
    /** Tells once when no mgradm runs any more, or may not. */
    awaitMgradm(onEnd: () => void): Promise<Closeable>;
    /** Follows whether an upgrade of mgradm's has put data of the database aside; null: there is no volume of a database. */
    followOldData(onChange: (found: Known<OldData | null>) => void): Promise<Closeable>;
    /** Follows the size of a file in bytes; null while it is not there. */
    followSize(folder: string, name: string, onSize: (size: number | null) => void): Closeable;

    /** Stages the plan's files and starts it as the operation. Rejects with HostError; nothing is changed then. */
    run(plan: Plan): Promise<RunOutcome>;
    /** Ends the running operation; after arming this means that it rolls back. */
    cancelOperation(): Promise<void>;
    /** Runs the left-over roll-back of an interrupted operation. */
    recover(): Promise<void>;

    /**
     * Follows the journal. `onEntries` gets new entries in order, in batches, an empty one when it can be read again;
     * `onProblem` the reason it cannot: that is tried again.
     */
    followJournal(
        query: JournalQuery,
        onEntries: (entries: readonly JournalEntry[]) => void,
        onProblem: (error: HostError) => void,
    ): Closeable;
    /** What running containers use, every few seconds while the page can be seen. To be opened anew when they change. */
    followUsage(containers: readonly string[], listener: UsageListener): Closeable;
    /** The icon beside the module's name in the shell's menu; null: none. */
    setMenuStatus(status: MenuStatus | null): void;
    /** Follows the bytes of the running operation's pull. */
    followPull(operation: string, onProgress: (progress: PullProgress) => void): Closeable;
}

export type { Known, PullProgress };
