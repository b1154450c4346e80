/** Single containers and images, as podman tells them. */
import type { ContainerState, ImageState } from "../uyuni/host-state.js";
import { services } from "../uyuni/services.js";
import { parseContainer, parseImage, type PodmanEvent } from "./podman-answers.js";
import { podmanRequest } from "./podman-socket.js";
import { asHostError } from "./problem.js";

const IMAGE_NAMES: ReadonlySet<string> = new Set(services.map(({ imageName }) => imageName));

/** Whether a reference's last path part is the name of one of Uyuni's images, whatever its registry. */
export function isOurImage(reference: string): boolean {
    const [, name = ""] = /([^/:@]+)(?::[^/@]*)?(?:@.*)?$/.exec(reference) ?? [];
    return IMAGE_NAMES.has(name);
}

/** Whether an event of a container says more than `known` does: exec sessions, and health checks that find what the last one found, do not. */
export function isNews(event: PodmanEvent, known: ContainerState | undefined): boolean {
    if (/^(?:exec|exec_died|cleanup|sync|mount|unmount|init)$/.test(event.action)) return false;
    return event.health !== "healthy" || known?.health !== "healthy";
}

/** Null when there is no such object (any more). */
async function orGone<T>(reading: Promise<T>): Promise<T | null> {
    try {
        return await reading;
    } catch (reason) {
        const error = asHostError(reason);
        if (error.problem === "http-404") return null;
        throw error;
    }
}

/** Null when there is no such container. Rejects with HostError. */
export async function inspectContainer(id: string): Promise<ContainerState | null> {
    const answer = await orGone(podmanRequest("GET", `/containers/${encodeURIComponent(id)}/json`));
    return answer === null ? null : parseContainer(answer);
}

/** Null when there is no such image. Rejects with HostError. */
export async function inspectImage(id: string): Promise<ImageState | null> {
    if (id === "") return null;
    const answer = await orGone(podmanRequest("GET", `/images/${encodeURIComponent(id)}/json`));
    return answer === null ? null : parseImage(answer);
}

/** For how long a container may take to end by itself. */
const STOP_SECONDS = 10;

/** Stops a container and leaves it there. Rejects with HostError. */
export async function stopContainer(name: string): Promise<void> {
    const path = `/containers/${encodeURIComponent(name)}/stop`;
    await podmanRequest("POST", path, { timeout: String(STOP_SECONDS) });
}
