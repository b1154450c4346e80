/** Tags of a repository in its registry, through podman and so with its logins, mirrors and proxies. */
import { parseTags } from "./podman-answers.js";
import { podmanError } from "./podman-error.js";
import { asHostError, HostError } from "./problem.js";
import { registryLocation } from "./registries.js";
import { runAsRoot } from "./root.js";

/** podman stops at 25 unless it is told a limit. */
const ALL = "100000";
const SECONDS = 60;

/**
 * All tags, in the registry's order. Rejects with HostError.
 *
 * Not from podman's service: it reads registries.conf, and which helpers keep
 * logins, when it starts, and a page that listens to it keeps it from ending.
 */
export async function listTags(repository: string, signal: AbortSignal): Promise<readonly string[]> {
    const { repository: place, insecure } = await registryLocation(repository);
    const argv = [
        "podman",
        "search",
        "--list-tags",
        "--format=json",
        `--limit=${ALL}`,
        `--tls-verify=${insecure ? "false" : "true"}`,
        "--",
        place,
    ];
    const answer = await runAsRoot(argv, SECONDS, signal).catch((reason: unknown) => {
        throw podmanError(reason);
    });
    return parseTags(parsed(answer));
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (reason) {
        throw new HostError("protocol-error", `podman search: ${asHostError(reason).message}`);
    }
}
