/**
 * What registries said of references: asked when somebody wants it, never by
 * itself, and kept for as long as the browser's tab is open. Failures are kept
 * only until the page is loaded again.
 */
import * as v from "valibot";
import { createStore } from "zustand/vanilla";
import { hostNow } from "../../host/clock.js";
import { machine } from "../../host/page.js";
import { askRegistry, type AskedRegistry } from "../../host/registry.js";
import { parseReference } from "../../uyuni/reference.js";

export interface RegistryReading {
    readonly asking: boolean;
    /** Milliseconds since the epoch of the last answer, 0 if there is none. */
    readonly time: number;
    readonly asked: AskedRegistry | null;
    /** Why it could not even be asked. */
    readonly error: unknown;
}

export const NEVER: RegistryReading = { asking: false, time: 0, asked: null, error: null };

const Kept = v.record(
    v.string(),
    v.object({
        time: v.number(),
        registry: v.string(),
        mirrorOf: v.nullable(v.string()),
        digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
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
            Object.entries(kept.success ? kept.output : {}).map(
                ([reference, { time, registry, mirrorOf, digest }]) => [
                    reference,
                    { ...NEVER, time, asked: { registry, mirrorOf, passed: [], answer: { digest } } },
                ],
            ),
        );
    } catch {
        return {};
    }
}

/** Readings by reference. */
export const answers = createStore<Readonly<Record<string, RegistryReading>>>()(restored);

function keep(): void {
    const kept = Object.entries(answers.getState()).flatMap(([reference, { time, asked }]) =>
        asked !== null && "digest" in asked.answer
            ? [
                  [
                      reference,
                      {
                          time,
                          registry: asked.registry,
                          mirrorOf: asked.mirrorOf,
                          digest: asked.answer.digest,
                      },
                  ] as const,
              ]
            : [],
    );
    try {
        window.sessionStorage.setItem(place(), JSON.stringify(Object.fromEntries(kept)));
    } catch {
        // A browser that keeps nothing asks again.
    }
}

/** Asks the registry for `text` now, unless it is being asked; what comes of it is in `answers`. */
export async function ask(text: string): Promise<void> {
    const reference = parseReference(text);
    const before = answers.getState()[text] ?? NEVER;
    if ("error" in reference || before.asking) return;
    const tell = (reading: RegistryReading) => {
        answers.setState({ [text]: reading });
        keep();
    };
    answers.setState({ [text]: { ...before, asking: true } });
    try {
        tell({ ...NEVER, time: hostNow(), asked: await askRegistry(reference.ok) });
    } catch (error) {
        tell({ ...NEVER, time: hostNow(), error });
    }
}

/** Whether a registry can have another image under a reference: one that is pinned to a digest never changes. */
export function canAsk(text: string): boolean {
    const reference = parseReference(text);
    return "ok" in reference && reference.ok.digest === null;
}
