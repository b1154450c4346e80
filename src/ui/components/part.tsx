import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { lazy, type ComponentType } from "react";
import { _ } from "../translate.js";
import { Notice } from "./notice.js";

/** Before each try to load a part; milliseconds. */
const PAUSES = [0, 500, 2000];

/** A part of the page that is loaded when it is first shown. A network that fails meanwhile costs the part, never the page. */
export function part<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
    return lazy(async () => {
        for (const pause of PAUSES) {
            await new Promise((done) => window.setTimeout(done, pause));
            try {
                return await load();
            } catch (reason) {
                console.warn("A part of the page could not be loaded", reason);
            }
        }
        return { default: NotLoaded };
    });
}

function NotLoaded() {
    return (
        <Notice
            variant="danger"
            title={_("A part of this page could not be loaded")}
            actions={
                <Button
                    variant="link"
                    isInline
                    onClick={() => {
                        window.location.reload();
                    }}
                >
                    {_("Load the page again")}
                </Button>
            }
        >
            {_("The connection broke while it was being loaded.")}
        </Notice>
    );
}
