/** Tags of a repository in its registry, through podman and so with its logins, mirrors and proxies. */
import { parseTags } from "./podman-answers.js";
import { podmanRequest } from "./podman-socket.js";
import { registryLocation } from "./registries.js";

/** podman stops at 25 unless it is told a limit. */
const ALL = "100000";

/** All tags, in the registry's order, without those that hold signatures and attestations. Rejects with HostError. */
export async function listTags(repository: string): Promise<readonly string[]> {
    const where = await registryLocation(repository);
    const params = {
        term: where.repository,
        listTags: "true",
        limit: ALL,
        tlsVerify: where.insecure ? "false" : "true",
    };
    const answer = await podmanRequest("GET", "/images/search", params, 60);
    return parseTags(answer).filter((tag) => !/\.(?:sig|att)$/.test(tag));
}
