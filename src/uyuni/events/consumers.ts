/** Who takes events out of the queues: there must be exactly one. */
import { eventProcessor, processorContainer } from "../event-processor.js";
import type { ContainerState } from "../host-state.js";
import { containerAt } from "./addresses.js";
import { containerName, serviceById, serviceOfContainer } from "../names.js";
import { parseReference } from "../reference.js";
import type { EventLog } from "./log.js";
import type { Listening } from "./reading.js";

export type ConsumerKind =
    /** The event processor of this host. */
    | "processor"
    /** Another container of the event processor's image, or of another instance. */
    | "other-processor"
    /** The server itself, in Tomcat, as a stock server image does. */
    | "server"
    /** Some other container. */
    | "container"
    /** An address that belongs to no container of this host. */
    | "address";

export interface Consumer {
    readonly kind: ConsumerKind;
    /** Container's name, or the address where there is none. */
    readonly name: string;
    /** The unit that started the container, "" if none is known. */
    readonly unit: string;
    readonly address: string;
    readonly pids: readonly number[];
    /** Seconds since it connected: the oldest of its connections. */
    readonly age: number;
}

const server = containerName(serviceById("server"));

function kindOf({ name, image }: ContainerState): ConsumerKind {
    if (name === processorContainer) return "processor";
    if (name === server) return "server";
    if (serviceOfContainer(name)?.service === eventProcessor) return "other-processor";
    const reference = parseReference(image);
    return "ok" in reference && reference.ok.repository.split("/").at(-1) === eventProcessor.imageName
        ? "other-processor"
        : "container";
}

const order: readonly ConsumerKind[] = ["processor", "other-processor", "server", "container", "address"];

/**
 * Consumers at the last reading, the event processor first. Connections from
 * one address are one consumer. Uyuni's consumers come over the network, so a
 * session on the database's own socket (psql by hand) is none.
 */
export function consumers(
    log: Pick<EventLog, "listeners" | "settled" | "contained">,
    containers: readonly ContainerState[],
): readonly Consumer[] {
    const byAddress = new Map<string, Listening[]>();
    for (const listener of log.listeners) {
        if (listener.address === "") continue;
        // The connection of a container that is gone lives on for a moment, and takes nothing any more.
        if (log.contained.includes(listener.pid) && containerAt(listener.address, containers) === null)
            continue;
        byAddress.set(listener.address, [...(byAddress.get(listener.address) ?? []), listener]);
    }
    const found = [...byAddress].map(([address, connections]): Consumer => {
        const container = containerAt(address, containers);
        return {
            kind: container === null ? "address" : kindOf(container),
            name: container?.name ?? address,
            unit: container?.unit ?? "",
            address,
            pids: connections.map(({ pid }) => pid),
            age: Math.max(...connections.map(({ age }) => age)),
        };
    });
    return (
        found
            // A container that has only just come may not be known yet.
            .filter(({ kind, address }) => kind !== "address" || log.settled.includes(address))
            .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
    );
}
