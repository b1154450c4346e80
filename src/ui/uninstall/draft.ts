import type { Operation } from "../../uyuni/host-state.js";
import { isServiceId } from "../../uyuni/names.js";
import type { ServiceId } from "../../uyuni/services.js";
import type { Choices } from "../../uyuni/uninstall/choice.js";
import { exportedBy } from "../../uyuni/uninstall/exported.js";
import { DEFAULT_EXPORT_PATH } from "../../uyuni/uninstall/export-place.js";

/** What a person chose before an export began, which takes the form away while it runs. */
export interface Draft {
    /** Of the export. */
    readonly operation: string;
    readonly choices: Choices;
}

/** What the form shows at first. */
export interface First {
    readonly scope: readonly ServiceId[];
    readonly choices: Choices;
    /** Volumes are exported before they go. */
    readonly exporting: boolean;
    /** Folder for that. */
    readonly path: string;
}

/** After an export what that one was about, otherwise what the address asks for; after an uninstall that was cut off, what is left of it. */
export function firstOf(asked: string | undefined, operation: Operation | null, draft: Draft | null): First {
    const nothing = { choices: new Map(), exporting: false, path: DEFAULT_EXPORT_PATH };
    const exported = operation === null ? null : exportedBy(operation);
    const services = (operation?.services ?? []).filter(isServiceId);
    const isOwn = draft !== null && draft.operation === operation?.id;
    if (exported !== null && (isOwn || asked === undefined)) {
        const volumes = exported.volumes.map(({ name }) => [`volume ${name}`, true] as const);
        return {
            scope: services,
            choices: isOwn ? draft.choices : new Map(volumes),
            exporting: true,
            path: exported.folder.slice(0, exported.folder.lastIndexOf("/")) || "/",
        };
    }
    if (asked !== undefined) return { ...nothing, scope: isServiceId(asked) ? [asked] : [] };
    const unfinished = operation?.phase === "cut-off" || operation?.phase === "incomplete";
    return { ...nothing, scope: unfinished ? services : [] };
}
