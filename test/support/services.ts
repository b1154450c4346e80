/** The optional services on a test host, set up without the module's page. */
import { computeDefaultImage } from "../../src/uyuni/default-image.js";
import { serviceById } from "../../src/uyuni/names.js";
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
    const units: string[] = [];
    const images: string[] = [];
    for (const [id, count] of wanted) {
        const service = serviceById(id);
        const [first = "", ...others] = replicaUnits(service, count);
        units.push(first, ...others);
        if ((await host.attempt(["systemctl", "cat", first])).status === 0) continue;
        const image = computeDefaultImage(null, service);
        images.push(image.text);
        for (const { path, mode, text } of serviceFiles(service, { ...settings, image }))
            await host.write(path, text, mode);
    }
    if (images.length > 0) {
        await host.exec("podman", "pull", "--quiet", ...images);
        await host.exec("systemctl", "daemon-reload");
    }
    await host.exec("systemctl", "enable", "--now", ...units);
}
