/**
 * Requests to a registry by curl: several with one process, over one connection. Without root, unless podman has
 * certificates for the registry: they are root's.
 */
import cockpit from "cockpit";
import { curlComplaint, failureOfCurl, type RegistryFailure } from "../uyuni/registry-answer.js";
import { curlTrusts, hasCertificates, type RegistryCertificates } from "../uyuni/registry-certificates.js";
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
    /** Value of the header; "" for everyone. */
    readonly authorization: string;
    /** Of podman for the registry, and so for wherever it leads. */
    readonly certificates: RegistryCertificates;
}

export interface Printed {
    readonly text: string;
    /** Why the last request had no answer; null if it had one. */
    readonly failure: RegistryFailure | null;
}

export interface Fetched {
    /** HTTP status; 0 when there was no answer. */
    readonly status: number;
    /** As the registry told it, "" if it did not. */
    readonly digest: string;
    readonly body: string;
    /** As of `RegistryFailure`. */
    readonly retryAfter: string;
    /** Why there was no answer, or not the whole of it; null otherwise. */
    readonly failure: RegistryFailure | null;
}

/** With where to go on, "" for nowhere. */
type Redirected = Fetched & { readonly redirect: string };

/**
 * What curl printed, whatever its exit status. Passwords, tokens and addresses
 * that work like one go to its standard input, where no list of processes shows
 * them, and who has them is not redirected. Nobody's .curlrc is read: it could
 * have all of it written down. Rejects with HostError when curl cannot be run,
 * does not end, tells too much, or is stopped.
 */
export async function runCurl(
    args: readonly string[],
    urls: readonly string[],
    access: Access,
    signal?: AbortSignal,
): Promise<Printed> {
    const tried: Printed[] = [];
    for (const trust of curlTrusts(access.certificates, access.insecure)) {
        const printed = await runOnce([...trust, ...args], urls, access, signal);
        if (printed.failure?.problem !== "tls") return printed;
        tried.push(printed);
    }
    // The others know less of the registry.
    return tried[0] ?? { text: "", failure: null };
}

async function runOnce(
    args: readonly string[],
    urls: readonly string[],
    { insecure, authorization, certificates }: Access,
    signal: AbortSignal | undefined,
): Promise<Printed> {
    if (signal?.aborted === true) throw new HostError("cancelled", "");
    const header = authorization === "" ? [] : [option("header", `Authorization: ${authorization}`)];
    const configuration = [...header, ...urls.map((url) => option("url", url))].join("");
    const process = cockpit.spawn(
        [
            ...["curl", "--disable", "--silent", "--show-error", "--globoff"],
            ...(authorization === "" ? ["--location"] : []),
            ...["--proto", insecure ? "=http,https" : "=https"],
            ...["--max-time", String(SECONDS)],
            ...["--max-filesize", String(LONGEST)],
            ...(insecure ? ["--insecure"] : []),
            ...args,
            ...["--config", "-"],
        ],
        {
            err: "message",
            environ: ["LC_ALL=C.UTF-8"],
            ...(hasCertificates(certificates) && { superuser: "require" }),
        },
    );
    const stop = () => {
        process.close("cancelled");
    };
    signal?.addEventListener("abort", stop);
    let text = "";
    const ending = process.stream((chunk) => {
        text += chunk;
        if (text.length > LONGEST_ALL) process.close("too-large");
    });
    void process.input(configuration);
    try {
        await within(ALL_SECONDS, ending);
        return { text, failure: null };
    } catch (reason) {
        process.close("terminated");
        const status = exitStatus(reason);
        const error = asHostError(reason);
        if (status === null) throw error;
        return { text, failure: failureOfCurl(status, curlComplaint(error.message)) };
    } finally {
        signal?.removeEventListener("abort", stop);
    }
}

/** A line of curl's configuration. Whatever follows a line break would be an option of its own, quoted or not. */
function option(name: string, value: string): string {
    if (/\p{Cc}/u.test(value))
        throw new HostError("protocol-error", `curl: a control character in the ${name}`);
    return `${name} = "${value.replace(/["\\]/g, "\\$&")}"\n`;
}

/** The answers to several requests, in their order. Rejects as `runCurl`. */
export async function fetchAll(
    urls: readonly string[],
    accept: string,
    access: Access,
    signal: AbortSignal,
): Promise<readonly Fetched[]> {
    const told = await fetchHere(urls, accept, access, signal);
    // Registries keep blobs elsewhere: that place gets no password, and no token.
    const moved = told.flatMap(({ redirect }) => (redirect === "" ? [] : [redirect]));
    const elsewhere = await fetchHere(moved, accept, { ...access, authorization: "" }, signal);
    let next = 0;
    return told.map((one) => (one.redirect === "" ? one : (elsewhere[next++] ?? one)));
}

/** The answers of those who are asked, without going where they lead anybody with an authorization. Rejects as `runCurl`. */
export async function fetchHere(
    urls: readonly string[],
    accept: string,
    access: Access,
    signal?: AbortSignal,
): Promise<readonly Redirected[]> {
    if (urls.length === 0) return [];
    // Nobody who answers knows it, so that no answer can pretend to be the end of another.
    const mark = `\n${crypto.getRandomValues(new Uint32Array(4)).join("-")} `;
    const { text, failure } = await runCurl(
        [
            ...["--header", `Accept: ${accept}`],
            "--write-out",
            `${mark}%{http_code} %header{docker-content-digest} %{redirect_url} %{exitcode}` +
                "\t%header{retry-after}\t%{errormsg}\n",
        ],
        urls,
        access,
        signal,
    );
    const pieces = text.split(mark);
    return urls.map((_url, index) => {
        const piece = pieces[index] ?? "";
        // Each mark begins a line about the answer before it.
        const body = index === 0 ? piece : piece.slice(piece.indexOf("\n") + 1);
        const line = pieces[index + 1]?.split("\n", 1)[0];
        return line === undefined
            ? { status: 0, digest: "", body: "", redirect: "", retryAfter: "", failure }
            : { ...writtenOut(line), body };
    });
}

function writtenOut(line: string): Omit<Redirected, "body"> {
    const [facts = "", retryAfter = "", ...words] = line.split("\t");
    const [status = "", digest = "", redirect = "", exit = ""] = facts.split(" ");
    const exitStatus = Number(/^[0-9]{1,3}$/.exec(exit)?.[0] ?? "0");
    return {
        status: Number(/^[0-9]{3}$/.exec(status)?.[0] ?? "0"),
        digest: toldDigest(digest),
        redirect: /^https?:\/\/[^\s\p{Cc}"\\]+$/u.test(redirect) ? redirect : "",
        retryAfter,
        failure: exitStatus === 0 ? null : failureOfCurl(exitStatus, words.join(" ")),
    };
}
