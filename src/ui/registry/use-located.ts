import { useEffect, useState } from "react";
import { locateImage, type LocatedImage } from "../../host/registry.js";
import { parseReference } from "../../uyuni/reference.js";

/** Where registries.conf leads an image, and at which `asked` that was looked up. */
export interface LocatedThen extends LocatedImage {
    readonly asked: number;
}

/** Null until it is known, and when it cannot be. Looked up anew when `asked` is another time. */
export function useLocated(image: string, wanted = true, asked = 0): LocatedThen | null {
    const [found, setFound] = useState<{ of: string; where: LocatedThen } | null>(null);
    useEffect(() => {
        const reference = parseReference(image);
        if ("error" in reference || !wanted) return undefined;
        let current = true;
        locateImage(reference.ok).then(
            (where) => {
                if (current) setFound({ of: image, where: { ...where, asked } });
            },
            // Whoever asks says what the reference says.
            () => undefined,
        );
        return () => {
            current = false;
        };
    }, [image, wanted, asked]);
    return found?.of === image ? found.where : null;
}
