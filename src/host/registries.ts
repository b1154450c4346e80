/**
 * What registries.conf says now.
 *
 * Told by a podman that has just been started: its service reads the file when it
 * starts, and a page that listens to it keeps it from ending.
 */
import * as v from "valibot";
import { locateRepository, type RegistryLocation } from "../uyuni/registry-location.js";
import { asHostError, HostError } from "./problem.js";
import { runAsRoot } from "./root.js";

const Registries = v.nullish(v.record(v.string(), v.unknown()), {});

/** One that does for all images that are looked up in one go; nobody later gets an answer from before the question. */
let reading: Promise<readonly unknown[]> | null = null;

/** Where a repository really is. Rejects with HostError. */
export async function registryLocation(repository: string): Promise<RegistryLocation> {
    if (reading === null) {
        reading = readRegistries();
        window.setTimeout(() => {
            reading = null;
        });
    }
    return locateRepository(await reading, repository);
}

async function readRegistries(): Promise<readonly unknown[]> {
    const text = await runAsRoot(["podman", "info", "--format={{json .Registries}}"]);
    try {
        return Object.values(v.parse(Registries, JSON.parse(text)));
    } catch (reason) {
        throw new HostError("protocol-error", `podman info: ${asHostError(reason).message}`);
    }
}
