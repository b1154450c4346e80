/**
 * Unit files and drop-ins with their text, live: files by their paths, and
 * directories with everything that appears in them.
 *
 * The protocol: each directory is watched once, for one file or for all of it. A
 * new tag, which changes with contents, mode and owner, has the text read again,
 * one reading of a file at a time and once more when the directory told another
 * tag meanwhile. A text and the tag beside it always come from the same reading.
 *
 * A directory that cannot be looked at any more is told as it was last seen, and that it cannot.
 */
import { Backoff } from "./backoff.js";
import { readTagged } from "./file-text.js";
import { watchDirectory, type DirectoryEntry, type DirectoryListener } from "./file-tree.js";
import type { Closeable, FileWatchListener, WatchedFile } from "./host.js";
import { asHostError, type HostError } from "./problem.js";

interface Directory {
    readonly path: string;
    /** Names of files that are told even when they are not there; null: everything is told. */
    readonly name: string | null;
    entries: ReadonlyMap<string, DirectoryEntry> | null;
    /** Why it cannot be looked at. */
    error: HostError | null;
    channel: Closeable | null;
    readonly backoff: Backoff;
}

/** A file that is not there. */
const NOTHING: WatchedFile = {
    path: "",
    kind: "missing",
    text: null,
    binary: false,
    tag: "-",
    mode: "",
    size: 0,
    target: null,
    error: null,
};

const UNREAD: WatchedFile = { ...NOTHING, tag: null };

const KINDS: Readonly<Record<string, WatchedFile["kind"]>> = { reg: "file", lnk: "link", dir: "directory" };

export class FileWatch implements Closeable {
    readonly #directories: readonly Directory[];
    readonly #files = new Map<string, WatchedFile>();
    readonly #reading = new Set<string>();
    #closed = false;

    /** `directories` are told with all their entries, and `files` whether they are there or not. */
    constructor(
        files: readonly string[],
        directories: readonly string[],
        private readonly listener: FileWatchListener,
    ) {
        const parts = files.map((file) => {
            const slash = file.lastIndexOf("/");
            return { path: file.slice(0, slash), name: file.slice(slash + 1) };
        });
        this.#directories = [...parts, ...directories.map((path) => ({ path, name: null }))].map((part) => ({
            ...part,
            entries: null,
            error: null,
            channel: null,
            backoff: new Backoff(),
        }));
        for (const directory of this.#directories) this.#watch(directory);
    }

    close(): void {
        this.#closed = true;
        for (const { channel, backoff } of this.#directories) {
            channel?.close();
            backoff.close();
        }
    }

    #watch(directory: Directory): void {
        // "[" and the like would be patterns; names of units have none of them.
        const listener: DirectoryListener = {
            listed: (entries) => {
                directory.backoff.succeeded();
                if (directory.error !== null) {
                    directory.error = null;
                    if (this.#directories.every(({ error }) => error === null)) this.listener.problem(null);
                }
                this.#listed(directory, entries);
            },
            problem: (error, ended) => {
                if (this.#closed) return;
                directory.error = error;
                this.listener.problem(error);
                if (directory.entries === null) this.#listed(directory, new Map());
                if (ended)
                    directory.backoff.again(() => {
                        this.#watch(directory);
                    });
            },
        };
        directory.channel = watchDirectory(directory.path, directory.name ?? "*", listener, "try");
    }

    #listed(directory: Directory, entries: ReadonlyMap<string, DirectoryEntry>): void {
        const before = directory.entries ?? new Map<string, DirectoryEntry>();
        directory.entries = entries;
        for (const name of before.keys())
            if (!entries.has(name)) this.#files.delete(`${directory.path}/${name}`);
        if (directory.name !== null && !entries.has(directory.name)) {
            const path = `${directory.path}/${directory.name}`;
            this.#files.set(
                path,
                directory.error === null
                    ? { ...NOTHING, path }
                    : { ...UNREAD, path, kind: "other", error: directory.error },
            );
        }
        for (const [name, entry] of entries) {
            const path = `${directory.path}/${name}`;
            const seen = this.#files.get(path);
            // What could not be read may be readable by now.
            if (before.get(name)?.tag === entry.tag && (seen?.error ?? null) === null) continue;
            const known = seen?.kind === "missing" ? undefined : seen;
            this.#files.set(path, { ...(known ?? UNREAD), ...facts(path, entry) });
            if (hasText(directory, name, entry) && known?.tag !== entry.tag) void this.#read(directory, name);
        }
        this.#tell();
    }

    async #read(directory: Directory, name: string): Promise<void> {
        const path = `${directory.path}/${name}`;
        if (this.#reading.has(path)) return;
        this.#reading.add(path);
        try {
            let entry: DirectoryEntry | undefined;
            let told: DirectoryEntry | undefined;
            do {
                told = directory.entries?.get(name);
                const { text, tag, binary } = await readTagged(path);
                entry = directory.entries?.get(name);
                if (entry === undefined || tag === "-") break;
                // The tag of what a link leads to is none of the link's.
                const own = entry.type === "lnk" || binary ? null : tag;
                this.#files.set(path, { ...NOTHING, ...facts(path, entry), text, binary, tag: own });
            } while (entry !== told);
        } catch (reason) {
            this.#failed(path, asHostError(reason));
        }
        this.#reading.delete(path);
        this.#tell();
    }

    #failed(path: string, error: HostError): void {
        const file = this.#files.get(path);
        if (file !== undefined) this.#files.set(path, { ...file, text: null, tag: null, error });
    }

    /** Only when everything that is there has been seen. */
    #tell(): void {
        const seen = this.#directories.every(({ entries }) => entries !== null);
        if (!this.#closed && seen && this.#reading.size === 0)
            this.listener.changed([...this.#files.values()]);
    }
}

/** Of a directory's files only drop-ins: others may be large, or hold what is nobody's business. */
function hasText(directory: Directory, name: string, { type }: DirectoryEntry): boolean {
    return (type === "reg" || type === "lnk") && (directory.name !== null || name.endsWith(".conf"));
}

function facts(path: string, { type, mode, size, target }: DirectoryEntry) {
    return {
        path,
        kind: KINDS[type] ?? ("other" as const),
        mode: mode.toString(8).padStart(4, "0"),
        size,
        target,
    };
}
