/** Tags of a repository in its registry, through podman and so with its logins, mirrors and proxies. */
import { answeredBy, passedOver, type AnsweredSource, type PassedMirror } from "../uyuni/answered-source.js";
import type { PullSource } from "../uyuni/registry-location.js";
import { parseTags } from "./podman-answers.js";
import { podmanError } from "./podman-error.js";
import { asHostError, HostError } from "./problem.js";
import { blockedError, failureOf, readPullSources } from "./pull-sources.js";
import { RegistryError } from "./registry-error.js";
import { pauseFailure } from "./registry-pause.js";
import { openPlace } from "./registry-place.js";
import { runAsRoot } from "./root.js";

/** podman stops at 25 unless it is told a limit. */
const ALL = "100000";
const SECONDS = 60;

export interface TagList {
    /** In the registry's order. */
    readonly tags: readonly string[];
    readonly from: AnsweredSource;
}

/**
 * All tags at the first place that tells any, of those that a pull by tag tries. Rejects with HostError, with what
 * the last of them said.
 *
 * Not from podman's service: it reads registries.conf, and which helpers keep
 * logins, when it starts, and a page that listens to it keeps it from ending.
 */
export async function listTags(repository: string, signal: AbortSignal): Promise<TagList> {
    const { mirrors, own } = await readPullSources(repository, "tag");
    const passed: PassedMirror[] = [];
    for (const mirror of mirrors)
        try {
            const tags = await tagsOf(mirror, signal);
            // One without any has not got the repository: its images come from the next place.
            if (tags.length > 0) return { tags, from: answeredBy(mirror, passed) };
            passed.push(passedOver(mirror, EMPTY));
        } catch (reason) {
            if (signal.aborted) throw reason;
            passed.push(passedOver(mirror, failureOf(reason)));
        }
    return { tags: await tagsOf(own, signal), from: answeredBy(own, passed) };
}

const EMPTY = { problem: "missing", status: 404, retryAfter: "", detail: "" } as const;

async function tagsOf(source: PullSource, signal: AbortSignal): Promise<readonly string[]> {
    // podman's search knows it only where it is blocked under the name that it is searched by.
    if (source.blocked) throw blockedError(source);
    const argv = [
        "podman",
        "search",
        "--list-tags",
        "--format=json",
        `--limit=${ALL}`,
        `--tls-verify=${source.insecure ? "false" : "true"}`,
        "--",
        `${source.registry}/${source.repository}`,
    ];
    const paused = pauseFailure(source.registry);
    if (paused !== null) throw new RegistryError(source.registry, paused);
    const answer = await runAsRoot(argv, SECONDS, signal).catch(async (reason: unknown) => {
        const error = podmanError(reason);
        // podman does not pass on for how long a registry wants to be left alone: that is told, and noted, here.
        if (failureOf(error).problem === "busy") await openPlace(source, signal);
        throw error;
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
