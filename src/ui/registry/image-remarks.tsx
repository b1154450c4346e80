import { isVersioned, versionSkew } from "../../uyuni/version-skew.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { StateText } from "../components/tone-icon.js";
import { useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import { NewerBadge } from "./newer-badge.js";

/** What there is to say of a row's image, in a few words for the overview. */
export function ImageRemarks({ row }: { row: OverviewRow }) {
    const differ = useHostState((state) => isVersioned(row.service) && versionSkew(state) !== null);
    return (
        <>
            {differ && (
                <div>
                    <StateText word={_("Server and event processor differ in version")} tone="warning" />
                </div>
            )}
            <NewerBadge row={row} />
        </>
    );
}
