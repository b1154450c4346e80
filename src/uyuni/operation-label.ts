/** The fields of the journal that say what an operation is: what its unit carries, and reading it back. */
import type { Phase, StepTitle } from "./host-state.js";
import type { Message } from "./message.js";
import type { Plan } from "./plan.js";
import { ranImage, type RanImage } from "./ran-image.js";

/** The fields by which an operation is found again. */
export interface OperationLabel {
    readonly id: string;
    readonly kind: string;
    readonly service: string;
    readonly services: readonly string[];
    readonly user: string;
    readonly title: Message;
    readonly steps: readonly StepTitle[];
    readonly rollback: readonly StepTitle[];
    readonly replaced: readonly RanImage[];
}

export type JournalFields = Readonly<Record<string, string>>;

/** What the names of all fields begin with. */
export const PREFIX = "COCKPIT_UYUNI_";

/**
 * Journal fields of the operation that runs `plan` for `user`.
 *
 * Everything but plain words is base64url of JSON: at a daemon-reload, which is
 * one of the steps, systemd reads the fields of a transient unit again and cuts
 * a value at its first space, takes away quotes and expands "%".
 */
export function operationFields(plan: Plan, user: string): JournalFields {
    const titles = (steps: Plan["steps"]) => steps.map(({ title, phase }) => ({ title, phase }));
    return {
        [`${PREFIX}OPERATION`]: plan.id,
        [`${PREFIX}KIND`]: plan.kind,
        [`${PREFIX}SERVICE`]: plan.service,
        [`${PREFIX}LABEL`]: encoded({
            user,
            services: plan.services ?? [],
            title: plan.title,
            steps: titles(plan.steps),
            rollback: titles(plan.rollback),
            ...(plan.replaced && {
                replaced: plan.replaced.map(({ reference, digest }) => ({ reference, digest })),
            }),
        }),
    };
}

function encoded(value: unknown): string {
    const bytes = Array.from(new TextEncoder().encode(JSON.stringify(value)), (byte) =>
        String.fromCharCode(byte),
    );
    return btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** An empty object for what is no base64url of a JSON object. */
function decoded(text: string | undefined): Readonly<Record<string, unknown>> {
    try {
        const binary = atob((text ?? "").replaceAll("-", "+").replaceAll("_", "/"));
        const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
        const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === "object" && value !== null ? { ...value } : {};
    } catch {
        return {};
    }
}

function asMessage(value: unknown): Message | null {
    if (typeof value !== "object" || value === null || !("text" in value) || !("args" in value)) return null;
    const { text, args } = value;
    if (typeof text !== "string" || !Array.isArray(args)) return null;
    return { text, args: args.filter((item): item is string => typeof item === "string") };
}

const PHASES: ReadonlySet<string> = new Set<Phase>([
    ...["pull", "arm", "change", "check", "commit"],
    ...["note", "export", "services", "volumes", "images", "network", "secrets", "measure", "mgradm"],
] as const satisfies readonly Phase[]);

function isPhase(value: unknown): value is Phase {
    return typeof value === "string" && PHASES.has(value);
}

function asTitles(value: unknown): StepTitle[] {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown) => {
        if (typeof item !== "object" || item === null || !("title" in item) || !("phase" in item)) return [];
        const title = asMessage(item.title);
        const { phase } = item;
        return title === null || !isPhase(phase) ? [] : [{ title, phase }];
    });
}

function asImages(value: unknown): RanImage[] {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown) => {
        if (typeof item !== "object" || item === null) return [];
        if (!("reference" in item) || !("digest" in item)) return [];
        const { reference, digest } = item;
        if (typeof reference !== "string" || typeof digest !== "string") return [];
        return ranImage(reference, digest) ?? [];
    });
}

/** The label in a set of journal fields; null where there is none or it cannot be read. */
export function operationLabel(fields: JournalFields): OperationLabel | null {
    const id = fields[`${PREFIX}OPERATION`];
    const { user, services, title, steps, rollback, replaced } = decoded(fields[`${PREFIX}LABEL`]);
    const sentence = asMessage(title);
    if (id === undefined || !/^[0-9a-f]{12}$/.test(id) || sentence === null) return null;
    return {
        id,
        kind: fields[`${PREFIX}KIND`] ?? "",
        service: fields[`${PREFIX}SERVICE`] ?? "",
        services: Array.isArray(services) ? services.filter((item) => typeof item === "string") : [],
        user: typeof user === "string" ? user : "",
        title: sentence,
        steps: asTitles(steps),
        rollback: asTitles(rollback),
        replaced: asImages(replaced),
    };
}
