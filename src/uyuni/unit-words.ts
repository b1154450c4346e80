/** systemd's words for the state of a unit, as far as they decide something here. */

/** The unit runs, or systemd is about to run it (again). */
export function isUp(activeState: string): boolean {
    return ["active", "activating", "reloading"].includes(activeState);
}

/** Something of it may still be running: it is up, or its processes have not ended yet. */
export function mayRun(activeState: string): boolean {
    return isUp(activeState) || activeState === "deactivating";
}

/** It is started at boot. */
export function isEnabled(unitFileState: string): boolean {
    return unitFileState === "enabled" || unitFileState === "enabled-runtime";
}
