/** What is looked at before a backup: where it goes, and what of the server is in it. */
import { found, passed } from "../check.js";
import { message } from "../message.js";
import type { Check } from "../plan.js";
import { folderCheck, spaceCheck, type ExportPlace } from "../uninstall/export-place.js";
import { BACKED_UP, backedUp } from "./backed-up.js";
import { isDryRun } from "./command.js";
import type { Given } from "./given.js";

export function backupChecks(place: ExportPlace, given: Given): readonly Check[] {
    return [
        folderCheck(place, given.survey.inventory),
        newFolderCheck(place),
        ...(isDryRun(given.values) ? [] : [backupFits(place, given)]),
        ...missingCheck(given),
        ...extentCheck(given),
    ];
}

/** mgradm makes the folder itself, and fails if it is there, be it empty. */
function newFolderCheck({ path, folders }: ExportPlace): Check {
    const named = { id: "new-folder", title: message("New folder") };
    return folders.some((folder) => folder.path === path)
        ? found(
              "failed",
              named,
              message("$0 is there already.", path),
              message("Choose a folder that is not there yet: mgradm makes it."),
          )
        : passed(named, message("mgradm makes it."));
}

/** mgradm counts the same way, and refuses. */
function backupFits(place: ExportPlace, given: Given): Check {
    return spaceCheck(
        place,
        { id: "space", ...backedUp(given.survey, given.values) },
        {
            compared: (...sizes) => message("The backup takes $0, and $1 are free in $2.", ...sizes),
            less: message("Choose a folder on another disk, or back up less."),
            unmeasured: message("mgradm looks for itself, and refuses if it is too little."),
        },
    );
}

/** What mgradm does not know of, it does not back up. */
function extentCheck({ survey: { installed } }: Given): readonly Check[] {
    const others = installed.filter(({ id }) => !BACKED_UP.includes(id));
    if (others.length === 0) return [];
    return [
        found(
            "warning",
            { id: "extent", title: message("Other services") },
            message(
                "mgradm backs up neither units nor images of these: $0.",
                others.map(({ unitFile }) => unitFile).join(", "),
            ),
            message("On another host, set them up again after the restore."),
        ),
    ];
}

/** mgradm 5.2.16 gives up on them, after it has made the folder; which volumes it wants is another matter in each version. */
function missingCheck({ survey, values }: Given): readonly Check[] {
    const { missing } = backedUp(survey, values);
    if (missing.length === 0) return [];
    return [
        found(
            "warning",
            { id: "missing", title: message("Volumes") },
            message("Volumes that mgradm wants are not there: $0.", missing.join(", ")),
            message(
                "It gives up on them: enter them among those that are skipped, or leave out the database where it is not on this host.",
            ),
        ),
    ];
}
