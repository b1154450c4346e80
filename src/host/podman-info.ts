/**
 * What podman tells of itself.
 *
 * It asks the package database for each program it uses before it answers, which takes longer than all else that is
 * asked of it: so it is asked once for as long as a connection lasts, and free space is asked of the file system.
 */
import { parseInfo, type PodmanInfo } from "./podman-answers.js";
import { podmanRequest } from "./podman-socket.js";
import { HostError } from "./problem.js";
import { runAsRoot } from "./root.js";

export const UNREAD: PodmanInfo = { version: "", architecture: "", storage: { path: "", free: 0, size: 0 } };

/** Rejects with HostError. */
export async function readInfo(): Promise<PodmanInfo> {
    return parseInfo(await podmanRequest("GET", "/info"));
}

/** With the space that is free now; all of it read where nothing of it was. Rejects with HostError. */
export async function refreshedInfo(info: PodmanInfo): Promise<PodmanInfo> {
    const { path } = info.storage;
    if (path === "") return readInfo();
    const output = await runAsRoot(["stat", "--file-system", "--format=%f %b %S", "--", path]);
    const [free = NaN, blocks = NaN, bytes = NaN] = output.trim().split(" ").map(Number);
    // In blocks, as statfs(2) tells them; podman multiplies the same numbers.
    const [freeBytes, size] = [free * bytes, blocks * bytes];
    if (!Number.isFinite(freeBytes) || !Number.isFinite(size))
        throw new HostError("protocol-error", `stat --file-system ${path}: ${output}`);
    return { ...info, storage: { path, free: freeBytes, size } };
}
