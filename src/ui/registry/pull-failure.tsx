import { useEffect, useState } from "react";
import type { StepTitle } from "../../uyuni/host-state.js";
import { pullFailure } from "../../uyuni/pull-failure.js";
import { parseReference } from "../../uyuni/reference.js";
import { registrySentence, type RegistryFailure } from "../../uyuni/registry-answer.js";
import { useHost } from "../host-context.js";
import { translate } from "../translate.js";
import { visible } from "../visible-text.js";
import { LOGIN_HELPS } from "./login-helps.js";
import { RegistryLogin } from "./registry-login.js";
import { useLocated } from "./use-located.js";
import { useRegistry } from "./use-registry.js";

/** podman's words about the pull of an operation, "" until they are read. */
function usePullError(operation: string): string {
    const host = useHost();
    const [error, setError] = useState("");
    useEffect(() => {
        const pull = host.followPull(operation, (progress) => {
            setError(progress.error);
        });
        return () => {
            pull.close();
        };
    }, [host, operation]);
    return error;
}

/** Why the image could not be pulled: whether its registry was reached, and what it said. */
export function PullFailure({ operation, step }: { operation: string; step: StepTitle }) {
    const words = usePullError(operation);
    const image = step.title.args[0] ?? "";
    const place = useLocated(image);
    const reference = parseReference(image);
    // Until it is known where registries.conf leads, the reference has to do.
    const registry = place?.registry ?? ("ok" in reference ? reference.ok.registry : "");
    const found = pullFailure(words);
    // podman does not pass on for how long a registry wants to be left alone.
    const { reading } = useRegistry(image, found?.problem === "busy");
    if (words === "" || registry === "") return null;
    if (found === null) return <p className="uyuni-machine-text">{visible(words)}</p>;
    const sentence = registrySentence(registry, withPause(found, reading.asked?.answer));
    return (
        <>
            <p>{translate(sentence)}</p>
            {place !== null && LOGIN_HELPS.has(found.problem) && <RegistryLogin place={place} />}
        </>
    );
}

function withPause(
    failure: RegistryFailure,
    answer: { readonly failure: RegistryFailure } | { readonly digest: string } | undefined,
): RegistryFailure {
    const asked = answer !== undefined && "failure" in answer ? answer.failure : null;
    return asked?.problem === failure.problem ? asked : failure;
}
