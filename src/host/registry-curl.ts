/** Requests to a registry by curl, without root: several with one process, over one connection. */
import cockpit from "cockpit";
import { toldDigest } from "../uyuni/registry-image.js";
import { asHostError, exitStatus, HostError, within } from "./problem.js";

/** Of one request, and of one process. */
const SECONDS = 15;
const ALL_SECONDS = 60;
/** Bytes: of one answer (manifests of real images have a few thousand), and of all. */
const LONGEST = 1_000_000;
const LONGEST_ALL = 8_000_000;

export interface Access {
    readonly insecure: boolean;
    /** "" for everyone. */
    readonly token: string;
}

export interface Fetched {
    /** HTTP status; 0 when there was no answer. */
    readonly status: number;
    /** As the registry told it, "" if it did not. */
    readonly digest: string;
    readonly body: string;
}

/**
 * What curl printed, whatever its exit status. The token goes to its standard
 * input, where no list of processes shows it. Rejects with HostError when curl
 * cannot be run, does not end, tells too much, or is stopped.
 */
export async function runCurl(
    args: readonly string[],
    { insecure, token }: Access,
    signal: AbortSignal,
): Promise<string> {
    if (signal.aborted) throw new HostError("cancelled", "");
    const process = cockpit.spawn(
        [
            "curl",
            "--silent",
            "--globoff",
            "--location",
            ...["--proto", "=http,https"],
            ...["--max-time", String(SECONDS)],
            ...["--max-filesize", String(LONGEST)],
            ...(insecure ? ["--insecure"] : []),
            ...["--config", "-"],
            ...args,
        ],
        { err: "ignore", environ: ["LC_ALL=C.UTF-8"] },
    );
    const stop = () => {
        process.close("cancelled");
    };
    signal.addEventListener("abort", stop);
    let printed = "";
    const ending = process.stream((chunk) => {
        printed += chunk;
        if (printed.length > LONGEST_ALL) process.close("too-large");
    });
    void process.input(token === "" ? "" : `header = "Authorization: Bearer ${token}"\n`);
    try {
        await within(ALL_SECONDS, ending);
    } catch (reason) {
        process.close("terminated");
        if (exitStatus(reason) === null) throw asHostError(reason);
    } finally {
        signal.removeEventListener("abort", stop);
    }
    return printed;
}

/** The answers to several requests, in their order. Rejects as `runCurl`. */
export async function fetchAll(
    urls: readonly string[],
    accept: string,
    access: Access,
    signal: AbortSignal,
): Promise<readonly Fetched[]> {
    if (urls.length === 0) return [];
    // Nobody who answers knows it, so that no answer can pretend to be the end of another.
    const mark = `\n${crypto.getRandomValues(new Uint32Array(4)).join("-")} `;
    const told = await runCurl(
        [
            ...["--header", `Accept: ${accept}`],
            ...["--write-out", `${mark}%{http_code} %header{docker-content-digest}\n`],
            ...urls.flatMap((url) => ["--url", url]),
        ],
        access,
        signal,
    );
    const pieces = told.split(mark);
    return urls.map((_url, index) => {
        const piece = pieces[index] ?? "";
        // Each mark begins a line about the answer before it.
        const body = index === 0 ? piece : piece.slice(piece.indexOf("\n") + 1);
        const [line = ""] = (pieces[index + 1] ?? "").split("\n", 1);
        const [status = "", digest = ""] = line.trim().split(" ");
        return { status: Number(/^[0-9]{3}$/.exec(status)?.[0] ?? "0"), digest: toldDigest(digest), body };
    });
}
