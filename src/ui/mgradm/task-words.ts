/** What the page says of each thing that mgradm is run for. */
import { isDryRun } from "../../uyuni/mgradm/command.js";
import { isOn, type Values } from "../../uyuni/mgradm/fields.js";
import type { Task } from "../../uyuni/mgradm/tool.js";
import type { Service } from "../../uyuni/services.js";
import { _ } from "../translate.js";

/** On the tab. */
export function taskTitle(task: Task): string {
    switch (task) {
        case "upgrade":
            return _("Upgrade");
        case "backup":
            return _("Back up");
        case "restore":
            return _("Restore");
        case "support":
            return _("Support data");
    }
}

/** The verb on the button. */
export function taskAction(task: Task): string {
    switch (task) {
        case "upgrade":
            return _("Upgrade");
        case "backup":
            return _("Back up");
        case "restore":
            return _("Restore");
        case "support":
            return _("Collect support data");
    }
}

export function taskQuestion(task: Task): string {
    switch (task) {
        case "upgrade":
            return _("Upgrade the server?");
        case "backup":
            return _("Back up the server?");
        case "restore":
            return _("Restore the server?");
        case "support":
            return _("Collect support data?");
    }
}

/** What it is good for. */
export function taskText(task: Task): string {
    switch (task) {
        case "upgrade":
            return _(
                "mgradm pulls the new images of the server, its database and the other services, migrates the data, and starts everything again. What is left empty is as mgradm's configuration file or mgradm itself has it.",
            );
        case "backup":
            return _(
                "mgradm exports the volumes, the images, the units and podman's configuration into a new folder.",
            );
        case "restore":
            return _(
                "mgradm puts back what a backup has in it: volumes, images, units and podman's configuration.",
            );
        case "support":
            return _(
                "mgradm packs configuration and logs of the host and of the containers into one archive, whose name it tells at the end.",
            );
    }
}

/** What the users of the server and the data lose by it; empty where nothing is. */
export function taskConsequences(
    task: Task,
    values: Values,
    installed: readonly Service[],
): readonly string[] {
    if (isDryRun(values)) return [];
    switch (task) {
        case "upgrade":
            return [
                _(
                    "The server and its database are stopped: until the upgrade has ended, nobody can log in, no client is served, and no Salt event is processed. A migration of the database may take hours.",
                ),
                _("There is no way back to the old version but a backup. Make one first."),
                ...(values["pullPolicy"] === "Never"
                    ? [
                          _(
                              "With this policy mgradm needs the images of all optional services on this host, also of those that are not set up: where one is missing, it fails after the server has been upgraded.",
                          ),
                      ]
                    : []),
                ...(installed.some(({ id }) => id === "event-processor")
                    ? [_("Give the Salt event processor the new tag afterwards: mgradm leaves it as it is.")]
                    : []),
            ];
        case "backup":
            return [
                _("The backup has all passwords and keys of the server in it, not encrypted."),
                isOn(values, "skipdatabase")
                    ? _("Without the database, the backup cannot bring back the server.")
                    : isOn(values, "norestart")
                      ? _("All services are stopped, and stay stopped.")
                      : _(
                            "All services are stopped until the backup has ended: nobody can log in, and no client is served. If mgradm fails in the middle, they stay stopped.",
                        ),
            ];
        case "restore":
            return [
                _(
                    "What the server has now is lost: all that was changed since the backup in its database, its configuration and its files. Nothing brings it back.",
                ),
                _("All services are stopped first, and are started again only if that is chosen."),
            ];
        case "support":
            return [];
    }
}

/** What to know that is no danger. */
export function taskNote(task: Task): string | null {
    switch (task) {
        case "upgrade":
            return _(
                "Passwords are not entered here, since a command line can be read by everybody on the host. mgradm takes them from /etc/uyuni/uyuni-tools.yaml or /root/.config/uyuni-tools/config.yaml, and for registry.suse.com from the host's SCC registration.",
            );
        case "backup":
        case "restore":
            return null;
        case "support":
            return _(
                "The archive may hold names, addresses and secrets: read through it before you pass it on.",
            );
    }
}
