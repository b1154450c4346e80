/**
 * Whether this Cockpit session has administrative access, from the bridge's own
 * object: cockpit.Superuser on the internal bus, property Current: "init" while
 * it is being decided, "none", or the name of the privileged bridge (or "root").
 */
import cockpit from "cockpit";
import type { Access } from "../uyuni/host-state.js";
import type { Closeable } from "./host.js";

export function watchAccess(onChange: (access: Access) => void): Closeable {
    const client = cockpit.dbus(null, { bus: "internal" });
    const proxy = client.proxy("cockpit.Superuser", "/superuser");
    let last: Access = "pending";
    let closed = false;
    const look = () => {
        if (closed) return;
        const access =
            !proxy.valid || proxy.Current === "init"
                ? "pending"
                : proxy.Current === "none"
                  ? "limited"
                  : "administrative";
        if (access !== last) {
            last = access;
            onChange(access);
        }
    };
    proxy.addEventListener("changed", look);
    proxy.wait(look).catch(() => undefined);
    return {
        close: () => {
            closed = true;
        },
    };
}
