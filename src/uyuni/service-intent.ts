/** What a person asks of an optional service's set-up, and the same after every field was checked. */
import type { Message } from "./message.js";
import { parseReference, type ImageReference } from "./reference.js";
import { checkReplicas } from "./replicas.js";
import { settingsOf, type SettingName } from "./service-files.js";
import { settingChecks } from "./service-settings.js";
import type { AnyService } from "./services.js";
import { checkArchive, checkHealthSeconds, checkPullPolicy, type PullPolicy } from "./set-up-intent.js";

/** As the form has it; nothing is checked yet. Settings that the service does not have are of no account. */
export interface ServiceIntent extends Partial<Readonly<Record<SettingName, string>>> {
    readonly image: string;
    readonly pullPolicy: PullPolicy;
    /** Path of an archive on the host out of which the image is loaded, instead of pulling it. */
    readonly archive?: string;
    /** How many instances run afterwards. */
    readonly replicas: number;
    /** How long the containers may take until they are healthy, in seconds. */
    readonly healthSeconds: number;
}

/** The settings are those of the service, and no others. */
export interface CheckedServiceIntent extends Omit<ServiceIntent, "image"> {
    readonly image: ImageReference;
}

export type ServiceProblems = Partial<Readonly<Record<keyof ServiceIntent, Message>>>;

/** Everything that is wrong, by field, or the checked intent. */
export function checkServiceIntent(
    service: AnyService,
    intent: ServiceIntent,
): { ok: CheckedServiceIntent } | { invalid: ServiceProblems } {
    const { pullPolicy, archive, replicas, healthSeconds } = intent;
    const image = parseReference(intent.image);
    const settings = settingsOf(service).map((name) => ({
        name,
        checked: settingChecks[name](intent[name] ?? ""),
    }));
    const invalid: { -readonly [field in keyof ServiceProblems]: Message } = {};
    for (const [field, checked] of [
        ["image", image],
        ["pullPolicy", checkPullPolicy(pullPolicy)],
        ["archive", checkArchive(archive)],
        ["replicas", checkReplicas(service, replicas)],
        ["healthSeconds", checkHealthSeconds(healthSeconds)],
        ...settings.map(({ name, checked }) => [name, checked] as const),
    ] as const)
        if ("error" in checked) invalid[field] = checked.error;
    if (Object.keys(invalid).length > 0 || "error" in image) return { invalid };
    const given = Object.fromEntries(
        settings.flatMap(({ name, checked }): [SettingName, string][] =>
            "ok" in checked ? [[name, checked.ok]] : [],
        ),
    );
    const place = archive === undefined ? {} : { archive };
    return { ok: { image: image.ok, pullPolicy, ...place, replicas, healthSeconds, ...given } };
}
