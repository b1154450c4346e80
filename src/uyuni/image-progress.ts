/**
 * Progress of an image pull, out of the stream that podman's
 * `POST /images/create` answers with: one JSON object a line, about one a
 * second for each layer in flight.
 *
 *   {"status":"Pulling fs layer","id":"4f4fb700ef54"}
 *   {"status":"Downloading","progressDetail":{"current":1,"total":9},"id":"4f4fb700ef54"}
 *   {"status":"Download complete","id":"4f4fb700ef54"}
 *   {"status":"Already exists","id":"8e1b0d6a6f5c"}
 *   {"error":"…","errorDetail":{"message":"…"}}
 *
 * Small layers never tell bytes. The last line of a good pull completes the
 * image itself: an id that no other line named, and no layer.
 */

/** Bytes of an image pull, summed over its layers. */
export interface PullProgress {
    readonly bytes: number;
    /** 0 while not known. */
    readonly total: number;
    readonly layers: number;
    readonly layersDone: number;
    /** The registry's error, if the stream told one. */
    readonly error: string;
}

interface Layer {
    readonly current: number;
    readonly total: number;
    readonly done: boolean;
}

/** Takes the stream in pieces of any size; what is no line of it is passed over. */
export class ImageProgress {
    readonly #layers = new Map<string, Layer>();
    #rest = "";
    #error = "";

    /** `chunk` may end anywhere, but not within a character. */
    push(chunk: string): void {
        const lines = (this.#rest + chunk).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) this.#read(line);
    }

    /** What is known so far: bytes, layers and finished layers never go down. */
    current(): PullProgress {
        const layers = [...this.#layers.values()];
        return {
            bytes: layers.reduce((sum, { current }) => sum + current, 0),
            total: layers.reduce((sum, { total }) => sum + total, 0),
            layers: layers.length,
            layersDone: layers.filter(({ done }) => done).length,
            error: this.#error,
        };
    }

    #read(line: string): void {
        // What `podman pull` itself complains about.
        this.#error ||= /^Error: (.+)$/.exec(line)?.[1] ?? "";
        const report = parseObject(line);
        const status = textOf(report, "status");
        const id = textOf(report, "id");
        this.#error ||= errorOf(report);
        if (id === "" || status === "") return;
        const done =
            status === "Download complete" || status === "Pull complete" || status === "Already exists";
        const old = this.#layers.get(id);
        if (!old && done && status !== "Already exists") return;
        const detail = report["progressDetail"];
        const told = isObject(detail) ? detail : {};
        const total = Math.max(old?.total ?? 0, bytesOf(told, "total"));
        const current = Math.min(Math.max(old?.current ?? 0, bytesOf(told, "current")), total);
        const isDone = done || (old?.done ?? false);
        this.#layers.set(id, { total, current: isDone ? total : current, done: isDone });
    }
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(line: string): JsonObject {
    try {
        const value: unknown = JSON.parse(line);
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}

function textOf(object: JsonObject, key: string): string {
    const value = object[key];
    return typeof value === "string" ? value : "";
}

function bytesOf(object: JsonObject, key: string): number {
    const value = object[key];
    return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** In the stream `error`; a refused request answers with `message` instead, and has no `status` in words. */
function errorOf(report: JsonObject): string {
    const detail = report["errorDetail"];
    return (
        textOf(report, "error") ||
        (isObject(detail) ? textOf(detail, "message") : "") ||
        (textOf(report, "status") === "" ? textOf(report, "message") : "")
    );
}
