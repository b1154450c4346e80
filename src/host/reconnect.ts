/**
 * The way back when the browser has lost the host. A page alone has one
 * connection, which is never opened again: only a page loaded anew has another.
 * In the shell, that one does it, for all pages.
 */
import cockpit from "cockpit";
import { Backoff } from "./backoff.js";
import type { Closeable } from "./host.js";
import { within } from "./problem.js";

/** Cockpit's answers to whether it is there, and whether one is logged in; relative, since it may be below a folder of a proxy. */
const PING = "../../../ping";
const LOGIN = "../../login";
const ANSWER_SECONDS = 3;
/** A connection that is gone says so at once; a host that is only slow gets its time, or the page would be loaded anew for nothing. */
const SLOW_SECONDS = 20;

/** What the way back is: the session goes on, or one has to log in again. */
export type WayBack = "load" | "login";

/** Whether the page's connection itself is gone, and not only a program at its other end. */
async function isCut(): Promise<boolean> {
    try {
        await within(SLOW_SECONDS, cockpit.spawn(["true"], {}));
        return false;
    } catch {
        // Whatever the reason is called, and where nothing comes back at all.
        return true;
    }
}

/** The status, 0 if there is no answer. */
async function statusOf(address: string): Promise<number> {
    try {
        const { status } = await fetch(address, {
            cache: "no-store",
            signal: AbortSignal.timeout(ANSWER_SECONDS * 1000),
        });
        return status;
    } catch {
        return 0;
    }
}

/** Null while the page would gain nothing by being loaded anew. */
async function wayBack(): Promise<WayBack | null> {
    if (!(await isCut()) || (await statusOf(PING)) !== 200) return null;
    const status = await statusOf(LOGIN);
    if (status === 200) return "load";
    return status === 401 ? "login" : null;
}

/** Calls `back` once when the page alone would have its host again by being loaded anew. */
export function awaitHost(back: (way: WayBack) => void): Closeable {
    const backoff = new Backoff();
    let closed = false;
    const attempt = async () => {
        const way = await wayBack();
        if (closed) return;
        if (way === null) backoff.again(() => void attempt());
        else back(way);
    };
    if (window.parent === window) backoff.again(() => void attempt());
    return {
        close: () => {
            closed = true;
            backoff.close();
        },
    };
}
