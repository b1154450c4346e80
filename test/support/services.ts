/** The optional services on a test host, set up without the module's page. */
import { computeDefaultImage } from "../../src/uyuni/default-image.js";
import { dropInDirectory, serviceById } from "../../src/uyuni/names.js";
import { replicaUnits } from "../../src/uyuni/replicas.js";
import { serviceFiles } from "../../src/uyuni/service-files.js";
import type { TestHost } from "./host.js";

const settings = {
    databaseHost: "db",
    databasePort: "5432",
    databaseName: "susemanager",
    timezone: "UTC",
    fqdn: "uyuni.example.com",
};

const wanted = [
    ["attestation", 2],
    ["hub-xmlrpc", 1],
    ["saline", 1],
    ["tftp", 1],
] as const;

/** All of them, attestation with two instances, enabled and running; what is that way is left alone. */
export async function installServices(host: TestHost): Promise<void> {
    for (const [id, count] of wanted) {
        const service = serviceById(id);
        const units = replicaUnits(service, count);
        if ((await host.attempt(["systemctl", "cat", units[0] ?? ""])).status !== 0) {
            const image = computeDefaultImage(null, service);
            await host.exec("mkdir", "-p", dropInDirectory(service));
            for (const { path, mode, text } of serviceFiles(service, { ...settings, image })) {
                await host.write(path, text);
                await host.exec("chmod", mode, path);
            }
            await host.exec("podman", "pull", "--quiet", image.text);
            await host.exec("systemctl", "daemon-reload");
        }
        await host.exec("systemctl", "enable", "--now", ...units);
    }
}
