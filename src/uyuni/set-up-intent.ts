/** What a person asks of set-up, and the same after every field was checked. */
import { checkArchivePath } from "./archive-path.js";
import type { Checked } from "./checked.js";
import { message, type Message } from "./message.js";
import { parseReference, type ImageReference } from "./reference.js";
import { checkDatabaseHost, checkDatabaseName, checkDatabasePort } from "./settings.js";

/** mgradm's words: pull anyway, pull what is not on the host, never pull. */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";
export const pullPolicies: readonly PullPolicy[] = ["Always", "IfNotPresent", "Never"];

/** As the form has it; nothing is checked yet. */
export interface SetUpIntent {
    readonly image: string;
    readonly pullPolicy: PullPolicy;
    /** Path of an archive on the host out of which the image is loaded, instead of pulling it. */
    readonly archive?: string;
    readonly databaseHost: string;
    readonly databasePort: string;
    readonly databaseName: string;
    /** How long the container may take until it is healthy, in seconds. */
    readonly healthSeconds: number;
    /** Start it at boot. */
    readonly enable: boolean;
    /** A port for debuggers, on this host's loopback address. */
    readonly debug: boolean;
}

export interface CheckedIntent extends Omit<SetUpIntent, "image"> {
    readonly image: ImageReference;
}

export type SetUpProblems = Partial<Readonly<Record<keyof SetUpIntent, Message>>>;

export const defaultHealthSeconds = 180;
const shortest = 10;
const longest = 3600;

/** Everything that is wrong, by field, or the checked intent. Deep links and old drafts come this way too. */
export function checkSetUpIntent(intent: SetUpIntent): { ok: CheckedIntent } | { invalid: SetUpProblems } {
    const invalid: { -readonly [field in keyof SetUpProblems]: Message } = {};
    const image = parseReference(intent.image);
    if ("error" in image) invalid.image = image.error;
    const policy = checkPullPolicy(intent.pullPolicy);
    if ("error" in policy) invalid.pullPolicy = policy.error;
    const archive = checkArchive(intent.archive);
    if ("error" in archive) invalid.archive = archive.error;
    const host = checkDatabaseHost(intent.databaseHost);
    if ("error" in host) invalid.databaseHost = host.error;
    const port = checkDatabasePort(intent.databasePort);
    if ("error" in port) invalid.databasePort = port.error;
    const name = checkDatabaseName(intent.databaseName);
    if ("error" in name) invalid.databaseName = name.error;
    const seconds = checkHealthSeconds(intent.healthSeconds);
    if ("error" in seconds) invalid.healthSeconds = seconds.error;
    if (Object.keys(invalid).length > 0 || "error" in image) return { invalid };
    return { ok: { ...intent, image: image.ok } };
}

export function checkPullPolicy(policy: PullPolicy): Checked<PullPolicy> {
    return pullPolicies.includes(policy)
        ? { ok: policy }
        : { error: message("Choose when the image is pulled.") };
}

/** Most images come out of none. */
export function checkArchive(path: string | undefined): Checked<string | undefined> {
    return path === undefined ? { ok: path } : checkArchivePath(path);
}

/** How long a container may take until it is healthy. */
export function checkHealthSeconds(seconds: number): Checked<number> {
    return Number.isInteger(seconds) && seconds >= shortest && seconds <= longest
        ? { ok: seconds }
        : {
              error: message(
                  "The time is a whole number of seconds from $0 to $1.",
                  `${shortest}`,
                  `${longest}`,
              ),
          };
}
