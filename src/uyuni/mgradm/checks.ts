/** What is looked at before mgradm is run. */
import { found, passed, whenKnown, type Named } from "../check.js";
import { message } from "../message.js";
import type { Check } from "../plan.js";
import { accessCheck, mgradmCheck, operationCheck } from "../preflight-session.js";
import { DATABASE_VOLUMES } from "../uninstall/belongings.js";
import { amount, folderCheck, type ExportPlace } from "../uninstall/export-place.js";
import { isUp } from "../unit-words.js";
import { backupChecks } from "./backup-checks.js";
import { isDryRun } from "./command.js";
import { isOn, volumesIn } from "./fields.js";
import type { Given } from "./given.js";

export function mgradmChecks(given: Given): readonly Check[] {
    const { state, tool } = given;
    return [
        accessCheck(state),
        operationCheck(state),
        mgradmCheck({ mgradm: tool.running }),
        ...taskChecks(given),
    ];
}

function taskChecks(given: Given): readonly Check[] {
    const { task, place, survey } = given;
    switch (task) {
        case "upgrade":
            return [serverCheck(given), ...externalCheck(given), oldDataCheck(given), storageCheck(given)];
        case "backup":
            if (place === null) return [];
            return [...backupChecks(place, given), ...configCheck(given)];
        case "restore":
            if (place === null) return [];
            return [
                folderCheck(place, survey.inventory),
                backupCheck(place),
                overwriteCheck(given),
                ...bootCheck(given),
                ...databaseCheck(given),
                ...configCheck(given),
            ];
        case "support":
            return place === null ? [] : [folderCheck(place, survey.inventory)];
    }
}

/** mgradm looks into the container of the server before it begins. */
function serverCheck({ survey: { units } }: Given): Check {
    const named = { id: "server", title: message("Server") };
    const server = units.find(({ name }) => name === "uyuni-server.service");
    return server !== undefined && isUp(server.activeState)
        ? passed(named, message("The server is running."))
        : found(
              "failed",
              named,
              message("The server is not running, and mgradm upgrades only one that runs."),
              message("Start $0.", "uyuni-server.service"),
          );
}

/** mgradm 5.2.16 does so wherever the database is. A server of 5.0 has its own within its container, and is right here. */
function externalCheck({ survey: { installed } }: Given): readonly Check[] {
    if (installed.some(({ id }) => id === "db")) return [];
    return [
        found(
            "warning",
            { id: "external", title: message("Database") },
            message("The database has no container of its own on this host."),
            message(
                "If it is on another host, some versions of mgradm set up an empty one here, and lead the server to it: read first what Uyuni's documentation says of upgrades with an external database.",
            ),
        ),
    ];
}

/**
 * mgradm 5.2.16 moves the data with `mv _data _data_old`. Where that folder is
 * there already they end up within it, and what is migrated are the old ones.
 */
function oldDataCheck({ oldData }: Given): Check {
    const named = { id: "old-data", title: message("Data of an earlier upgrade") };
    return whenKnown(named, oldData, (one) =>
        one?.isThere !== true
            ? passed(named, message("No upgrade has put data of the database aside."))
            : blocked(named, one.folder),
    );
}

function blocked(named: Named, folder: string): Check {
    return found(
        "failed",
        named,
        message(
            "An earlier upgrade has put the database's data aside in $0: the next one that goes to another version of PostgreSQL would migrate those instead of the present ones.",
            folder,
        ),
        message(
            "If that upgrade has succeeded, move $0 elsewhere or remove it. If it has not, these are the server's data: bring them back first.",
            folder,
        ),
    );
}

const IMAGES_NEED = 10e9;

function storageCheck({ state: { podman } }: Given): Check {
    const named = { id: "storage", title: message("Space for the images") };
    const more = message("Free some space first: the new images are kept beside the present ones.");
    if (podman.state !== "known")
        return found(
            "warning",
            named,
            message("How much is free where podman keeps images is not known."),
            more,
        );
    const { free, path } = podman.value.storage;
    const finding = message("$0 are free in $1.", amount(free), path);
    return free < IMAGES_NEED ? found("warning", named, finding, more) : passed(named, finding);
}

function backupCheck({ path, folders }: ExportPlace): Check {
    const named = { id: "backup", title: message("Backup") };
    const volumes = folders.find((folder) => folder.path === path);
    return volumes?.isFolder === true && path.endsWith(VOLUMES)
        ? passed(named, message("There is a backup with volumes."))
        : found(
              "failed",
              named,
              message("There is no backup: nothing with the name $0 is in it.", VOLUMES.slice(1)),
              message("Enter the folder that mgradm backup create has made."),
          );
}

/** mgradm's name for the folder of the volumes in a backup. */
export const VOLUMES = "/volumes";

function overwriteCheck({ survey: { installed }, values }: Given): Check {
    const named = { id: "overwrite", title: message("Present server") };
    if (!installed.some(({ id }) => id === "server"))
        return passed(named, message("There is no server on this host that would be overwritten."));
    if (isOn(values, "force") && isOn(values, "continue"))
        return found(
            "warning",
            named,
            message(
                "Volumes that are on this host stay as they are; units, secrets and the network are overwritten.",
            ),
            message(
                "What is in the volumes may not fit the secrets of the backup: passwords of the database.",
            ),
        );
    return isOn(values, "force")
        ? found(
              "warning",
              named,
              message("The server that is on this host is overwritten, with its database."),
              message(
                  "What is in its volumes and not in the backup is left there. For a clean restore, uninstall the server with its volumes first.",
              ),
          )
        : found(
              "failed",
              named,
              message("There is a server on this host, and mgradm restores over it only by force."),
              message("Uninstall it first, or turn on the overwriting of existing items (--force)."),
          );
}

/** mgradm puts the files of the units back, and no more: which of them were enabled is not in a backup. */
function bootCheck({ survey: { installed }, values }: Given): readonly Check[] {
    if (isDryRun(values) || installed.some(({ id }) => id === "server")) return [];
    return [
        found(
            "warning",
            { id: "boot", title: message("Start at boot") },
            message("After the restore no service is started at boot, and no instance of an optional one."),
            message("Turn on the start at boot on the page of each service afterwards."),
        ),
    ];
}

/** mgradm 5.2.16 takes the flag, and does nothing about it. */
function configCheck({ values }: Given): readonly Check[] {
    if (!isOn(values, "skipconfig")) return [];
    return [
        found(
            "warning",
            { id: "config", title: message("Configuration of podman") },
            message("Some versions of mgradm take the network and the secrets in spite of --skipconfig."),
            message("Do not rely on the passwords being left out."),
        ),
    ];
}

/** In mgradm 5.2.16 the flag says so in the output, and the volume is restored all the same. */
function databaseCheck({ values }: Given): readonly Check[] {
    const skipped = volumesIn(values["skipvolumes"]);
    const [database = ""] = DATABASE_VOLUMES;
    if (!isOn(values, "skipdatabase") || skipped.includes(database)) return [];
    return [
        found(
            "warning",
            { id: "database", title: message("Database") },
            message("Some versions of mgradm restore the database in spite of --skipdatabase."),
            message("Enter $0 among the volumes that are skipped, too.", database),
        ),
    ];
}
