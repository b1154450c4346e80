/** The machine, for every component below: one `Host`, read through selectors. */
import { createContext, useContext, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Host } from "../host/host.js";
import type { HostState, Operation } from "../uyuni/host-state.js";

const HostContext = createContext<Host | null>(null);

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
    return <HostContext.Provider value={host}>{children}</HostContext.Provider>;
}

export function useHost(): Host {
    const host = useContext(HostContext);
    if (host === null) throw new Error("useHost() outside of HostProvider");
    return host;
}

/** A slice of the host's state; renders again only when that slice changes (Object.is). */
export function useHostState<T>(select: (state: HostState) => T): T {
    return useStore(useHost().state, select);
}

/** The operation that runs or the last one that ended, null if there is none or none is known. */
export function useOperation(): Operation | null {
    return useHostState((state) => (state.operation.state === "known" ? state.operation.value : null));
}
