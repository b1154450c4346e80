import { useEffect, useState } from "react";
import type { RpmImage } from "../../uyuni/rpm-images.js";
import { useHost } from "../host-context.js";

export type RpmImages =
    | { readonly state: "loading" }
    | { readonly state: "ready"; readonly images: readonly RpmImage[] }
    | { readonly state: "failed"; readonly error: unknown };

/** Images that RPMs put on the host, those of `imageName` first. */
export function useRpmImages(imageName: string): RpmImages {
    const host = useHost();
    const [answer, setAnswer] = useState<RpmImages>({ state: "loading" });
    useEffect(() => {
        let current = true;
        const isOther = ({ name }: RpmImage) => Number(name !== imageName && !name.endsWith(`-${imageName}`));
        host.readRpmImages().then(
            (images) => {
                if (current)
                    setAnswer({
                        state: "ready",
                        images: [...images].sort((a, b) => isOther(a) - isOther(b)),
                    });
            },
            (error: unknown) => {
                if (current) setAnswer({ state: "failed", error });
            },
        );
        return () => {
            current = false;
        };
    }, [host, imageName]);
    return answer;
}
