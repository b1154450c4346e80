/**
 * What is looked at before an optional service may be set up: what its entry in
 * the table and its unit file ask of the host. For the meaning of the results
 * see preflight.ts.
 */
import { found, passed, whenKnown } from "./check.js";
import type { HostState } from "./host-state.js";
import { message } from "./message.js";
import { instanceOfUnit, unitName } from "./names.js";
import type { Check } from "./plan.js";
import { diskCheck } from "./preflight-disk.js";
import { dropInsCheck, type WantedUnits } from "./preflight-drop-ins.js";
import { watchingCheck, networkCheck, podmanCheck } from "./preflight-podman.js";
import { databaseCheck, filesCheck, imageCheck } from "./preflight-processor.js";
import { accessCheck, mgradmCheck, operationCheck } from "./preflight-session.js";
import { replicaUnits } from "./replicas.js";
import { mountedVolumes, publishedPorts, type PublishedPort } from "./run-options.js";
import type { ServiceSetUpFacts } from "./service-facts.js";
import { serviceFiles } from "./service-files.js";
import type { CheckedServiceIntent } from "./service-intent.js";
import { services, type AnyService } from "./services.js";
import { besideOld } from "./set-up-files.js";
import { isUp } from "./unit-words.js";

/**
 * @param intent null while its fields are not valid: then only what does not depend on it is checked
 * @param table where the services that this one wants are looked up
 */
export function servicePreflight(
    service: AnyService,
    intent: CheckedServiceIntent | null,
    state: HostState,
    facts: ServiceSetUpFacts,
    table: readonly AnyService[] = services,
): Check[] {
    const unitText = service.files?.unit ?? "";
    const volumes = mountedVolumes(unitText);
    const ports = publishedPorts(unitText);
    const host = intent?.databaseHost;
    const starts = intent !== null && intent.replicas > 0;
    return [
        accessCheck(state),
        operationCheck(state),
        mgradmCheck(facts),
        podmanCheck(state),
        networkCheck(state, service),
        ...(service.secrets.length > 0 ? [secretsCheck(service, state)] : []),
        ...(host !== undefined
            ? [databaseCheck({ databaseHost: host }, state)]
            : table.filter(({ id }) => service.wants.includes(id)).map((one) => unitCheck(one, state))),
        ...(volumes.length > 0 ? [volumesCheck(volumes, facts)] : []),
        ...(starts && ports.length > 0 ? [portsCheck(service, ports, state, facts)] : []),
        ...(starts ? [imageCheck(intent, state, facts), diskCheck(intent, state, facts)] : []),
        filesCheck(facts),
        ...(starts ? dropInsCheck(service, wantedUnits(service, intent, facts), facts.dropIns) : []),
        ...(starts ? [watchingCheck(facts)] : []),
    ];
}

function wantedUnits(
    service: AnyService,
    intent: CheckedServiceIntent,
    { files }: ServiceSetUpFacts,
): WantedUnits {
    return {
        image: intent.image,
        units: replicaUnits(service, intent.replicas),
        files: besideOld(serviceFiles(service, intent, files), files),
    };
}

function secretsCheck(service: AnyService, state: HostState): Check {
    const named = { id: "secrets", title: message("Secrets") };
    return whenKnown(named, state.podman, ({ secrets }) => {
        const missing = service.secrets
            .filter(({ secret, optional }) => optional !== true && !secrets.includes(secret))
            .map(({ secret }) => secret);
        return missing.length === 0
            ? passed(named, message("The secrets that the container is given are there."))
            : found(
                  "failed",
                  named,
                  message("Missing secrets: $0", missing.join(", ")),
                  message("Install or upgrade the Uyuni server with $0: it creates them.", "mgradm"),
              );
    });
}

/** The unit pulls the other one in, so that it need not run now, but it has to be there. */
function unitCheck(wanted: AnyService, state: HostState): Check {
    const unit = unitName(wanted);
    const named = { id: `unit-${wanted.id}`, title: message("Unit $0", unit) };
    return whenKnown(named, state.units, (units) => {
        const unitState = units.get(unit);
        if (unitState?.loadState !== "loaded")
            return found(
                "failed",
                named,
                message("This host has no unit $0.", unit),
                message("Install the Uyuni server on this host first."),
            );
        return isUp(unitState.activeState)
            ? passed(named, message("$0 is active.", unit))
            : found(
                  "warning",
                  named,
                  message("$0 is not active.", unit),
                  message("Start it first, or go on: systemd starts it together with this service."),
              );
    });
}

/** podman would make a missing volume, an empty one, that the server does not know. */
function volumesCheck(volumes: readonly string[], facts: ServiceSetUpFacts): Check {
    const named = { id: "volumes", title: message("Volumes of the server") };
    return whenKnown(named, facts.volumes, (present) => {
        const missing = volumes.filter((name) => !present.includes(name));
        return missing.length === 0
            ? passed(named, message("The volumes that the container shares with the server are there."))
            : found(
                  "failed",
                  named,
                  message("Missing volumes: $0", missing.join(", ")),
                  message("Install and start the Uyuni server on this host first: it makes them."),
              );
    });
}

function portsCheck(
    service: AnyService,
    ports: readonly PublishedPort[],
    state: HostState,
    facts: ServiceSetUpFacts,
): Check {
    const named = { id: "ports", title: message("Ports of this host") };
    const units = state.units.state === "known" ? [...state.units.value.values()] : [];
    const name = ({ port, protocol }: PublishedPort) => `${port}/${protocol}`;
    const wanted = ports.map(name);
    // Its own container holds them.
    if (units.some((unit) => instanceOfUnit(service, unit.name) && isUp(unit.activeState)))
        return passed(named, message("The service has its ports: $0", wanted.join(", ")));
    if (facts.ports.state !== "known")
        return found(
            "unknown",
            named,
            message("Who uses the ports $0 is not known.", wanted.join(", ")),
            message("Make sure that nothing else listens on them."),
        );
    const taken = facts.ports.value.filter((port) => wanted.includes(name(port)));
    return taken.length === 0
        ? passed(named, message("The ports are free: $0", wanted.join(", ")))
        : found(
              "failed",
              named,
              message(
                  "These ports are in use: $0",
                  taken
                      .map((port) => (port.by === "" ? name(port) : `${name(port)} (${port.by})`))
                      .join(", "),
              ),
              message("Stop whatever uses them."),
          );
}
