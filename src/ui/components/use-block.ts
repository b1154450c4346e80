import type { HostState } from "../../uyuni/host-state.js";
import { useHostState } from "../host-context.js";
import { isRunning } from "../operation/progress.js";
import { _, format, translate } from "../translate.js";

function isDisconnected({ units }: HostState): boolean {
    return units.state === "unknown" && units.why.reason === "disconnected";
}

function accessBlock(state: HostState): string | null {
    if (isDisconnected(state)) return _("The connection to the host is lost");
    switch (state.access) {
        case "pending":
            return _("Administrative access is being checked");
        case "limited":
            return _("Needs administrative access: turn it on in the top bar of Cockpit");
        case "administrative":
            return null;
    }
}

function changeBlock(state: HostState): string | null {
    const access = accessBlock(state);
    if (access !== null) return access;
    const operation = state.operation.state === "known" ? state.operation.value : null;
    return operation !== null && isRunning(operation)
        ? format(_("Wait for the running operation to end: $0"), translate(operation.title))
        : null;
}

/** Why nothing may be done on the host now, null when it may. */
export function useAccessBlock(): string | null {
    return useHostState(accessBlock);
}

/** The same for what must not happen while an operation runs. */
export function useChangeBlock(): string | null {
    return useHostState(changeBlock);
}
