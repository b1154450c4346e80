/** Asking for what is behind tags at the places that podman tries, in its order: each for what those before it have not got. */
import type { Message } from "../uyuni/message.js";
import type { PullSource, PullSources } from "../uyuni/registry-location.js";
import { openPlace, type RegistryPlace } from "./registry-place.js";

export interface Asked<T> {
    /** By tag or digest; what no place told is not in it. */
    readonly told: ReadonlyMap<string, T>;
    /** Why a login that podman has was not used, where something is missing; null otherwise. */
    readonly without: Message | null;
}

type Read<T> = (place: RegistryPlace, names: readonly string[]) => Promise<ReadonlyMap<string, T>>;

export class OpenSources {
    /** Nobody is asked twice how it can be asked, nor one that did not answer. */
    #opened = new Map<PullSource, Promise<RegistryPlace>>();

    constructor(
        private readonly sources: Promise<PullSources>,
        private readonly signal: AbortSignal,
    ) {
        // Whoever asks is told.
        sources.catch(() => undefined);
    }

    /** Once the first place can be asked, or not. Rejects with HostError when it is not known where that is. */
    async ready(): Promise<void> {
        const { mirrors, own } = await this.sources;
        await this.#open(mirrors[0] ?? own).catch(() => undefined);
    }

    /** Rejects with HostError when none has told anything, and the last one cannot be asked. */
    async ask<T>(names: readonly string[], read: Read<T>): Promise<Asked<T>> {
        const { mirrors, own } = await this.sources;
        const told = new Map<string, T>();
        const missing = () => names.filter((name) => !told.has(name));
        let without: Message | null = null;
        for (const mirror of mirrors)
            try {
                without = (await this.#ask(mirror, missing(), told, read)) ?? without;
            } catch (reason) {
                // As podman does, where a mirror cannot be read.
                if (this.signal.aborted) throw reason;
            }
        try {
            without = (await this.#ask(own, missing(), told, read)) ?? without;
        } catch (reason) {
            // What mirrors have told holds without it.
            if (told.size === 0 || this.signal.aborted) throw reason;
        }
        return { told, without: missing().length > 0 ? without : null };
    }

    async #ask<T>(
        source: PullSource,
        names: readonly string[],
        told: Map<string, T>,
        read: Read<T>,
    ): Promise<Message | null> {
        if (names.length === 0) return null;
        const place = await this.#open(source);
        for (const [name, one] of await read(place, names)) told.set(name, one);
        return place.without;
    }

    #open(source: PullSource): Promise<RegistryPlace> {
        const before = this.#opened.get(source);
        const opened = before ?? openPlace(source, this.signal);
        if (before === undefined) this.#opened.set(source, opened);
        return opened;
    }
}
