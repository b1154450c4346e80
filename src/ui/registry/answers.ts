/**
 * What registries said of references: asked when somebody wants it, never by
 * itself, and kept for as long as the browser's tab is open. Failures are kept
 * only until the page is loaded again.
 */
import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import { hostNow } from "../../host/clock.js";
import { machine } from "../../host/page.js";
import { askRegistry, type AskedRegistry, type Here } from "../../host/registry.js";
import { digestsOf, isOwn } from "../../uyuni/drift-registry.js";
import type { HostState } from "../../uyuni/host-state.js";
import { parseReference } from "../../uyuni/reference.js";

export interface RegistryReading {
    readonly asking: boolean;
    /** Milliseconds since the epoch of the last answer, 0 if there is none. */
    readonly time: number;
    readonly asked: AskedRegistry | null;
    /** Why it could not even be asked. */
    readonly error: unknown;
}

/** podman needs seconds to tell it, once, on a slow host. */
const ARCHITECTURE_MS = 20_000;

export const NEVER: RegistryReading = { asking: false, time: 0, asked: null, error: null };

const Kept = v.record(
    v.string(),
    v.object({
        time: v.number(),
        registry: v.string(),
        mirrorOf: v.nullable(v.string()),
        digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
        image: v.nullable(v.object({ imageDigest: v.string(), config: v.string(), created: v.number() })),
        places: v.string(),
    }),
);

/** Tabs of several machines share one storage. */
function place(): string {
    return `uyuni:registry:${machine()}`;
}

function restored(): Record<string, RegistryReading> {
    try {
        const found: unknown = JSON.parse(window.sessionStorage.getItem(place()) ?? "{}");
        const kept = v.safeParse(Kept, found);
        return Object.fromEntries(
            Object.entries(kept.success ? kept.output : {}).map(([reference, { time, digest, ...told }]) => [
                reference,
                { ...NEVER, time, asked: { ...told, passed: [], answer: { digest } } },
            ]),
        );
    } catch {
        return {};
    }
}

/** Readings by reference. */
export const answers = createStore<Readonly<Record<string, RegistryReading>>>()(restored);

function keep(): void {
    const kept = Object.entries(answers.getState()).flatMap(([reference, { time, asked }]) => {
        if (asked === null || !("digest" in asked.answer)) return [];
        const { registry, mirrorOf, image, places } = asked;
        return [
            [reference, { time, registry, mirrorOf, digest: asked.answer.digest, image, places }] as const,
        ];
    });
    try {
        window.sessionStorage.setItem(place(), JSON.stringify(Object.fromEntries(kept)));
    } catch {
        // A browser that keeps nothing asks again.
    }
}

/** The last question about each reference: what comes of those before it is dropped. */
const last = new Map<string, symbol>();

/** Asks the registry for `text` now, even if it is being asked; what comes of it is in `answers`. */
export async function ask(text: string, state: HostStore): Promise<void> {
    const reference = parseReference(text);
    if ("error" in reference) return;
    const question = Symbol(text);
    last.set(text, question);
    const tell = (reading: Partial<RegistryReading>) => {
        if (last.get(text) !== question) return;
        answers.setState({ [text]: { ...NEVER, time: hostNow(), ...reading } });
        keep();
    };
    answers.setState({ [text]: { ...(answers.getState()[text] ?? NEVER), asking: true } });
    try {
        tell({ asked: await askRegistry(reference.ok, thisHost(state)) });
    } catch (error) {
        tell({ error });
    }
}

type HostStore = StoreApi<HostState>;

function thisHost(state: HostStore): Here {
    return {
        has: (digest) => {
            const { podman } = state.getState();
            return (
                podman.state === "known" && podman.value.images.some((one) => digestsOf(one).includes(digest))
            );
        },
        architecture: () => architectureOf(state),
    };
}

/** Once it has been read; "" where it is not known, or not in time. */
function architectureOf(state: HostStore): Promise<string> {
    return new Promise((resolve) => {
        const look = ({ podman }: HostState): boolean => {
            const architecture = podman.state === "known" ? podman.value.architecture : "";
            if (podman.state === "known" && architecture === "") return false;
            resolve(architecture);
            return true;
        };
        if (look(state.getState())) return;
        const stop = state.subscribe((now) => {
            if (look(now)) end();
        });
        const timer = window.setTimeout(() => {
            stop();
            resolve("");
        }, ARCHITECTURE_MS);
        const end = () => {
            stop();
            window.clearTimeout(timer);
        };
    });
}

/** Whether a registry can have another image under a reference: one that is pinned never changes, and this host's own has none. */
export function canAsk(text: string): boolean {
    const reference = parseReference(text);
    return "ok" in reference && reference.ok.digest === null && !isOwn(reference.ok);
}
