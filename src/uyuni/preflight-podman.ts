/** Checks on podman and what a processor needs of it. */
import { found, passed, whenKnown } from "./check.js";
import { eventProcessor } from "./event-processor.js";
import { loading, type HostState, type SetUpFacts } from "./host-state.js";
import { message } from "./message.js";
import type { Check } from "./plan.js";
import type { AnyService } from "./services.js";

/** Uyuni's own floor, and the oldest that this module is tried with; major and minor. */
const floor = [4, 5] as const;
const tried = [4, 9] as const;
/** `podman wait --condition=healthy` came with 4.6. */
const healthWait = [4, 6] as const;

export function podmanCheck(state: HostState): Check {
    const named = { id: "podman", title: message("podman") };
    const isRead = state.podman.state !== "known" || state.podman.value.version !== "";
    return whenKnown(named, isRead ? state.podman : loading, ({ version }) => {
        if (!isAtLeast(version, floor))
            return found(
                "failed",
                named,
                message("podman $0 is too old.", version),
                message("Update podman to version $0 or newer.", floor.join(".")),
            );
        if (!isAtLeast(version, tried))
            return found(
                "warning",
                named,
                message("podman $0 is older than any version this was tried with.", version),
                message("Update podman to version $0 or newer.", tried.join(".")),
            );
        return passed(named, message("podman $0 is installed.", version));
    });
}

/** podman can wait until a container is healthy. */
export function canWaitForHealth(version: string): boolean {
    return isAtLeast(version, healthWait);
}

export function networkCheck(state: HostState, { network }: AnyService = eventProcessor): Check {
    const named = { id: "network", title: message("Network $0", network) };
    return whenKnown(named, state.podman, ({ networks }) =>
        networks.includes(network)
            ? passed(named, message("The network is there."))
            : found(
                  "failed",
                  named,
                  message("podman has no network $0.", network),
                  message(
                      "Install the Uyuni server on this host first: $0 creates the network.",
                      "mgradm install podman",
                  ),
              ),
    );
}

export function secretsCheck(state: HostState): Check {
    const named = { id: "secrets", title: message("Secrets of the database") };
    return whenKnown(named, state.podman, ({ secrets }) => {
        const missing = eventProcessor.secrets
            .map(({ secret }) => secret)
            .filter((secret) => !secrets.includes(secret));
        return missing.length === 0
            ? passed(named, message("The secrets with the database login are there."))
            : found(
                  "failed",
                  named,
                  message("Missing secrets: $0", missing.join(", ")),
                  message("Install or upgrade the Uyuni server with $0: it creates them.", "mgradm"),
              );
    });
}

export function watchingCheck({ watching }: Pick<SetUpFacts, "watching">): Check {
    const named = { id: "download", title: message("Progress of the download") };
    switch (watching) {
        case "possible":
            return passed(named, message("The download is shown in bytes."));
        case "no-curl":
            return found(
                "warning",
                named,
                message("curl is not installed: the download shows no bytes."),
                message("Install the package $0 on this host, or go on without.", "curl"),
            );
        case "old-certificates":
            return found(
                "warning",
                named,
                message(
                    "podman’s service has run since before the certificates changed that this host trusts: the download goes without it, and shows no bytes.",
                ),
                message("Restart $0, or go on without.", "podman.service"),
            );
    }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
    const match = /^([0-9]+)\.([0-9]+)/.exec(version);
    if (!match) return false;
    const [, ours = "", oursMinor = ""] = match;
    return Number(ours) > major || (Number(ours) === major && Number(oursMinor) >= minor);
}
