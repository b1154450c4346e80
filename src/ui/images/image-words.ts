/** What the images page says of standings and amounts. */
import type { Standing } from "../../uyuni/images/rows.js";
import { bytes, count } from "../time.js";
import { _, format, ngettext } from "../translate.js";
import type { CleanUp } from "./use-clean-up.js";

export function standingWord(standing: Standing): string {
    switch (standing) {
        case "in-use":
            return _("in use");
        case "going-back":
            return _("for going back");
        case "newer":
            return _("newer");
        case "unused":
            return _("not needed now");
        case "superseded":
            return _("superseded");
    }
}

/** What a clean-up of the images that are chosen does. */
export function freedText({ going, freed }: CleanUp): string {
    return format(
        freed.complete ? _("$0, and $1 become free.") : _("$0, and at least $1 become free."),
        format(ngettext("$0 image goes", "$0 images go", going.length), count(going.length)),
        bytes(freed.bytes),
    );
}
