/** The places that podman tries for a repository's images, by what registries.conf says now. */
import { sourceFailure } from "../uyuni/answered-source.js";
import type { RegistryFailure } from "../uyuni/registry-answer.js";
import { pullSources, type PullSource, type PullSources } from "../uyuni/registry-location.js";
import { asHostError, HostError } from "./problem.js";
import { registryLocation } from "./registries.js";
import { RegistryError } from "./registry-error.js";

/** Rejects with HostError: no podman, or a setting that leads nowhere. */
export async function readPullSources(repository: string, by: "tag" | "digest"): Promise<PullSources> {
    return checkedSources(pullSources(await registryLocation(repository), by));
}

/** Throws a HostError where a setting leads nowhere. */
export function checkedSources(sources: ReturnType<typeof pullSources>): PullSources {
    if ("wrong" in sources)
        throw new HostError("protocol-error", `registries.conf leads to ${sources.wrong}`);
    return sources.ok;
}

/** That nothing is asked of a place, in words like podman's. */
export function blockedError({ registry }: PullSource): HostError {
    return new HostError("not-allowed", `registry ${registry} is blocked in registries.conf`);
}

/** Why a mirror was passed over. */
export function failureOf(reason: unknown): RegistryFailure {
    if (reason instanceof RegistryError) return reason.failure;
    const { problem, message } = asHostError(reason);
    return problem === "timeout"
        ? { problem: "time", status: 0, retryAfter: "", detail: "" }
        : sourceFailure(message);
}
