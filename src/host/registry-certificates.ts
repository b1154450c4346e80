/** Looking up the certificates that podman has for a registry; nobody else may see all of them, so it takes root. */
import {
    certificateFolders,
    certificatesAt,
    type RegistryCertificates,
} from "../uyuni/registry-certificates.js";
import { outputAnyway } from "./read-files.js";

/** As they are now. Rejects with HostError. */
export async function readCertificates(registry: string): Promise<RegistryCertificates> {
    const found = await outputAnyway([
        ...["find", "-L", ...certificateFolders(registry)],
        // What leads nowhere is still a link here, and nothing to podman.
        ...["-maxdepth", "1", "-not", "-type", "l", "-printf", "%p\\0"],
    ]);
    return certificatesAt(registry, found.split("\0"));
}
