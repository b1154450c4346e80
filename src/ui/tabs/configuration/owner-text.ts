import type { FileOwner } from "../../../uyuni/configuration.js";
import { _ } from "../../translate.js";

/** Whose a file is, to stand after "Belongs to". */
export function ownerText(owner: FileOwner): string {
    switch (owner) {
        case "mgradm":
            return _("mgradm, which overwrites it");
        case "cockpit-uyuni":
            return _("this page, which overwrites it");
        case "administrator":
            return _("the administrator");
        case "distribution":
            return _("a package");
    }
}
