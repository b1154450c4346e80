import { useShallow } from "zustand/react/shallow";
import { serviceById } from "../../uyuni/names.js";
import type { Service } from "../../uyuni/services.js";
import { isVersioned, versionSkew } from "../../uyuni/version-skew.js";
import { ActionButton } from "../components/action-button.js";
import { Notice } from "../components/notice.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHostState } from "../host-context.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { openSetUp } from "../pages/set-up-entry.js";

/** Server and event processor are of different versions, and the way out. */
export function VersionNotice({ service }: { service: Service }) {
    const blocked = useChangeBlock();
    const skew = useHostState(useShallow(versionSkew));
    if (skew === null || !isVersioned(service)) return null;
    return (
        <Notice
            variant="warning"
            title={_("The Uyuni server and the Salt event processor differ in version")}
            actions={
                <ActionButton
                    variant="secondary"
                    blocked={blocked}
                    onClick={() => {
                        const filled = skew.tag === null ? {} : { tag: skew.tag };
                        openSetUp(serviceById("event-processor"), filled);
                    }}
                >
                    {_("Change image")}
                </ActionButton>
            }
        >
            {format(
                _(
                    "The server is $0, the event processor $1. They are released together and share the database: give the event processor the server's version. If the server is the older one, upgrade it with mgradm first.",
                ),
                visibleLine(skew.server),
                visibleLine(skew.processor),
            )}
        </Notice>
    );
}
