/** Which image a service gets when nobody chose one. */
import type { ImageReference } from "./reference.js";
import { parseReference } from "./reference.js";
import type { AnyService } from "./services.js";
import { serviceById } from "./names.js";

/** Registry and folder of Uyuni's own releases, used only where no server tells a better one. */
const fallback = "registry.opensuse.org/uyuni";

/**
 * Image of `service` beside the server's: same registry and folder, same tag.
 *
 * Products keep their images elsewhere (`registry.suse.com/suse/multi-linux-manager/5.1/x86_64/`)
 * and call them the same, so only the last part of the path is replaced. The
 * server's digest is dropped: it is another image's. A tag keeps its case.
 *
 * @param serverImage reference of the running server's image; null, or text that is no reference, if it is not known
 */
export function computeDefaultImage(
    serverImage: string | null,
    service: AnyService = serviceById("event-processor"),
): ImageReference {
    const server = parseReference(serverImage ?? "");
    if ("ok" in server) {
        const { name, tag } = server.ok;
        const directory = name.slice(0, name.lastIndexOf("/"));
        const beside = parseReference(`${directory}/${service.imageName}:${tag ?? "latest"}`);
        // A server's name may be short enough where ours is too long.
        if ("ok" in beside) return beside.ok;
    }
    const usual = parseReference(`${fallback}/${service.imageName}:latest`);
    if ("error" in usual) throw new RangeError(`${service.imageName} is not an image name`);
    return usual.ok;
}
