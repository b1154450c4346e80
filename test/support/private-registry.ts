/** A registry whose certificate an authority of its own has signed, and which asks everyone for one that it signed, too. */
import type { TestHost } from "./host.js";
import { startFaultyRegistry } from "./registry.js";

const PORT = 5003;
const FOLDER = "/run/private-registry";
/** Where it really is. */
export const PRIVATE = `localhost:${PORT}`;
/** Name under which the page is to ask it. */
export const PRIVATE_NAME = "private.example.com";
/** Where podman looks for what it needs for it. */
export const CERTS = `/etc/containers/certs.d/${PRIVATE}`;

const registries = `[[registry]]
prefix = "${PRIVATE_NAME}/uyuni"
location = "${PRIVATE}/uyuni"
`;

/** Starts it; nothing of this host trusts it, or is known to it. */
export async function startPrivateRegistry(host: TestHost): Promise<void> {
    await startFaultyRegistry(host);
    await host.exec("mkdir", "--parents", FOLDER);
    const openssl = (...args: string[]) =>
        host.exec("openssl", "req", "-newkey", "rsa:2048", "-nodes", ...args);
    for (const name of ["other", "authority"])
        await openssl(
            ...["-x509", "-subj", `/CN=${name}`, "-addext", "basicConstraints=critical,CA:TRUE"],
            ...["-keyout", `${FOLDER}/${name}.key`, "-out", `${FOLDER}/${name}.crt`],
        );
    const signed = async (name: string, ...extensions: string[]) => {
        await openssl(
            ...["-x509", "-subj", `/CN=${name}`, ...extensions],
            ...["-CA", `${FOLDER}/authority.crt`, "-CAkey", `${FOLDER}/authority.key`],
            ...["-keyout", `${FOLDER}/${name}.key`, "-out", `${FOLDER}/${name}.cert`],
        );
    };
    await signed("server", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE");
    await signed("host", "-addext", "basicConstraints=CA:FALSE");
    const chain = await host.exec("cat", `${FOLDER}/server.key`, `${FOLDER}/server.cert`);
    await host.write(`${FOLDER}/server.pem`, `${chain}\n`);
    await host.exec(
        ...["systemd-run", "--quiet", "--collect", "--unit=private-registry", "python3"],
        ...["/run/faulty-registry.py", `${PORT}`, `${FOLDER}/server.pem`, `${FOLDER}/authority.crt`],
    );
    await host.write("/etc/containers/registries.conf.d/zz-private.conf", registries);
    await host.until("it listens", async () => {
        const { stdout } = await host.attempt([
            "ss",
            "--no-header",
            "--listening",
            "--tcp",
            `sport = :${PORT}`,
        ]);
        return stdout === "" ? null : true;
    });
}

/** Gives podman what it needs, beside an authority that is of no use; the key is root's alone. */
export async function trustPrivateRegistry(host: TestHost): Promise<void> {
    await host.exec("mkdir", "--parents", CERTS);
    await host.exec("cp", `${FOLDER}/other.crt`, `${CERTS}/another.crt`);
    await host.exec("cp", `${FOLDER}/authority.crt`, `${FOLDER}/host.cert`, `${FOLDER}/host.key`, CERTS);
    await host.exec("chmod", "600", `${CERTS}/host.key`, `${CERTS}/authority.crt`);
}
