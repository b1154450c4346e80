/** Whose an address in podman's networks is. */
import type { ContainerState } from "../host-state.js";

/** The container with this address, null if there is none. */
export function containerAt(address: string, containers: readonly ContainerState[]): ContainerState | null {
    if (address === "") return null;
    const isThere = ({ networks }: ContainerState) =>
        networks.some((network) => network.address === address || network.address6 === address);
    return containers.find(isThere) ?? null;
}
