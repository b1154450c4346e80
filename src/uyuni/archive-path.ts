/** Paths of archives on the host, as they are typed. */
import type { Checked } from "./checked.js";
import { message } from "./message.js";
import { checkExportPath } from "./uninstall/export-place.js";

/** Whether a path can be an archive's. */
export function checkArchivePath(text: string): Checked<string> {
    if (text === "") return { error: message("Enter the path of the archive on this host.") };
    const path = checkExportPath(text);
    if ("error" in path) return path;
    // podman takes what follows a colon for the name of an image in the archive.
    return /[:@]/.test(path.ok)
        ? { error: message("The path of an archive has neither “:” nor “@”.") }
        : path;
}
