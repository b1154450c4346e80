/** Which of the places that podman tries for an image has answered a question about it. */
import { pullFailure } from "./pull-failure.js";
import type { RegistryFailure } from "./registry-answer.js";
import type { PullSource } from "./registry-location.js";

/** A mirror that was asked before, in vain. */
export interface PassedMirror {
    /** Host and port. */
    readonly registry: string;
    readonly repository: string;
    readonly insecure: boolean;
    readonly failure: RegistryFailure;
}

export interface AnsweredSource {
    /** Host and port: of the place that answered, or of the last one, if none did. */
    readonly registry: string;
    /** The registry that it stands in for; null where it is no mirror. */
    readonly mirrorOf: string | null;
    /** In their order. */
    readonly passed: readonly PassedMirror[];
}

export function answeredBy(
    { registry, mirrorOf }: PullSource,
    passed: readonly PassedMirror[],
): AnsweredSource {
    return { registry, mirrorOf, passed };
}

export function passedOver(
    { registry, repository, insecure }: PullSource,
    failure: RegistryFailure,
): PassedMirror {
    return { registry, repository, insecure, failure };
}

/** Why a place did not answer, from podman's own words. */
export function sourceFailure(words: string): RegistryFailure {
    return pullFailure(words) ?? { problem: "other", status: 0, retryAfter: "", detail: words.trim() };
}
