/** Looking at a folder into which volumes are to be exported. Nothing is made. */
import type { ExportPlace, PlaceFolder } from "../uyuni/uninstall/export-place.js";
import { asHostError } from "./problem.js";
import { outputAnyway, outputOrNull } from "./read-files.js";
import { runAsRoot } from "./root.js";

/** @param asked absolute, without "..", and without control characters. Rejects with HostError. */
export async function readExportPlace(asked: string): Promise<ExportPlace> {
    try {
        const path = (await runAsRoot(["realpath", "--canonicalize-missing", "--", asked])).replace(
            /\n$/,
            "",
        );
        const folders = await readFolders(path);
        const last = folders.at(-1)?.path ?? "/";
        const [free, openssl] = await Promise.all([
            outputOrNull(["df", "--block-size=1", "--output=avail", "--", last]),
            outputOrNull(["test", "-x", "/usr/bin/openssl"]),
        ]);
        const bytes = /^[0-9]+$/.exec(free?.trim().split("\n").at(-1)?.trim() ?? "")?.[0];
        return {
            ...{ path, folders },
            free: bytes === undefined ? null : Number(bytes),
            openssl: openssl !== null,
        };
    } catch (reason) {
        throw asHostError(reason);
    }
}

/** stat(1) tells of those that are there, in the order in which it is asked. */
async function readFolders(path: string): Promise<readonly PlaceFolder[]> {
    const names = path.split("/").slice(1);
    const all = ["/", ...names.map((_name, index) => `/${names.slice(0, index + 1).join("/")}`)];
    const told = await outputAnyway(["stat", "--printf=%n\\0%F\\0%u\\0%a\\0", "--", ...new Set(all)]);
    const fields = told.split("\0");
    const folders: PlaceFolder[] = [];
    for (let at = 0; at + 4 <= fields.length; at += 4) {
        const [name = "", kind = "", owner = "", mode = ""] = fields.slice(at, at + 4);
        folders.push({
            path: name,
            isFolder: kind === "directory",
            owner: Number(owner),
            mode: Number.parseInt(mode, 8),
        });
    }
    return folders;
}
