/**
 * What registries.conf says now.
 *
 * podman's service reads it when it starts, and a page that listens to it keeps
 * it from ending: so it is compared with what a podman says that has just been
 * started, and asked to read its configuration again when that is something
 * else. That is what SIGHUP is for; whatever the service is doing goes on.
 */
import * as v from "valibot";
import { locateRepository, type RegistryLocation } from "../uyuni/registry-location.js";
import { registriesIn } from "./podman-answers.js";
import { podmanRequest } from "./podman-socket.js";
import { asHostError, HostError } from "./problem.js";
import { runAsRoot } from "./root.js";

const RELOAD = ["/usr/bin/systemctl", "kill", "--signal=HUP", "podman.service"];
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
    const [text, info] = await Promise.all([
        runAsRoot(["podman", "info", "--format={{json .Registries}}"]),
        podmanRequest("GET", "/info"),
    ]);
    const now = parsed(text);
    // One that has ended by itself reads it when it starts again.
    if (JSON.stringify(now) !== JSON.stringify(registriesIn(info)))
        await runAsRoot(RELOAD).catch(asHostError);
    return Object.values(now);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
    try {
        return v.parse(Registries, JSON.parse(text));
    } catch (reason) {
        throw new HostError("protocol-error", `podman info: ${asHostError(reason).message}`);
    }
}
