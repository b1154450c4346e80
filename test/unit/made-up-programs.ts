/**
 * A host whose programs and files a test makes up. It takes cockpit.js's place, so it is to be
 * imported before anything of src/host.
 */

/** A program that was run, with what came to its standard input. */
export interface Ran {
    readonly argv: readonly string[];
    readonly input: string;
    /** What its environment has beside, or instead of, that of the session. */
    readonly environ: readonly string[];
}

/** What it prints, or how it ends. */
export type Ending = string | { readonly exitStatus: number; readonly complaint: string };

interface MadeUpHost {
    ran: Ran[];
    files: Readonly<Record<string, string>>;
    end: (ran: Ran) => Ending;
}

export const host: MadeUpHost = { ran: [], files: {}, end: () => "" };

/** Forgets what ran before. */
export function hostWith(end: MadeUpHost["end"], files: MadeUpHost["files"] = {}): MadeUpHost {
    return Object.assign(host, { ran: [], files, end });
}

interface Options {
    readonly binary?: boolean;
    readonly environ?: readonly string[];
}

function spawn(argv: readonly string[], { binary = false, environ = [] }: Options = {}) {
    let input = "";
    let hear: (chunk: string | Uint8Array) => void = () => undefined;
    const ending = new Promise<string>((resolve, reject) => {
        // Whoever spawns it writes to it, and listens, in the same turn.
        setTimeout(() => {
            const ran = { argv, input, environ };
            host.ran.push(ran);
            const end = host.end(ran);
            if (typeof end === "string") {
                hear(binary ? new TextEncoder().encode(end) : end);
                resolve(end);
            } else {
                const { exitStatus, complaint } = end;
                reject(Object.assign(new Error(complaint), { problem: null, exit_status: exitStatus }));
            }
        });
    });
    return Object.assign(ending, {
        input: (text: string) => {
            input += text;
            return ending;
        },
        stream: (callback: typeof hear) => {
            hear = callback;
            return ending;
        },
        close: () => undefined,
    });
}

function file(path: string) {
    return { read: () => Promise.resolve(host.files[path] ?? null), close: () => undefined };
}

Object.assign(globalThis, { window: globalThis, cockpit: { spawn, file, message: (code: string) => code } });
