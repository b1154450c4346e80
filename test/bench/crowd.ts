/** Hundreds of strangers on a host. */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { TestHost } from "../support/host.js";

const Counts = v.array(v.object({ what: v.string(), count: v.number() }));

/** Puts them there, and counts what is there afterwards. */
export async function crowd(host: TestHost): Promise<v.InferOutput<typeof Counts>> {
    const { status, stdout, stderr } = await host.attempt(
        ["python3", "-"],
        readFileSync("test/bench/crowd.py", "utf8"),
    );
    if (status !== 0) throw new Error(stderr);
    return v.parse(Counts, JSON.parse(stdout.slice(stdout.lastIndexOf("\n[") + 1)));
}
