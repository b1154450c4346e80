import { useEffect, useState } from "react";
import { locateImage } from "../../host/registry.js";
import type { StepTitle } from "../../uyuni/host-state.js";
import { pullFailure } from "../../uyuni/pull-failure.js";
import { parseReference } from "../../uyuni/reference.js";
import { registrySentence, type RegistryFailure } from "../../uyuni/registry-answer.js";
import { useHost } from "../host-context.js";
import { translate } from "../translate.js";
import { visible } from "../visible-text.js";
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

/** The registry that an image really comes from; as the reference says until that is known. */
function useRegistryName(image: string): string {
    const [found, setFound] = useState<{ of: string; registry: string } | null>(null);
    useEffect(() => {
        const reference = parseReference(image);
        let current = true;
        if ("ok" in reference)
            locateImage(reference.ok).then(
                ({ registry }) => {
                    if (current) setFound({ of: image, registry });
                },
                // Then the reference has to do.
                () => undefined,
            );
        return () => {
            current = false;
        };
    }, [image]);
    const reference = parseReference(image);
    if (found?.of === image) return found.registry;
    return "ok" in reference ? reference.ok.registry : "";
}

/** Why the image could not be pulled: whether its registry was reached, and what it said. */
export function PullFailure({ operation, step }: { operation: string; step: StepTitle }) {
    const words = usePullError(operation);
    const image = step.title.args[0] ?? "";
    const registry = useRegistryName(image);
    const found = pullFailure(words);
    // podman does not pass on for how long a registry wants to be left alone.
    const { reading } = useRegistry(image, found?.problem === "busy");
    if (words === "" || registry === "") return null;
    if (found === null) return <p className="uyuni-machine-text">{visible(words)}</p>;
    const sentence = registrySentence(registry, withPause(found, reading.asked?.answer));
    return <p>{translate(sentence)}</p>;
}

function withPause(
    failure: RegistryFailure,
    answer: { readonly failure: RegistryFailure } | { readonly digest: string } | undefined,
): RegistryFailure {
    const asked = answer !== undefined && "failure" in answer ? answer.failure : null;
    return asked?.problem === failure.problem ? asked : failure;
}
