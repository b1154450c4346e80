/**
 * A registry that is registry.suse.com on the test host: the real program, with
 * TLS that the host trusts, users of its own, and the images of the test host.
 */
import type { TestHost } from "./host.js";

/** The user and password that it knows: those with which a host would be registered. */
export const SCC = { user: "SCC_0123456789abcdef", password: "s3cret=$(id)-scc" };
export const SUSE_REPOSITORY = "registry.suse.com/uyuni/server-salt-event-processor";
export const SCC_FILE = "/etc/zypp/credentials.d/SCCcredentials";

const FOLDER = "/etc/suse-registry";
/** Of the password, by bcrypt. */
const HASH = "$2b$05$SlhywL..exm4T1VKPqy31.Gd19uibPUGZQqTnrWPgxn1P1ef9NS1i";
const ADDRESS = "127.0.0.6";
const PORT = 5443;
const NAME = "registry.suse.com";

const configuration = `version: 0.1
log:
  level: error
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: /var/lib/docker-registry
http:
  addr: :${PORT}
  tls:
    certificate: ${FOLDER}/certificate.pem
    key: ${FOLDER}/key.pem
auth:
  htpasswd:
    realm: SUSE
    path: ${FOLDER}/users
`;

/** podman gives port 443 of every local address to the Uyuni server: this comes before it. */
const rules = `table ip suse_registry {
    chain to_registry {
        type nat hook output priority -120
        ip daddr ${ADDRESS} tcp dport 443 redirect to :${PORT}
    }
}
`;

/** Starts it on a fresh host. */
export async function startSuseRegistry(host: TestHost): Promise<void> {
    await host.exec("mkdir", "--parents", FOLDER);
    await host.exec(
        ...["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${NAME}`],
        ...["-addext", `subjectAltName=DNS:${NAME}`],
        ...["-keyout", `${FOLDER}/key.pem`, "-out", `${FOLDER}/certificate.pem`],
    );
    const certificate = await host.exec("cat", `${FOLDER}/certificate.pem`);
    const trusted = "/etc/ssl/certs/ca-certificates.crt";
    await host.write(trusted, `${(await host.read(trusted)) ?? ""}\n${certificate}\n`);
    await host.write(`${FOLDER}/users`, `${SCC.user}:${HASH}\n`);
    await host.write(`${FOLDER}/config.yml`, configuration);
    await host.write("/etc/hosts", `${(await host.read("/etc/hosts")) ?? ""}\n${ADDRESS} ${NAME}\n`);
    await host.write(`${FOLDER}/rules.nft`, rules);
    await host.exec("nft", "--file", `${FOLDER}/rules.nft`);
    await host.exec(
        ...["systemd-run", "--quiet", "--collect", "--unit=suse-registry"],
        ...["docker-registry", "serve", `${FOLDER}/config.yml`],
    );
    await host.until("it listens", async () => {
        const { stdout } = await host.attempt([
            ...["curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"],
            `https://${NAME}/v2/`,
        ]);
        return stdout === "401" ? true : null;
    });
}

/** Registers the host, as SUSEConnect leaves it: root's alone. */
export async function registerHost(host: TestHost, text?: string): Promise<void> {
    await host.exec("mkdir", "--parents", SCC_FILE.slice(0, SCC_FILE.lastIndexOf("/")));
    await host.write(SCC_FILE, text ?? `username=${SCC.user}\npassword=${SCC.password}\n`);
    await host.exec("chmod", "600", SCC_FILE);
}
