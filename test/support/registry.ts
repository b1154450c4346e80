/** Faults of the test host's registry, and tags that move in it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { TestHost } from "./host.js";

const SCRIPT = "/run/faulty-registry.py";
const UNIT = "faulty-registry.service";

/** From now on the registry answers everything with this status, and these names and values of headers. */
export async function faultyRegistry(host: TestHost, status: number, ...headers: string[]): Promise<void> {
    await soundRegistry(host);
    await host.write(
        SCRIPT,
        await readFile(path.join(process.cwd(), "test/support/faulty-registry.py"), "utf8"),
    );
    await host.exec(
        "systemd-run",
        "--quiet",
        "--collect",
        `--unit=${UNIT}`,
        "python3",
        SCRIPT,
        `${status}`,
        ...headers,
    );
    await host.until("it listens", async () =>
        (await host.attempt(["curl", "--silent", "http://[::1]:5001/"])).status === 0 ? true : null,
    );
    const nft = (...args: string[]) => host.exec("nft", ...args);
    await nft("add", "table", "inet", "faulty");
    await nft("add", "chain", "inet", "faulty", "out", "{ type nat hook output priority -120; }");
    await nft("add", "rule", "inet", "faulty", "out", "tcp", "dport", "5000", "redirect", "to", ":5001");
}

/** The registry answers as it should. */
export async function soundRegistry(host: TestHost): Promise<void> {
    await host.exec("nft", "destroy", "table", "inet", "faulty");
    await host.attempt(["systemctl", "stop", UNIT]);
}

/** Lets `tag` mean in the registry what `other` does. */
export async function moveTag(host: TestHost, repository: string, tag: string, other: string): Promise<void> {
    const manifest = (name: string) => `http://localhost:5000/v2/${repository}/manifests/${name}`;
    const type = "application/vnd.docker.distribution.manifest.v2+json";
    const body = "/run/manifest.json";
    await host.exec(
        "curl",
        "--silent",
        "--fail",
        "--header",
        `Accept: ${type}`,
        "--output",
        body,
        manifest(other),
    );
    await host.exec(
        "curl",
        "--silent",
        "--fail",
        "--request",
        "PUT",
        "--header",
        `Content-Type: ${type}`,
        "--data-binary",
        `@${body}`,
        manifest(tag),
    );
}
