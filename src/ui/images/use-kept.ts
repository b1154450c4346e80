import { useState } from "react";
import { keptCount } from "../../uyuni/images/going-back.js";

const KEPT = "uyuni:kept-images";

/** How many images of each service are kept for going back: chosen on the page of images, for this browser. */
export function useKept(): [count: number, setCount: (count: number) => void] {
    const [count, setCount] = useState(() => keptCount(window.localStorage.getItem(KEPT)));
    const change = (wanted: number) => {
        window.localStorage.setItem(KEPT, String(wanted));
        setCount(wanted);
    };
    return [count, change];
}
