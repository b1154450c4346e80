/** A test host that is entered once: programs run there without a start of `test/host/host` for each. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import * as v from "valibot";

/** How a program ended: its exit status (128 and the signal's number, if one ended it) and what it wrote. */
export interface Finished {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

const Head = v.object({ id: v.number(), status: v.number(), stdout: v.number(), stderr: v.number() });

/** What a program ends with whose host is gone. */
const GONE = 129;

/** One stay on a host; it ends with the host, at the latest. */
export class Guest {
    readonly #child: ChildProcessWithoutNullStreams;
    readonly #waiting = new Map<number, (finished: Finished) => void>();
    #received: Buffer[] = [];
    #size = 0;
    /** Bytes that are needed to go on. */
    #needed = 1;
    #count = 0;
    #complaint = "";
    #over = false;

    /** @param enter runs a program on the host, with standard input and output */
    constructor(enter: readonly [string, ...string[]]) {
        const source = readFileSync(path.join(process.cwd(), "test/support/guest.py"), "utf8");
        const [program, ...args] = enter;
        this.#child = spawn(program, [...args, "python3", "-c", source]);
        this.#child.stdout.on("data", (chunk: Buffer) => {
            this.#received.push(chunk);
            this.#size += chunk.length;
            while (this.#size >= this.#needed && this.#takeAnswer());
        });
        this.#child.stderr.setEncoding("utf8").on("data", (chunk: string) => (this.#complaint += chunk));
        // The host may go while it is told something.
        this.#child.stdin.on("error", () => undefined);
        this.#child.on("error", (error) => {
            this.#end(GONE, error.message);
        });
        this.#child.on("close", (status) => {
            this.#end(
                status === null || status === 0 ? GONE : status,
                this.#complaint || "The host is gone.\n",
            );
        });
        this.#keepAlive(false);
    }

    /** Nothing can be run any more. */
    get isOver(): boolean {
        return this.#over;
    }

    /** Runs a program to its end. */
    run(argv: readonly string[], input: string | Uint8Array): Promise<Finished> {
        const bytes = Buffer.from(input);
        const id = this.#count++;
        return new Promise((resolve) => {
            this.#keepAlive(true);
            this.#waiting.set(id, resolve);
            this.#child.stdin.write(`${JSON.stringify({ id, argv, input: bytes.length })}\n`);
            this.#child.stdin.write(bytes);
        });
    }

    leave(): void {
        this.#over = true;
        this.#child.stdin.end();
    }

    /** Takes an answer from what has come; false when it is not all there. */
    #takeAnswer(): boolean {
        const all = Buffer.concat(this.#received);
        this.#received = [all];
        const end = all.indexOf("\n");
        if (end < 0) {
            this.#needed = all.length + 1;
            return false;
        }
        const head = v.parse(Head, JSON.parse(all.toString("utf8", 0, end)));
        const [out, err] = [end + 1 + head.stdout, end + 1 + head.stdout + head.stderr];
        if (all.length < err) {
            this.#needed = err;
            return false;
        }
        this.#received = [all.subarray(err)];
        this.#size = all.length - err;
        this.#needed = 1;
        this.#waiting.get(head.id)?.({
            status: head.status,
            stdout: all.toString("utf8", end + 1, out),
            stderr: all.toString("utf8", out, err),
        });
        this.#waiting.delete(head.id);
        if (this.#waiting.size === 0) this.#keepAlive(false);
        return true;
    }

    #end(status: number, stderr: string): void {
        this.#over = true;
        for (const resolve of this.#waiting.values()) resolve({ status, stdout: "", stderr });
        this.#waiting.clear();
    }

    /** Whether this process has to stay for it. */
    #keepAlive(wanted: boolean): void {
        const { stdin, stdout, stderr } = this.#child;
        const parts = [this.#child, ...[stdin, stdout, stderr].filter((pipe) => pipe instanceof Socket)];
        for (const part of parts) {
            if (wanted) part.ref();
            else part.unref();
        }
    }
}
