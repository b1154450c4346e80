/**
 * What registries.conf says now.
 *
 * Told by a podman that has just been started: its service reads the file when it
 * starts, and a page that listens to it keeps it from ending. podman needs long to
 * answer (see podman-info.ts), so it is asked again only when a file was written,
 * replaced, added or taken away since.
 */
import * as v from "valibot";
import { locateRepository, type RegistryLocation } from "../uyuni/registry-location.js";
import { podmanError } from "./podman-error.js";
import { asHostError, HostError } from "./problem.js";
import { outputAnyway } from "./read-files.js";
import { runAsRoot } from "./root.js";

/** Where podman looks for registries.conf, registries.conf.d and what they lead to. */
export const REGISTRIES_CONF = [
    "/etc/containers",
    "/usr/share/containers",
    "/root/.config/containers/registries.conf",
    "/root/.config/containers/registries.conf.d",
];

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

/** The last answer, and the files as they were before podman was asked for it. */
let last: { readonly files: string; readonly answer: readonly unknown[] } | null = null;

async function readRegistries(): Promise<readonly unknown[]> {
    const files = await outputAnyway(["find", "-L", ...REGISTRIES_CONF, "-printf", "%p %i %s %C@\\0"]);
    // Where nothing can be seen, a change cannot be seen either.
    if (last === null || files === "" || last.files !== files) last = { files, answer: await askPodman() };
    return last.answer;
}

async function askPodman(): Promise<readonly unknown[]> {
    const argv = ["podman", "info", "--format={{json .Registries}}"];
    const text = await runAsRoot(argv).catch((reason: unknown) => {
        throw podmanError(reason);
    });
    try {
        return Object.values(v.parse(Registries, JSON.parse(text)));
    } catch (reason) {
        throw new HostError("protocol-error", `podman info: ${asHostError(reason).message}`);
    }
}
