/** Drop-ins of a service's units, wherever systemd looks for them. */
import { findDropIns, foundDropIns } from "../uyuni/drop-in-files.js";
import type { FileState } from "../uyuni/host-state.js";
import type { Service } from "../uyuni/services.js";
import { outputAnyway, readText } from "./read-files.js";

/** Rejects with HostError. */
export async function readDropIns(service: Service): Promise<readonly FileState[]> {
    const found = foundDropIns(await outputAnyway(findDropIns(service)));
    return Promise.all(
        found.map(async ({ path, hasText }) => ({ path, text: hasText ? await readText(path) : "" })),
    );
}
