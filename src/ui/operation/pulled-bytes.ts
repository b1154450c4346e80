import type { PullProgress } from "../../host/host.js";
import { bytes } from "../time.js";
import { _, format } from "../translate.js";

/** "12 MB of 340 MB", or what came so far while the total is not known. */
export function pulledBytes({ bytes: done, total }: PullProgress): string {
    return total > 0
        ? format(_("$0 of $1"), bytes(Math.min(done, total)), bytes(total))
        : format(_("$0 received"), bytes(done));
}
