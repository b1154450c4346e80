/**
 * The icon at this page's entry in the shell's menu.
 *
 * The shell takes a "notify" message on the page's own transport, keeps the last
 * `page_status` of each page until its frame is gone, and shows the icon of its
 * type with its title as tooltip; null takes it away. Shells that do not know the
 * message leave it alone.
 */
import cockpit from "cockpit";
import type { MenuStatus } from "./host.js";

let told = "null";

/** Sends only what differs from what was sent last. */
export function setMenuStatus(status: MenuStatus | null): void {
    const now = JSON.stringify(status);
    if (now === told) return;
    told = now;
    cockpit.transport.control("notify", { page_status: status });
}
