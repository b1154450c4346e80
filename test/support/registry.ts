/** Faults of the test host's registry, and tags that move in it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import type { TestHost } from "./host.js";

const SCRIPT = "/run/faulty-registry.py";
const CERTIFICATE = "/run/faulty-registry.pem";
const DROP_IN = "/etc/containers/registries.conf.d/zz-faulty.conf";
const PLAIN = 5001;
const TLS = 5002;

/** What goes wrong; described in faulty-registry.py. */
export interface Fault {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly path?: string;
    readonly cut?: number;
    readonly rate?: number;
    readonly wait?: number;
    readonly tags?: number;
    readonly login?: string;
    readonly token?: true;
    readonly realm?: string;
    readonly moved?: string;
}

/** The registry of Uyuni's images on the host from now on; sound until it is told otherwise. */
export const FAULTY = `localhost:${PLAIN}`;
/** A registry whose certificate nobody signed. */
export const UNTRUSTED = "untrusted.example.com";

const registries = `[[registry]]
prefix = "registry.opensuse.org/uyuni"
location = "${FAULTY}/uyuni"
insecure = true

[[registry]]
location = "${FAULTY}"
insecure = true

[[registry]]
prefix = "${UNTRUSTED}/uyuni"
location = "localhost:${TLS}/uyuni"
`;

/** Puts a registry that can be told to have faults between podman and the sound one. */
export async function startFaultyRegistry(host: TestHost): Promise<void> {
    if ((await host.read(DROP_IN)) !== null) {
        await setFault(host, {});
        return;
    }
    const source = path.join(process.cwd(), "test/support/faulty-registry.py");
    await host.write(SCRIPT, await readFile(source, "utf8"));
    const subject = ["-subj", "/CN=nobody", "-addext", "subjectAltName=DNS:localhost"];
    await host.exec(
        ...["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject],
        ...["-keyout", CERTIFICATE, "-out", `${CERTIFICATE}.crt`],
    );
    await host.write(CERTIFICATE, `${await host.exec("cat", CERTIFICATE, `${CERTIFICATE}.crt`)}\n`);
    const start = (name: string, ...args: string[]) =>
        host.exec("systemd-run", "--quiet", "--collect", `--unit=${name}`, "python3", SCRIPT, ...args);
    await start("faulty-registry", `${PLAIN}`);
    await start("untrusted-registry", `${TLS}`, CERTIFICATE);
    await host.write(DROP_IN, registries);
    await host.until("both listen", async () => {
        const ask = (address: string) => host.attempt(["curl", "--silent", "--insecure", address]);
        const answers = await Promise.all([ask(`http://${FAULTY}/v2/`), ask(`https://localhost:${TLS}/v2/`)]);
        return answers.every(({ status }) => status === 0) ? true : null;
    });
}

export async function setFault(host: TestHost, fault: Fault): Promise<void> {
    const { status, stderr } = await host.attempt(
        [
            "curl",
            "--silent",
            "--show-error",
            "--fail",
            "--request",
            "PUT",
            "--data-binary",
            "@-",
            `http://${FAULTY}/fault`,
        ],
        JSON.stringify(fault),
    );
    if (status !== 0) throw new Error(stderr);
}

/** Whom curl asked since the last fault, and what it gave them: `localhost:5001 Bearer`, or the name alone. */
export async function givenTo(host: TestHost): Promise<readonly string[]> {
    const told: unknown = JSON.parse(await host.exec("curl", "--silent", "--fail", `http://${FAULTY}/given`));
    return v.parse(v.array(v.array(v.string())), told).map((pair) => pair.join(" ").trim());
}

/** Lets `tag` mean in the registry what `other` does. */
export async function moveTag(host: TestHost, repository: string, tag: string, other: string): Promise<void> {
    const manifest = (name: string) => `http://localhost:5000/v2/${repository}/manifests/${name}`;
    const type = "application/vnd.docker.distribution.manifest.v2+json";
    const body = "/run/manifest.json";
    const curl = (...args: string[]) => host.exec("curl", "--silent", "--fail", ...args);
    await curl("--header", `Accept: ${type}`, "--output", body, manifest(other));
    await curl(
        ...["--request", "PUT", "--header", `Content-Type: ${type}`, "--data-binary", `@${body}`],
        manifest(tag),
    );
}
