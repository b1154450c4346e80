/**
 * podman's REST service on its system-wide socket, as root.
 *
 * Requests go through Cockpit's http channel. Endless answers (events, usage) do
 * not: that channel keeps a thread of the bridge blocked until the next piece,
 * even after it was closed. So they are read from a plain stream channel, as
 * HTTP/1.0, which has no chunks: headers, an empty line, then one JSON object a
 * line.
 */
import cockpit, { type Problem } from "cockpit";
import type { Closeable } from "./host.js";
import { asHostError, HostError, within } from "./problem.js";
import { LineDecoder } from "./line-decoder.js";

export const PODMAN_SOCKET = "/run/podman/podman.sock";
/** The oldest interface that podman 4 to 6 all speak. */
const API = "/v4.0.0/libpod";

function bodyText(body: Uint8Array | string | null | undefined): string {
    return body instanceof Uint8Array ? new TextDecoder().decode(body) : (body ?? "");
}

/** podman puts its own words into {"cause", "message", "response"}. */
function errorOf(reason: Problem, body: Uint8Array | string | null | undefined): HostError {
    const error = asHostError(reason);
    try {
        const parsed: unknown = JSON.parse(bodyText(body));
        if (
            typeof parsed === "object" &&
            parsed !== null &&
            "message" in parsed &&
            typeof parsed.message === "string"
        ) {
            const status = reason.status === undefined ? error.problem : `http-${reason.status}`;
            return new HostError(status, parsed.message);
        }
    } catch {
        // Not podman's JSON: the channel's own words have to do.
    }
    return error;
}

/** One request to podman; resolves with the parsed JSON. Rejects with HostError (problem `http-404` and the like, or a channel problem). */
export async function podmanRequest(
    method: "GET" | "POST",
    path: string,
    params: Readonly<Record<string, string>> = {},
    seconds = 30,
): Promise<unknown> {
    const client = cockpit.http(PODMAN_SOCKET, { superuser: "require", binary: true });
    const reply = new Promise<Uint8Array>((resolve, reject) => {
        client
            .request({ method, path: API + path, params: { ...params }, body: "" })
            .fail((reason, body) => {
                reject(errorOf(reason, body));
            })
            .then(resolve, () => undefined);
    });
    try {
        const text = new TextDecoder().decode(await within(seconds, reply));
        return text === "" ? null : JSON.parse(text);
    } catch (reason) {
        if (reason instanceof SyntaxError) throw new HostError("protocol-error", reason.message);
        throw asHostError(reason);
    } finally {
        client.close();
    }
}

/** podman begins at once, or hangs. */
const BEGINS_SECONDS = 20;

/** One of podman's endless answers; `onEnd` comes once, when it ends by itself or does not begin. */
export function followAnswer(
    path: string,
    params: URLSearchParams,
    onReady: () => void,
    onValue: (value: unknown) => void,
    onEnd: (error: HostError) => void,
): Closeable {
    const channel = cockpit.channel({
        payload: "stream",
        unix: PODMAN_SOCKET,
        superuser: "require",
        binary: true,
    });
    const lines = new LineDecoder();
    let part: "status" | "headers" | "body" = "status";
    let ended = false;
    const end = (error: HostError) => {
        if (ended) return;
        ended = true;
        window.clearTimeout(timer);
        channel.close();
        onEnd(error);
    };
    const timer = window.setTimeout(() => {
        end(new HostError("timeout", cockpit.message("timeout")));
    }, BEGINS_SECONDS * 1000);
    channel.addEventListener("message", (_event, chunk) => {
        for (const line of lines.push(chunk)) {
            if (ended) return;
            if (part === "status") {
                if (!/^HTTP\/1\.[01] 200 /.test(line)) end(new HostError("protocol-error", line.trim()));
                part = "headers";
            } else if (part === "headers") {
                if (line.trim() === "") {
                    part = "body";
                    window.clearTimeout(timer);
                    onReady();
                }
            } else if (line.trim() !== "") {
                try {
                    onValue(JSON.parse(line));
                } catch {
                    end(new HostError("protocol-error", line.slice(0, 200)));
                }
            }
        }
    });
    channel.addEventListener("close", (_event, options) => {
        end(
            options.problem
                ? asHostError(options)
                : new HostError("disconnected", cockpit.message("disconnected")),
        );
    });
    const request = `GET ${API}${path}?${params.toString()} HTTP/1.0\r\nHost: localhost\r\n\r\n`;
    channel.send(new TextEncoder().encode(request));
    return {
        close: () => {
            ended = true;
            window.clearTimeout(timer);
            channel.close();
        },
    };
}

/** Follows podman's events until it is closed. */
export function followEvents(
    filters: Readonly<Record<string, readonly string[]>>,
    onReady: () => void,
    onEvent: (event: unknown) => void,
    onEnd: (error: HostError) => void,
): Closeable {
    const params = new URLSearchParams({ stream: "true", filters: JSON.stringify(filters) });
    return followAnswer("/events", params, onReady, onEvent, onEnd);
}
