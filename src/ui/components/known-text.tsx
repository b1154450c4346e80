import { Skeleton } from "@patternfly/react-core/dist/esm/components/Skeleton";
import type { ReactNode } from "react";
import type { Known } from "../../uyuni/host-state.js";
import { _ } from "../translate.js";
import { notKnownWording, unknownWording } from "../wording.js";

interface KnownTextProps<T> {
    of: Known<T>;
    /** In a table cell the reason alone is enough. */
    short?: boolean;
    children: (value: T) => ReactNode;
}

/** A value that may not be known (yet): never blank, and never a guess. */
export function KnownText<T>({ of, short = false, children }: KnownTextProps<T>) {
    switch (of.state) {
        case "loading":
            return <Skeleton width="8rem" screenreaderText={_("Loading")} />;
        case "unknown":
            return (
                <span className="uyuni-quiet">
                    {short ? unknownWording(of.why) : notKnownWording(of.why)}
                </span>
            );
        case "known":
            return <>{children(of.value)}</>;
    }
}
