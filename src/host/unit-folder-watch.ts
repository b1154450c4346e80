/**
 * Tells when Uyuni's unit files or drop-ins change on disk: systemd says nothing
 * of what it has not read yet, and only works out whether it has to (its property
 * NeedDaemonReload) when it is asked.
 *
 * The folder of units is watched for names of Uyuni's, and each folder of
 * drop-ins that appears there for itself. The first look at a folder is no change.
 */
import { unitDirectory } from "../uyuni/services.js";
import { watchDirectory, type DirectoryEntry } from "./file-tree.js";
import type { Closeable } from "./host.js";

/** Changes within it are told as one: files are often written in several steps. */
const PAUSE_MS = 300;

export class UnitFolderWatch implements Closeable {
    readonly #units: Closeable;
    readonly #dropIns = new Map<string, Closeable>();
    #pause = 0;

    constructor(private readonly onChange: () => void) {
        let first = true;
        this.#units = watchDirectory(unitDirectory, "uyuni-*", {
            listed: (entries) => {
                this.#follow(entries);
                if (!first) this.#changed();
                first = false;
            },
            // Whoever reads the files will hear why they cannot be read.
            problem: () => undefined,
        });
    }

    close(): void {
        window.clearTimeout(this.#pause);
        this.#units.close();
        for (const folder of this.#dropIns.values()) folder.close();
    }

    #follow(entries: ReadonlyMap<string, DirectoryEntry>): void {
        for (const [name, folder] of this.#dropIns) {
            if (entries.has(name)) continue;
            folder.close();
            this.#dropIns.delete(name);
        }
        for (const [name, { type }] of entries)
            if (type === "dir" && name.endsWith(".d") && !this.#dropIns.has(name))
                this.#dropIns.set(name, this.#watchDropIns(name));
    }

    #watchDropIns(name: string): Closeable {
        let first = true;
        return watchDirectory(`${unitDirectory}/${name}`, "*.conf", {
            listed: () => {
                if (!first) this.#changed();
                first = false;
            },
            problem: () => undefined,
        });
    }

    #changed(): void {
        window.clearTimeout(this.#pause);
        this.#pause = window.setTimeout(this.onChange, PAUSE_MS);
    }
}
