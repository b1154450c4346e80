import { useEffect, useState } from "react";
import type { Known } from "../../uyuni/host-state.js";
import type { OldData } from "../../uyuni/mgradm/tool.js";
import { useHost, useHostState } from "../host-context.js";

/** Whether an upgrade has put data of the database aside, live; null: there is no volume of a database. */
export function useOldData(wanted: boolean): Known<OldData | null> {
    const host = useHost();
    const podman = useHostState((state) => state.podman.state);
    const [found, setFound] = useState<Known<OldData | null>>({ state: "loading" });
    useEffect(() => {
        if (!wanted) return undefined;
        const following = host.followOldData(setFound);
        return () => {
            void following.then((one) => {
                one.close();
            });
        };
        // podman is asked for the folder: again when it answers again.
    }, [host, wanted, podman]);
    return found;
}
